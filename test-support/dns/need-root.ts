import { whyNoNamespaces } from '../../lab/hosts/namespaces';

/**
 * `describe` for suites that build their own networks, which needs root. Without root they are skipped with the reason
 * printed. In CI they fail instead, because nobody would notice a skip.
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
