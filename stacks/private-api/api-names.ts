import { dnsFirewallMode } from '../../config/dns-protection';
import type { EnvironmentStack } from '../../constructs/environment-stack';
import { addNameFilter, nameFilterAddresses } from '../../constructs/name-filter';
import { forgetResources } from '../../constructs/protection';

/**
 * Admits the API's names through the DNS Firewall of the network's stack, which does not know the API's id. Its rules come
 * after these. A handed-over firewall keeps them.
 */
export function addApiNames(stack: EnvironmentStack, vpcId: string, names: readonly string[]): void {
  const { network, release } = stack.environment;
  if (dnsFirewallMode(network) !== 'off') {
    addNameFilter(stack, {
      vpcId,
      name: 'dns-api',
      priority: 8100,
      rules: [{ id: 'names', names, action: 'ALLOW' }],
    });
  } else if (release.includes('network.vpc')) {
    forgetResources(stack, 'released-dns-firewall', nameFilterAddresses(['names']));
  }
}
