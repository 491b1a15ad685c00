import { createNamespace, removeNamespaces } from '../../lab/hosts/namespaces';

/**
 * `describe` for suites that build networks of their own, which only root can. Without root they are skipped with
 * the reason printed, except in CI: there they fail, because nobody would notice.
 */
export function describeWithNetwork(name: string, suite: () => void): void {
  const reason = whyNot();
  if (reason === undefined) {
    describe(name, suite);
    return;
  }
  if (process.env.CI === undefined) {
    console.warn(`skipped: ${name} - ${reason}`);
    describe.skip(name, suite);
    return;
  }
  describe(name, () => {
    it('can build a network', () => {
      throw new Error(reason);
    });
  });
}

function whyNot(): string | undefined {
  if (process.getuid?.() !== 0)
    return 'needs root, to make network namespaces: run npm test as root, on Linux';
  try {
    createNamespace('trial');
    removeNamespaces();
    return undefined;
  } catch (error) {
    return `cannot make network namespaces, which takes a Linux machine or a privileged container: ${String(error)}`;
  }
}
