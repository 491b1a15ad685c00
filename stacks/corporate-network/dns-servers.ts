import { planResolverAddresses } from '../../config/network-plan';
import type { EnvironmentStack } from '../../constructs/environment-stack';
import { addSecurityGroup, rulesFor } from '../../constructs/security-group';
import { forwardingOf } from '../../dns/deployment';
import { dnsFiles } from '../../dns/files';
import { deployedText } from '../private-api/named-conf';
import { addConfiguration, configurationStatements } from './configuration';
import { diskGigabytes } from './costs';
import { addHost } from './host';
import { addHostRole } from './host-role';
import type { Site } from './site';

const id = 'site-dns';

const hosts = { a: `${id}-a`, b: `${id}-b` } as const;

/** The two DNS servers of the site, in two zones; clients know them by their pinned addresses. */
export function addDnsServers(stack: EnvironmentStack, site: Site): { a: string; b: string } {
  const { settings, plan, subnetIds } = site;
  const resolver = planResolverAddresses(stack.environment.network).map(({ ipAddress }) => `${ipAddress}/32`);
  const dns = (protocol: 'udp' | 'tcp', description: string) => ({
    protocol,
    description,
    fromPort: 53,
    toPort: 53,
  });
  const group = addSecurityGroup(stack, `${id}-group`, {
    vpcId: site.vpcId,
    description: 'DNS servers of the site',
    ingress: (['udp', 'tcp'] as const).flatMap((protocol) =>
      rulesFor(protocol, [settings.vpcCidr], dns(protocol, 'DNS from the site')),
    ),
    egress: [
      ...(['udp', 'tcp'] as const).flatMap((protocol) =>
        rulesFor(protocol, resolver, dns(protocol, 'DNS to the inbound resolver')),
      ),
      ...site.toAws,
    ],
  });
  const role = addHostRole(
    stack,
    id,
    'DNS servers of the simulated corporate site',
    configurationStatements(stack, id, true),
  );
  addConfiguration(stack, id, {
    description: 'Configures BIND on a DNS server of the simulated corporate site',
    script: 'dns-server.sh',
    variables: { AWS_DEFAULT_REGION: stack.environment.region },
    files: dnsServerFiles(stack, site),
    hosts: Object.values(hosts),
  });
  const add = (name: 'a' | 'b') =>
    addHost(stack, hosts[name], {
      imageId: site.images.linux,
      type: settings.serverType,
      subnetId: subnetIds[name],
      securityGroupId: group.id,
      instanceProfile: role.instanceProfile,
      privateIp: plan.dnsServers[name],
      diskGigabytes: diskGigabytes.server,
      dependsOn: [role.rights, ...site.ready],
    }).id;
  return { a: add('a'), b: add('b') };
}

/** Names of the DNS servers' files, the server's own first. */
type DnsServerFile = 'named.conf' | 'studio-access-zones.conf' | 'studio-access-validate-except.conf';

/**
 * The files of the site's DNS servers: the two generated ones under the names that their headings give, and the server's
 * own, which includes them. The rest of the world's names come from the resolver of the site's VPC, at the address that it
 * has in every VPC: https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html
 *
 * That resolver answers without signatures, so there is nothing to validate; names that the server forwards to the private
 * VPC are exempted all the same, as in a company that validates.
 */
function dnsServerFiles(
  stack: EnvironmentStack,
  { apiId, plan, settings }: Site,
): Record<DnsServerFile, string> {
  const generated = (file: 'named.conf' | 'validate-except.conf') =>
    deployedText(apiId, (id) => dnsFiles(forwardingOf(stack.environment, { apiId: id }))[file]);
  return {
    'named.conf': [
      `// The DNS servers ${plan.dnsServers.a} and ${plan.dnsServers.b} of a simulated corporate site.`,
      'options {',
      '    directory "/var/named";',
      '    pid-file "/run/named/named.pid";',
      '    listen-on { any; };',
      '    listen-on-v6 { none; };',
      `    allow-query { localhost; ${settings.vpcCidr}; };`,
      '    recursion yes;',
      '    forward only;',
      '    forwarders { 169.254.169.253; };',
      '    dnssec-validation no;',
      '    include "/etc/named/studio-access-validate-except.conf";',
      '};',
      'include "/etc/named/studio-access-zones.conf";',
      '',
    ].join('\n'),
    'studio-access-zones.conf': generated('named.conf'),
    'studio-access-validate-except.conf': generated('validate-except.conf'),
  };
}
