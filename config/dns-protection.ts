import type { EnvironmentFile } from './schema';

/** What happens to a name that the deployment does not need; `off`: there is no firewall. */
type DnsFirewallMode = 'block' | 'alert' | 'off';

/** The mode of the DNS Firewall, with its default, which depends on whose VPC it is. */
export function dnsFirewallMode({
  vpc,
  dnsFirewall,
}: Pick<EnvironmentFile['network'], 'vpc' | 'dnsFirewall'>): DnsFirewallMode {
  return dnsFirewall.mode ?? (vpc.create ? 'block' : 'off');
}

/** How long the log of DNS queries is kept, in days; undefined: there is no such log. */
export function dnsQueryLogDays({
  network,
  api,
}: Pick<EnvironmentFile, 'network' | 'api'>): number | undefined {
  const days = network.dnsQueryLog ?? (network.vpc.create ? api.logRetentionDays : 'off');
  return days === 'off' ? undefined : days;
}
