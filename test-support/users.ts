const root = 0;
/** The user and group "nobody" of Linux. */
const nobody = 65534;

const isRoot = process.getuid?.() === root;

/**
 * `it` for what only root can set up, such as devices and files of other users, on Linux. Elsewhere the case is skipped
 * with the reason printed, except in CI: there it fails, because nobody would notice.
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

/** Does something as a user who is not root, to whom the file system refuses what it refuses to everybody else. */
export function asOrdinaryUser<T>(action: () => T): T {
  if (!isRoot) return action();
  process.seteuid?.(nobody);
  try {
    return action();
  } finally {
    process.seteuid?.(root);
  }
}
