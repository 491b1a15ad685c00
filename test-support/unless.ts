/**
 * Registers a test or a suite. If there is a reason why it cannot run on this machine, it is skipped with the reason printed.
 * In CI it fails instead, because nobody would notice a skip.
 *
 * @param reason as a clause after "it needs"; undefined if it can run
 */
export function unless(
  reason: string | undefined,
  kind: 'it' | 'describe',
  name: string,
  body: () => void,
): void {
  const register = kind === 'it' ? it : describe;
  if (reason === undefined) {
    register(name, body);
  } else if (process.env.CI === undefined) {
    console.warn(`skipped: ${name} - it needs ${reason}`);
    register.skip(name, body);
  } else {
    it(name, () => {
      throw new Error(`it needs ${reason}`);
    });
  }
}
