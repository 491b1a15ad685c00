import path from 'node:path';
import type { FirewallRule } from '../deployed/dns-firewall';
import type { HostedZone } from '../deployed/hosted-zones';
import type { DeployedNetwork } from '../deployed/network';
import type { Namespace } from '../hosts/namespaces';
import type { Server } from '../hosts/server';
import { internet as internetAddresses, loginNames } from '../network/addresses';
import type { Site } from '../network/site';
import { vpcResolver } from '../network/zones';
import { startCorporateBind, type CorporateNames } from './corporate-bind';
import { startSiteBinds } from './site-bind';
import { startInternet, type Internet } from './internet';
import { startZoneServer } from './named';
import { policyZones, type PolicyZones } from './policy-zones';
import { resolverZones } from './resolver-zones';
import { addressRecords } from './zone-file';

/** The lab's name servers. */
export interface NameServers {
  readonly corporate: CorporateNames;
  readonly internet: Internet;
  /** Lets the resolvers in the VPC answer from what is deployed now, and empties the corporate server's cache. */
  update(deployed: DeployedNames): Promise<void>;
  /** Restarts the corporate server with the same files and an empty cache. */
  restartCorporate(): Promise<void>;
  stop(): Promise<void>;
}

/** What decides the answers of the VPC's resolvers. */
export interface DeployedNames {
  readonly network: DeployedNetwork;
  readonly hostedZones: readonly HostedZone[];
  /** Rules of DNS Firewall, in their order. */
  readonly firewall: readonly FirewallRule[];
  /** The files that a deployed site's DNS servers have; undefined if none is deployed. */
  readonly siteFiles: Readonly<Record<string, string>> | undefined;
}

interface NameServerOptions extends DeployedNames {
  readonly folder: string;
  readonly region: string;
  /** Names that public DNS answers with an endpoint's private addresses: `<api>-<endpoint>` names. */
  readonly publicAliases: readonly { readonly name: string; readonly endpointId: string }[];
  /** The files of `npm run dns` for the corporate server. */
  readonly installed: { readonly 'named.conf': string; readonly 'validate-except.conf': string };
}

/** Starts the internet's name servers, the resolvers in the VPC, and corporate BIND. */
export async function startNameServers(site: Site, options: NameServerOptions): Promise<NameServers> {
  const { folder, region, network, installed } = options;
  let { siteFiles } = options;
  const internet = await startInternet(site.internet, path.join(folder, 'internet'), {
    records: publicRecords(options),
    apisZone: `execute-api.${region}.amazonaws.com`,
  });
  let answers = answersOf(options);
  let resolvers = await startResolvers(site, { folder, network, answers });
  const startCorporate = (): Promise<CorporateNames> => {
    if (site.siteHosts && siteFiles)
      return startSiteBinds([site.server, site.siteHosts.dnsB], path.join(folder, 'corporate'), siteFiles);
    return startCorporateBind(site.server, path.join(folder, 'corporate'), {
      address: site.serverAddress,
      people: site.corporateCidrs,
      trustAnchor: internet.trustAnchor,
      installed,
      records: [
        ...delegationsIn(installed['named.conf']),
        `${loginNames.office}. IN A ${site.serverAddress}`,
      ],
    });
  };
  let corporate = await startCorporate();
  const restartCorporate = async () => {
    await corporate.stop();
    corporate = await startCorporate();
  };
  return {
    internet,
    get corporate() {
      return corporate;
    },
    async update(deployed) {
      const before = JSON.stringify(answers);
      answers = answersOf(deployed);
      if (JSON.stringify(answers) !== before) {
        await Promise.all(resolvers.map((server) => server.stop()));
        resolvers = await startResolvers(site, { folder, network, answers });
      }
      const isSame = JSON.stringify(siteFiles) === JSON.stringify(deployed.siteFiles);
      siteFiles = deployed.siteFiles;
      if (isSame) corporate.rndc('flush');
      else await restartCorporate();
    },
    restartCorporate,
    async stop() {
      await Promise.all([internet, ...resolvers, corporate].map((server) => server.stop()));
    },
  };
}

interface Answers {
  readonly zones: Readonly<Record<string, string>>;
  readonly policies: PolicyZones;
}

function answersOf({ network, hostedZones, firewall }: DeployedNames): Answers {
  return { zones: resolverZones(network, hostedZones), policies: policyZones(firewall) };
}

/**
 * Starts the inbound resolver's addresses and Amazon's name server; they ask the internet for all other names. AWS does not
 * say whether DNS Firewall filters queries that come through an inbound endpoint. Here it does, so that a row fails
 * if the firewall does not admit a name that corporate DNS forwards.
 */
async function startResolvers(
  site: Site,
  options: Pick<NameServerOptions, 'folder' | 'network'> & {
    readonly answers: Answers;
  },
): Promise<Server[]> {
  const { folder, network, answers } = options;
  const { policies } = answers;
  const zones = { ...answers.zones, ...policies.zones };
  const publicNames = `recursion yes; allow-recursion { any; }; forward only; forwarders { ${internetAddresses.server}; };`;
  const start = (host: Namespace, name: string, listenOn: readonly string[]) =>
    startZoneServer(host, path.join(folder, name), {
      listenOn,
      zones,
      options: `${publicNames} ${policies.options}`,
    });
  const inbound = site.zones.map(({ endpoints, subnet }, index) => {
    const own = network.resolver.filter(({ subnetId }) => subnetId === subnet.id);
    const listenOn = own.map(({ address }) => address);
    return start(endpoints, `resolver${index}`, listenOn);
  });
  // the site's VPC has no zones of its own, and no rules
  const ofSite = site.siteHosts
    ? [
        startZoneServer(site.siteHosts.names, path.join(folder, 'site-resolver'), {
          listenOn: [vpcResolver],
          zones: {},
          options: publicNames,
        }),
      ]
    : [];
  return Promise.all([...inbound, start(site.vpcResolver, 'vpc-resolver', [vpcResolver]), ...ofSite]);
}

/** Records that named.conf asks for if the server itself serves a parent domain, as this one does. */
function delegationsIn(namedConf: string): string[] {
  return [...namedConf.matchAll(/^\/\/ +(\S+\.corp\.example\.com\. IN NS \S+)$/gm)].map(
    ([, record = '']) => record,
  );
}

/** Names of endpoints are public: every resolver answers them with private addresses. */
function publicRecords({ network, publicAliases }: NameServerOptions): string[] {
  const addressesOf = (id: string) =>
    network.endpoints.find((endpoint) => endpoint.id === id)?.interfaces.map(({ address }) => address) ?? [];
  const names = [
    ...network.endpoints.flatMap(({ id, publicNames }) =>
      publicNames.map((name) => ({ name, endpointId: id })),
    ),
    ...publicAliases,
  ];
  return names.flatMap(({ name, endpointId }) => addressRecords(`${name}.`, addressesOf(endpointId)));
}
