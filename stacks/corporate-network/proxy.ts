import type { Environment } from '../../config/load';
import { partitionOf } from '../../config/regions';
import type { SitePlan } from '../../config/site-plan';
import type { EnvironmentStack } from '../../constructs/environment-stack';
import { addSecurityGroup } from '../../constructs/security-group';
import { addConfiguration, configurationStatements } from './configuration';
import { diskGigabytes } from './costs';
import { addHost } from './host';
import { addHostRole } from './host-role';
import { https, type Site } from './site';

/** Port of the site's proxy. */
export const proxyPort = 3128;

/** `http://<host>:<port>` */
export function proxyAddress(plan: SitePlan): string {
  return `http://${plan.proxy}:${proxyPort}`;
}

const id = 'site-proxy';

/** The forward proxy, the only host of the site with a way to the internet. Nothing on the internet reaches it. */
export function addProxy(stack: EnvironmentStack, site: Site): string {
  const { settings, plan } = site;
  const group = addSecurityGroup(stack, `${id}-group`, {
    vpcId: site.vpcId,
    description: 'The proxy of the site',
    ingress: [
      {
        id: 'site',
        description: 'Requests from the site',
        protocol: 'tcp',
        fromPort: proxyPort,
        toPort: proxyPort,
        cidrIpv4: settings.vpcCidr,
      },
    ],
    egress: [
      // its configuration admits a few names; their addresses may be any
      { id: 'internet', description: 'HTTPS to the internet', ...https, cidrIpv4: '0.0.0.0/0' },
    ],
  });
  const role = addHostRole(
    stack,
    id,
    'The proxy of the simulated corporate site',
    configurationStatements(stack, id, true),
  );
  addConfiguration(stack, id, {
    description: 'Configures the proxy of the simulated corporate site',
    script: 'proxy.sh',
    variables: { AWS_DEFAULT_REGION: stack.environment.region },
    files: { 'squid.conf': squidConf(stack.environment) },
    hosts: [id],
  });
  return addHost(stack, id, {
    imageId: site.images.linux,
    type: settings.serverType,
    subnetId: site.subnetIds.proxy,
    securityGroupId: group.id,
    instanceProfile: role.instanceProfile,
    privateIp: plan.proxy,
    diskGigabytes: diskGigabytes.server,
    dependsOn: [role.rights, ...site.ready],
  }).id;
}

/**
 * Hosts that people's machines reach over the internet: sign-in, and the static parts of Studio's pages. `*.` stands for all
 * names below.
 */
function proxiedHosts({ region, identity, corporateSite }: Environment): string[] {
  const { dnsSuffix } = partitionOf(region);
  const { cognito, oidc } = identity;
  const { signInDomain, provider } = cognito?.federation ?? {};
  const addresses = [oidc?.issuer, provider?.oidc?.issuer, provider?.saml?.metadataUrl];
  const hosts = [
    '*.console.aws.a2z.com',
    ...(cognito ? [`cognito-idp.${region}.${dnsSuffix}`] : []),
    ...(signInDomain?.prefix === undefined
      ? []
      : [`${signInDomain.prefix}.auth.${region}.amazoncognito.com`]),
    ...(signInDomain?.custom ? [signInDomain.custom.name] : []),
    ...addresses.flatMap((address) => (address === undefined ? [] : [new URL(address).hostname])),
    ...(corporateSite?.proxyHosts ?? []),
  ];
  return [...new Set(hosts)].sort();
}

/**
 * The configuration of Squid: from the site, to these hosts, HTTPS, and nothing else. It sees names only, as browsers ask for
 * a tunnel. `-n`: for an address Squid would look up a name, which is whatever the owner of the address says.
 * http://www.squid-cache.org/Doc/config/acl/
 */
function squidConf(environment: Environment): string {
  // Squid's sign for all names below is a dot, which takes in the name itself; it refuses a name below a listed one
  const names = proxiedHosts(environment).map((host) => host.replace(/^\*\./, '.'));
  const isCovered = (name: string) =>
    names.some((other) => other !== name && other.startsWith('.') && `.${name}`.endsWith(other));
  return [
    '# The proxy of a simulated corporate site: its only way to the internet.',
    `http_port ${proxyPort}`,
    `acl site src ${environment.corporateSite?.vpcCidr ?? ''}`,
    'acl https port 443',
    'acl tunnel method CONNECT',
    ...names.filter((name) => !isCovered(name)).map((name) => `acl admitted dstdomain -n ${name}`),
    'http_access deny !site',
    'http_access deny !tunnel',
    'http_access deny !https',
    'http_access allow admitted',
    'http_access deny all',
    'cache deny all',
    '',
  ].join('\n');
}
