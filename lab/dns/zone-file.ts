/** A zone as a master file (RFC 1035, section 5), with the SOA and NS records that BIND requires. */
export function zoneFile(records: readonly string[], timeToLiveSeconds: number): string {
  return [
    `$TTL ${timeToLiveSeconds}`,
    '@ IN SOA ns.internet. admin.internet. 1 3600 600 86400 60',
    '@ IN NS ns.internet.',
    ...records,
    '',
  ].join('\n');
}

/** One record for each address. */
export function addressRecords(label: string, addresses: readonly string[]): string[] {
  return addresses.map((address) => `${label} IN A ${address}`);
}

/** Time to live of records of interface endpoints. */
export const endpointRecordSeconds = 60;
