import path from 'node:path';
import type { DeployedNetwork } from '../deployed/network';
import type { Server } from '../hosts/server';
import type { Site } from '../network/site';
import { vpcResolver } from '../network/zones';
import { startCorporateBind, type CorporateBind } from './corporate-bind';
import { startInternet, type Internet } from './internet';
import { startZoneServer } from './named';
import { resolverZones } from './resolver-zones';
import { addressRecords } from './zone-file';

/** The lab's name servers. */
export interface NameServers {
  readonly corporate: CorporateBind;
  readonly internet: Internet;
  /** Restarts the corporate server with the same files and an empty cache. */
  restartCorporate(): Promise<void>;
  stop(): Promise<void>;
}

interface NameServerOptions {
  readonly folder: string;
  readonly network: DeployedNetwork;
  readonly aliases: readonly { readonly name: string; readonly target: string }[];
  /** Names that public DNS answers with an endpoint's private addresses: `<api>-<endpoint>` names. */
  readonly publicAliases: readonly { readonly name: string; readonly endpointId: string }[];
  /** The files of `npm run dns` for the corporate server. */
  readonly installed: { readonly 'named.conf': string; readonly 'validate-except.conf': string };
}

/** Starts the internet's name servers, the resolver of each zone and of each function's host, and corporate BIND. */
export async function startNameServers(site: Site, options: NameServerOptions): Promise<NameServers> {
  const { folder, network, aliases, installed } = options;
  const internet = await startInternet(site.internet, path.join(folder, 'internet'), publicRecords(options));
  const servers: Server[] = [internet];
  const zones = resolverZones(network, aliases);
  for (const [index, zone] of site.zones.entries()) {
    const inbound = network.resolver.filter(({ subnetId }) => subnetId === zone.subnet.id);
    const listenOn = inbound.map(({ address }) => address);
    servers.push(
      await startZoneServer(zone.endpoints, path.join(folder, `resolver${index}`), { listenOn, zones }),
      await startZoneServer(zone.functions, path.join(folder, `vpc${index}`), {
        listenOn: [vpcResolver],
        zones,
      }),
    );
  }
  const startCorporate = () =>
    startCorporateBind(site.server, path.join(folder, 'corporate'), {
      address: site.serverAddress,
      people: site.corporateCidrs,
      trustAnchor: internet.trustAnchor,
      installed,
      records: delegationsIn(installed['named.conf']),
    });
  let corporate = await startCorporate();
  return {
    internet,
    get corporate() {
      return corporate;
    },
    async restartCorporate() {
      await corporate.stop();
      corporate = await startCorporate();
    },
    async stop() {
      await Promise.all([...servers, corporate].map((server) => server.stop()));
    },
  };
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
