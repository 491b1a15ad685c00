import { addLan } from '../hosts/links';
import type { Namespace } from '../hosts/namespaces';
import { hostIn, prefixLengthOf } from './addresses';
import { translateToPublic } from './translation';

/** The corporate network: a desk and a DNS server. */
export interface CorporateSite {
  readonly client: Namespace;
  readonly server: Namespace;
  /** Another host of the company, that reaches what desks reach. */
  readonly colleague: Namespace;
  readonly clientAddress: string;
  readonly serverAddress: string;
  readonly corporateCidrs: readonly string[];
}

/** Router, server and desk need addresses of their own in the first of the corporate networks. */
export const longestCorporatePrefix = 29;

/** Builds the desk and the server in the first corporate network. */
export function buildCorporateSite(
  newHost: (name: string, nameserver: string) => Namespace,
  router: Namespace,
  corporateCidrs: readonly string[],
): CorporateSite {
  const [cidr = ''] = corporateCidrs;
  const [gateway, serverAddress, clientAddress] = [1, 2, 3].map((n) => hostIn(cidr, n)) as [
    string,
    string,
    string,
  ];
  const client = newHost('client', serverAddress);
  const server = newHost('server', serverAddress);
  addLan(router, {
    gateway,
    prefixLength: prefixLengthOf(cidr),
    members: [
      { host: client, port: 'client', address: clientAddress },
      { host: server, port: 'server', address: serverAddress },
    ],
  });
  router.run('nft', ['-f', '-'], translateToPublic(corporateCidrs));
  return { client, server, colleague: server, clientAddress, serverAddress, corporateCidrs };
}
