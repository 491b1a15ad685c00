import path from 'node:path';
import { startCorporateBind, type CorporateBind } from '../../test-support/dns/corporate-bind';
import { startInternet } from '../../test-support/dns/internet';
import { startNamed } from '../../test-support/dns/named';
import type { Namespace } from '../../test-support/dns/namespaces';
import type { Server } from '../../test-support/dns/process';
import type { DeployedNetwork } from '../deployed/network';
import { internet } from './addresses';
import { resolverZones } from './resolver-zones';
import { vpcResolver, type Site } from './site';

/** The lab's name servers. */
export interface NameServers {
  readonly corporate: CorporateBind;
  /** Ends the corporate server and starts it again with the same files, its cache empty. */
  restartCorporate(): Promise<void>;
  stop(): Promise<void>;
}

interface NameServerOptions {
  readonly folder: string;
  readonly network: DeployedNetwork;
  readonly aliases: readonly { readonly name: string; readonly target: string }[];
  /** Names that public DNS answers with an endpoint's private addresses: `<api>-<endpoint>` names. */
  readonly publicAliases: readonly { readonly name: string; readonly endpointId: string }[];
  /** The files for the corporate server, as `npm run dns` writes them. */
  readonly installed: { readonly 'named.conf': string; readonly 'named.conf.options': string };
}

/** Starts the internet's name servers, the resolver of each zone and of each function's host, and corporate BIND. */
export async function startNameServers(site: Site, options: NameServerOptions): Promise<NameServers> {
  const { folder, network, aliases, installed } = options;
  const signed = await startInternet(site.internet, path.join(folder, 'internet'));
  await signed.stop();
  const servers: Server[] = [
    await startNamed(site.internet, path.join(folder, 'internet'), {
      aws: publicZone(publicRecords(options)),
    }),
  ];
  const zones = resolverZones(network, aliases);
  for (const [index, zone] of site.zones.entries()) {
    const inbound = network.resolver
      .filter(({ subnetId }) => subnetId === zone.subnet.id)
      .map(({ address }) => address);
    servers.push(await startVpcServer(zone.endpoints, path.join(folder, `resolver${index}`), inbound, zones));
    servers.push(
      await startVpcServer(zone.functions, path.join(folder, `vpc${index}`), [vpcResolver], zones),
    );
  }
  const startCorporate = () =>
    startCorporateBind(site.server, path.join(folder, 'corporate'), {
      address: site.serverAddress,
      trustAnchor: signed.trustAnchor,
      installed,
    });
  let corporate = await startCorporate();
  return {
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

function startVpcServer(
  host: Namespace,
  folder: string,
  addresses: readonly string[],
  zones: Readonly<Record<string, string>>,
): Promise<Server> {
  return startNamed(host, folder, {
    ...zones,
    'named.conf': [
      'options {',
      `  directory "${folder}"; pid-file none; session-keyfile none;`,
      `  listen-on { ${addresses.map((address) => `${address};`).join(' ')} }; listen-on-v6 { none; };`,
      '  recursion no; allow-query { any; }; dnssec-validation no;',
      '};',
      'controls { };',
      ...Object.keys(zones).map((name) => `zone "${name}" { type primary; file "${name}"; };`),
      '',
    ].join('\n'),
  });
}

/** Names of endpoints are public, and lead to private addresses wherever they are asked for. */
function publicRecords({ network, publicAliases }: NameServerOptions): string[] {
  const addressesOf = (id: string) =>
    network.endpoints.find((endpoint) => endpoint.id === id)?.interfaces.map(({ address }) => address) ?? [];
  const names = [
    ...network.endpoints.flatMap(({ id, publicNames }) =>
      publicNames.map((name) => ({ name, endpointId: id })),
    ),
    ...publicAliases,
  ];
  return names.flatMap(({ name, endpointId }) =>
    addressesOf(endpointId).map((address) => `${name}. IN A ${address}`),
  );
}

function publicZone(records: readonly string[]): string {
  // a wildcard does not reach below a name that exists, so each level needs one (RFC 4592, section 2.2.1)
  const suffix = '.amazonaws.com.';
  const above = new Set<string>();
  for (const record of records) {
    const labels = (record.split(' ')[0] ?? '').replace(suffix, '').split('.');
    for (let count = 1; count < labels.length; count += 1) above.add(labels.slice(count).join('.'));
  }
  return [
    '$TTL 300',
    '@ IN SOA ns.internet. admin.internet. 1 3600 600 86400 60',
    '@ IN NS ns.internet.',
    `* IN A ${internet.aws}`,
    ...[...above].map((name) => `*.${name} IN A ${internet.aws}`),
    ...records,
    '',
  ].join('\n');
}
