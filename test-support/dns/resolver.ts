import { startZoneServer } from '../../lab/dns/named';
import { addressRecords, endpointLifetimes, hostedZoneLifetimes, zoneFile } from '../../lab/dns/zone-file';
import type { Namespace } from '../../lab/hosts/namespaces';
import { newPart, type Server } from '../../lab/hosts/server';

/** Addresses of the interface endpoints: one in each of two availability zones. */
export const endpointAddresses = {
  executeApi: ['10.20.0.101', '10.20.32.101'],
  studio: ['10.20.0.102', '10.20.32.102'],
  sagemakerApi: ['10.20.0.103', '10.20.32.103'],
} as const;

const hostedApi = 'a1b2c3d4e5.execute-api.us-east-1.amazonaws.com';

/** A model of the Route 53 inbound resolver endpoint. */
export interface Resolver extends Server {
  /** The resolver's address of each query since the last call. */
  takeAsked(): string[];
}

interface ResolverOptions {
  readonly listenOn: readonly string[];
  /** Private hosted zones with the addresses of the API's endpoint. @default one of exactly the name of an API */
  readonly hostedZones?: readonly string[];
  /** Addresses of an `execute-api` endpoint of somebody else's in the same VPC, which has private DNS. */
  readonly otherExecuteApi?: readonly string[];
  /** Whether to log no queries, because a log takes time. @default false */
  readonly quiet?: boolean;
}

/**
 * Starts the resolver, in us-east-1: private DNS of the endpoints of Studio and the SageMaker API, in hidden zones that
 * begin at the service's own name; hosted zones; and for all other names the answers of the internet.
 */
export async function startResolver(
  host: Namespace,
  folder: string,
  { listenOn, hostedZones = [hostedApi], otherExecuteApi, quiet = false }: ResolverOptions,
): Promise<Resolver> {
  const server = await startZoneServer(host, folder, {
    listenOn,
    zones: {
      ...(otherExecuteApi && { 'execute-api.us-east-1.amazonaws.com': zone(['@', '*'], otherExecuteApi) }),
      'studio.us-east-1.sagemaker.aws': zone(['*'], endpointAddresses.studio),
      'api.sagemaker.us-east-1.amazonaws.com': zone(['@'], endpointAddresses.sagemakerApi),
      ...Object.fromEntries(
        hostedZones.map((name) => [name, zone(['@'], endpointAddresses.executeApi, hostedZoneLifetimes)]),
      ),
    },
    options: `recursion yes; allow-recursion { any; }; querylog ${quiet ? 'no' : 'yes'};`,
  });
  const takeLog = newPart(() => server.log());
  return {
    ...server,
    takeAsked: () => [...takeLog().matchAll(/query: .*\((\S+)\)$/gm)].map((match) => match[1] ?? ''),
  };
}

function zone(labels: readonly string[], endpoint: readonly string[], lifetimes = endpointLifetimes): string {
  const records = labels.flatMap((label) => addressRecords(label, endpoint));
  return zoneFile(records, lifetimes);
}
