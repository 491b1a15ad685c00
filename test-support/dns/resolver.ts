import { startNamed } from './named';
import type { Namespace } from './namespaces';
import { newPart, type Server } from './process';

/** Addresses of the interface endpoints: one in each of two availability zones. */
export const endpointAddresses = {
  executeApi: ['10.20.0.101', '10.20.32.101'],
  studio: ['10.20.0.102', '10.20.32.102'],
  sagemakerApi: ['10.20.0.103', '10.20.32.103'],
} as const;

/** A stand-in for the Route 53 inbound resolver endpoint. */
export interface Resolver extends Server {
  /** Which of the resolver's addresses were asked since the last call, once per query. */
  takeAsked(): string[];
}

interface ResolverOptions {
  readonly listenOn: readonly string[];
  /** Name of a private hosted zone with the addresses of the API's endpoint. */
  readonly hostedZone?: string;
  /** Log no queries, so that nothing but answering takes time. @default false */
  readonly quiet?: boolean;
}

/** Starts the resolver with the private names that interface endpoints have in their VPC, in us-east-1. */
export async function startResolver(
  host: Namespace,
  folder: string,
  { listenOn, hostedZone, quiet = false }: ResolverOptions,
): Promise<Resolver> {
  const zones: Record<string, string> = {
    'execute-api.us-east-1.amazonaws.com': zone(['@', '*'], endpointAddresses.executeApi),
    'studio.us-east-1.sagemaker.aws': zone(['*'], endpointAddresses.studio),
    'api.sagemaker.us-east-1.amazonaws.com': zone(['@'], endpointAddresses.sagemakerApi),
    ...(hostedZone !== undefined && { [hostedZone]: zone(['@'], endpointAddresses.executeApi) }),
  };
  const server = await startNamed(host, folder, {
    ...zones,
    'named.conf': [
      'options {',
      `  directory "${folder}"; pid-file none; session-keyfile none;`,
      `  listen-on { ${listenOn.map((address) => `${address};`).join(' ')} }; listen-on-v6 { none; };`,
      `  recursion yes; allow-query { any; }; allow-recursion { any; }; querylog ${quiet ? 'no' : 'yes'};`,
      '  dnssec-validation no;',
      '};',
      'controls { };',
      ...Object.keys(zones).map((name) => `zone "${name}" { type primary; file "${name}"; };`),
      '',
    ].join('\n'),
  });
  const takeLog = newPart(() => server.log());
  return {
    ...server,
    takeAsked: () => [...takeLog().matchAll(/query: .*\((\S+)\)$/gm)].map((match) => match[1] ?? ''),
  };
}

/** Records live for 60 s, as those of interface endpoints do. */
function zone(labels: readonly string[], endpoint: readonly string[]): string {
  const records = labels.flatMap((label) => endpoint.map((address) => `${label} IN A ${address}`));
  return [
    '$TTL 60',
    '@ IN SOA ns.aws. admin.aws. 1 3600 600 86400 60',
    '@ IN NS ns.aws.',
    ...records,
    '',
  ].join('\n');
}
