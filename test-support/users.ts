const root = 0;
/** The user and group "nobody" of Linux. */
const nobody = 65534;

const isRoot = process.getuid?.() === root;

/**
 * `it` for cases that only root on Linux can set up, such as devices and files of other users. Elsewhere the case is
 * skipped with the reason printed. In CI it fails instead, because nobody would notice a skip.
 */
export function itAsRoot(name: string, test: () => void): void {
  if (process.platform === 'linux' && isRoot) {
    it(name, test);
    return;
  }
  const reason = 'only root on Linux can set it up: run the tests with sudo';
  if (process.env.CI === undefined) {
    console.warn(`skipped: ${name} - ${reason}`);
    it.skip(name, test);
    return;
  }
  it(name, () => {
    throw new Error(reason);
  });
}

/** Runs an action as an ordinary user, because file permissions do not restrict root. */
export function asOrdinaryUser<T>(action: () => T): T {
  if (!isRoot) return action();
  process.seteuid?.(nobody);
  try {
    return action();
  } finally {
    process.seteuid?.(root);
  }
}
