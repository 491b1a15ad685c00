import { unless } from './unless';

const root = 0;
/** The user and group "nobody" of Linux. */
const nobody = 65534;

const isRoot = process.getuid?.() === root;

/** `it` for cases that only root on Linux can set up, such as devices and files of other users. */
export function itAsRoot(name: string, test: () => void): void {
  const isAble = process.platform === 'linux' && isRoot;
  unless(isAble ? undefined : 'root on Linux: run the tests with sudo', 'it', name, test);
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
