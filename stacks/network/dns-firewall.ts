import { Route53ResolverFirewallConfig } from '@cdktf/provider-aws/lib/route53-resolver-firewall-config';
import { dnsFirewallMode } from '../../config/dns-protection';
import type { EnvironmentStack } from '../../constructs/environment-stack';
import { addNameFilter, nameFilterAddresses } from '../../constructs/name-filter';
import { admittedNames } from './admitted-names';
import type { InterfaceService } from './endpoint-services';
import type { PrivateVpc } from './vpc';

/**
 * The DNS Firewall: a VPC's resolver answers public names also where no route leads to the internet, and no security
 * group applies to it, so that data could leave as parts of names. It admits what the deployment needs. The API's own
 * name is known to its stack only, which admits it.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall.html
 *
 * @param services of the interface endpoints, whose names are admitted
 */
export function addDnsFirewall(
  stack: EnvironmentStack,
  vpc: Pick<PrivateVpc, 'id' | 'cidr'>,
  services: readonly InterfaceService[],
): void {
  const { environment } = stack;
  const mode = dnsFirewallMode(environment.network);
  if (mode === 'off') return;
  addNameFilter(stack, {
    vpcId: vpc.id,
    name: 'dns',
    priority: 8200,
    rules: [
      {
        id: 'admitted',
        names: admittedNames({
          region: environment.region,
          vpcCidr: vpc.cidr,
          services,
          apiZone: environment.dns.apiZone,
          customDomainName: environment.api.customDomain?.name,
          allowedDomains: environment.network.dnsFirewall.allowedDomains,
        }),
        action: 'ALLOW',
      },
      { id: 'others', names: ['*'], action: mode === 'block' ? 'BLOCK' : 'ALERT' },
    ],
  });
  // fails closed: no answer while the firewall itself does not answer
  new Route53ResolverFirewallConfig(stack, 'dns-firewall-config', {
    resourceId: vpc.id,
    firewallFailOpen: 'DISABLED',
  });
}

/** Terraform's addresses of the firewall. */
export const dnsFirewallAddresses: readonly string[] = [
  ...nameFilterAddresses(['admitted', 'others']),
  'aws_route53_resolver_firewall_config.dns-firewall-config',
];
