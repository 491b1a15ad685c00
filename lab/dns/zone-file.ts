/** A zone in the form of master files (RFC 1035, section 5), with a SOA record and a name server that nobody asks. */
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

/** How long records of interface endpoints live. */
export const endpointRecordSeconds = 60;
