import { whyNoNamespaces } from '../../lab/hosts/namespaces';
import { unless } from '../unless';

/** `describe` for suites that build their own networks, which needs root. */
export function describeWithNetwork(name: string, suite: () => void): void {
  unless(whyNoNamespaces(), 'describe', name, suite);
}
