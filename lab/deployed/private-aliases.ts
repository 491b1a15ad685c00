import { getXml, type Target } from '../shared/aws-client';
import { childText, find, findAll } from '../shared/xml-tree';

/**
 * Alias records of hosted zones, such as the API's custom domain name, which is an alias of its endpoint.
 * @param vpcIds reads only zones that are associated with one of these VPCs
 */
export async function readAliases(
  target: Target,
  vpcIds: readonly string[],
): Promise<{ name: string; target: string }[]> {
  const read = (path: string) => getXml(target, 'route53', `/2013-04-01/hostedzone${path}`);
  const lists = await Promise.all(
    findAll(await read(''), 'HostedZone').map(async (zone) => {
      const id = (childText(zone, 'Id') ?? '').replace('/hostedzone/', '');
      const associated = findAll(await read(`/${id}`), 'VPCId').map(({ text }) => text.trim());
      if (!associated.some((vpcId) => vpcIds.includes(vpcId))) return [];
      return findAll(await read(`/${id}/rrset`), 'ResourceRecordSet');
    }),
  );
  return lists.flat().flatMap((record) => {
    const alias = find(record, 'AliasTarget');
    const dnsName = alias && childText(alias, 'DNSName');
    const name = childText(record, 'Name');
    return dnsName && name ? [{ name: plain(name), target: plain(dnsName) }] : [];
  });
}

function plain(name: string): string {
  return name.replace(/\.$/, '');
}
