import { startZoneServer } from '../../lab/dns/named';
import { addressRecords, endpointRecordSeconds, zoneFile } from '../../lab/dns/zone-file';
import type { Namespace } from '../../lab/hosts/namespaces';
import { newPart, type Server } from '../../lab/hosts/server';

/** Addresses of the interface endpoints: one in each of two availability zones. */
export const endpointAddresses = {
  executeApi: ['10.20.0.101', '10.20.32.101'],
  studio: ['10.20.0.102', '10.20.32.102'],
  sagemakerApi: ['10.20.0.103', '10.20.32.103'],
} as const;

/** A stand-in for the Route 53 inbound resolver endpoint. */
export interface Resolver extends Server {
  /** The resolver's address of each query since the last call. */
  takeAsked(): string[];
}

interface ResolverOptions {
  readonly listenOn: readonly string[];
  /**
   * Private hosted zones with the addresses of the API's endpoint, one of exactly the API's name: their empty answers
   * carry an SOA that lies in the forwarded zone, as BIND demands.
   */
  readonly hostedZones?: readonly string[];
  /** Whether to log no queries, because a log takes time. @default false */
  readonly quiet?: boolean;
}

/** Starts the resolver with the private names that interface endpoints have in their VPC, in us-east-1. */
export async function startResolver(
  host: Namespace,
  folder: string,
  { listenOn, hostedZones = [], quiet = false }: ResolverOptions,
): Promise<Resolver> {
  const server = await startZoneServer(host, folder, {
    listenOn,
    zones: {
      'execute-api.us-east-1.amazonaws.com': zone(['@', '*'], endpointAddresses.executeApi),
      'studio.us-east-1.sagemaker.aws': zone(['*'], endpointAddresses.studio),
      'api.sagemaker.us-east-1.amazonaws.com': zone(['@'], endpointAddresses.sagemakerApi),
      ...Object.fromEntries(hostedZones.map((name) => [name, zone(['@'], endpointAddresses.executeApi)])),
    },
    options: `recursion yes; allow-recursion { any; }; querylog ${quiet ? 'no' : 'yes'};`,
  });
  const takeLog = newPart(() => server.log());
  return {
    ...server,
    takeAsked: () => [...takeLog().matchAll(/query: .*\((\S+)\)$/gm)].map((match) => match[1] ?? ''),
  };
}

function zone(labels: readonly string[], endpoint: readonly string[]): string {
  const records = labels.flatMap((label) => addressRecords(label, endpoint));
  return zoneFile(records, endpointRecordSeconds);
}
