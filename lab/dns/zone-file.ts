/** How long a zone lets resolvers remember its answers. */
interface Lifetimes {
  /** Time to live of its records. */
  readonly seconds: number;
  /** The same for answers without a record (RFC 2308). Default: as long as records. */
  readonly emptySeconds?: number;
}

/** A zone as a master file (RFC 1035, section 5), with the SOA and NS records that BIND requires. */
export function zoneFile(records: readonly string[], { seconds, emptySeconds = seconds }: Lifetimes): string {
  return [
    `$TTL ${seconds}`,
    `@ ${emptySeconds} IN SOA ns.internet. admin.internet. 1 3600 600 86400 ${emptySeconds}`,
    '@ IN NS ns.internet.',
    ...records,
    '',
  ].join('\n');
}

/** One record for each address. */
export function addressRecords(label: string, addresses: readonly string[]): string[] {
  return addresses.map((address) => `${label} IN A ${address}`);
}

/** Lifetimes in a zone with the names of interface endpoints. */
export const endpointLifetimes: Lifetimes = { seconds: 60 };

/**
 * Lifetimes in a hosted zone with aliases of endpoints, which live as long as the endpoints' records.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/SOA-NSrecords.html
 */
export const hostedZoneLifetimes: Lifetimes = { ...endpointLifetimes, emptySeconds: 900 };
