import type { EnvironmentStack } from '../../constructs/environment-stack';
import type { Environment } from '../../config/load';
import { partitionOf } from '../../config/regions';
import { addSecurityGroup, rulesFor } from '../../constructs/security-group';
import { forwardingOf } from '../../dns/deployment';
import { deployedText } from '../private-api/named-conf';
import { addConfiguration, configurationStatements } from './configuration';
import { diskGigabytes } from './costs';
import { addHost } from './host';
import { addHostRole } from './host-role';
import { proxyAddress, proxyPort } from './proxy';
import { packagesStatements } from './sessions';
import { https, type Site } from './site';

const ids = { windows: 'site-windows', linux: 'site-linux' } as const;

/** The desks of the site, a Windows and a Linux client. Nothing reaches them; sessions come from within. */
export function addClients(
  stack: EnvironmentStack,
  site: Site,
  privateVpcCidr: string,
): { windows: string; linux: string } {
  const { settings, plan } = site;
  const dnsServers = Object.values(plan.dnsServers).map((address) => `${address}/32`);
  const group = addSecurityGroup(stack, 'site-clients-group', {
    vpcId: site.vpcId,
    description: 'Clients of the site',
    ingress: [],
    egress: [
      ...(['udp', 'tcp'] as const).flatMap((protocol) =>
        rulesFor(protocol, dnsServers, {
          protocol,
          description: 'DNS to the servers of the site',
          fromPort: 53,
          toPort: 53,
        }),
      ),
      { id: 'private-vpc', description: 'HTTPS to the API and Studio', ...https, cidrIpv4: privateVpcCidr },
      {
        id: 'proxy',
        description: 'Requests to the proxy',
        protocol: 'tcp',
        fromPort: proxyPort,
        toPort: proxyPort,
        cidrIpv4: `${plan.proxy}/32`,
      },
      ...site.toAws,
    ],
  });
  const add = (id: string, imageId: string, gigabytes: number) => {
    const role = addHostRole(stack, id, 'A client of the simulated corporate site', [
      ...configurationStatements(stack, id, false),
      ...packagesStatements(stack),
    ]);
    return addHost(stack, id, {
      imageId,
      type: settings.clientType,
      subnetId: site.subnetIds.a,
      securityGroupId: group.id,
      instanceProfile: role.instanceProfile,
      diskGigabytes: gigabytes,
      dependsOn: [role.rights, ...site.ready],
    }).id;
  };
  const desk = deskOf(stack, site);
  const packagesBucket = settings.packagesBucket ?? '';
  addConfiguration(stack, ids.windows, {
    description: 'Configures the Windows client of the simulated corporate site',
    script: 'windows-client.ps1',
    variables: {
      DnsServers: desk.dnsServers,
      Proxy: desk.proxy,
      NoProxyNames: desk.noProxy,
      BrowserProxy: desk.browserProxy,
      PackagesBucket: packagesBucket,
    },
    hosts: [ids.windows],
  });
  addConfiguration(stack, ids.linux, {
    description: 'Configures the Linux client of the simulated corporate site',
    script: 'linux-client.sh',
    variables: {
      AWS_DEFAULT_REGION: stack.environment.region,
      DNS_SERVERS: desk.dnsServers,
      PROXY: desk.proxy,
      NO_PROXY_NAMES: desk.noProxy,
      BROWSER_PROXY: desk.browserProxy,
      PACKAGES_BUCKET: packagesBucket,
    },
    hosts: [ids.linux],
  });
  return {
    windows: add(ids.windows, site.images.windows, diskGigabytes.windowsClient),
    linux: add(ids.linux, site.images.linux, diskGigabytes.linuxClient),
  };
}

/** What both clients are configured with. */
interface Desk {
  /** Addresses of the DNS servers, divided by blanks. */
  readonly dnsServers: string;
  /** `http://<host>:<port>` */
  readonly proxy: string;
  /** Names that are reached directly, and all names below them, for `NO_PROXY`. */
  readonly noProxy: string;
  /**
   * Policy `ProxySettings` of Edge and Chrome, as JSON.
   * https://chromeenterprise.google/policies/#ProxySettings
   */
  readonly browserProxy: string;
}

/**
 * Zones of the API's names with the id of its endpoint, which public DNS answers with private addresses. The proxy admits
 * nothing else of these zones.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-api-test-invoke-url.html
 */
function otherNamesOfApi({ region }: Environment): string[] {
  const { dnsSuffix } = partitionOf(region);
  return [`execute-api.${region}.${dnsSuffix}`, `execute-api.${region}.vpce.${dnsSuffix}`];
}

/** Settings of a desk of the site: names of the deployment are reached directly, the rest by the proxy. */
function deskOf(stack: EnvironmentStack, { apiId, plan }: Site): Desk {
  const proxy = `${plan.proxy}:${proxyPort}`;
  const direct = (join: (names: readonly string[]) => string) =>
    deployedText(apiId, (id) => {
      const forwarding = forwardingOf(stack.environment, { apiId: id });
      const { final } = forwarding.directZones ?? forwarding.zones;
      return join([...new Set([...final.map(({ name }) => name), ...otherNamesOfApi(stack.environment)])]);
    });
  return {
    dnsServers: `${plan.dnsServers.a} ${plan.dnsServers.b}`,
    proxy: proxyAddress(plan),
    noProxy: direct((names) => ['169.254.169.254', ...names.flatMap((name) => [name, `.${name}`])].join(',')),
    browserProxy: direct((names) =>
      JSON.stringify({
        ProxyMode: 'fixed_servers',
        ProxyServer: proxy,
        ProxyBypassList: names.flatMap((name) => [name, `*.${name}`]).join(','),
      }),
    ),
  };
}
