import { whyNoNamespaces } from '../../lab/hosts/namespaces';

/**
 * `describe` for suites that build networks of their own, which only root can. Without root they are skipped with
 * the reason printed, except in CI: there they fail, because nobody would notice.
 */
export function describeWithNetwork(name: string, suite: () => void): void {
  const reason = whyNoNamespaces();
  if (reason === undefined) {
    describe(name, suite);
    return;
  }
  if (process.env.CI === undefined) {
    console.warn(`skipped: ${name} - it needs ${reason}`);
    describe.skip(name, suite);
    return;
  }
  describe(name, () => {
    it('can build a network', () => {
      throw new Error(reason);
    });
  });
}
