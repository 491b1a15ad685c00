import { getXml, type Target } from '../shared/aws-client';
import { withoutDot } from '../shared/dns-name';
import { childText, find, findAll } from '../shared/xml-tree';

/** A private hosted zone with its alias records: no other kind of record is deployed. */
export interface HostedZone {
  readonly name: string;
  readonly aliases: readonly { readonly name: string; readonly target: string }[];
}

/**
 * Hosted zones, such as that of the API's name, which is an alias of its endpoint.
 * @param vpcIds reads only zones that are associated with one of these VPCs
 */
export async function readHostedZones(target: Target, vpcIds: readonly string[]): Promise<HostedZone[]> {
  const read = (path: string) => getXml(target, 'route53', `/2013-04-01/hostedzone${path}`);
  const zones = await Promise.all(
    findAll(await read(''), 'HostedZone').map(async (zone) => {
      const id = (childText(zone, 'Id') ?? '').replace('/hostedzone/', '');
      const associated = findAll(await read(`/${id}`), 'VPCId').map(({ text }) => text.trim());
      if (!associated.some((vpcId) => vpcIds.includes(vpcId))) return [];
      const records = findAll(await read(`/${id}/rrset`), 'ResourceRecordSet');
      const aliases = records.flatMap((record) => {
        const alias = find(record, 'AliasTarget');
        const dnsName = alias && childText(alias, 'DNSName');
        const name = childText(record, 'Name');
        return dnsName && name ? [{ name: withoutDot(name), target: withoutDot(dnsName) }] : [];
      });
      return [{ name: withoutDot(childText(zone, 'Name') ?? ''), aliases }];
    }),
  );
  return zones.flat();
}
