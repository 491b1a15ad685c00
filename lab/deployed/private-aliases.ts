import { getXml, type Target } from '../stand-in/client';
import { childText, find, findAll } from '../stand-in/xml-tree';

/** Records of hosted zones that are aliases, such as a custom domain name of the API for its endpoint. */
export async function readAliases(target: Target): Promise<{ name: string; target: string }[]> {
  const zones = findAll(await getXml(target, 'route53', '/2013-04-01/hostedzone'), 'HostedZone');
  const lists = await Promise.all(
    zones.map(async (zone) => {
      const id = (childText(zone, 'Id') ?? '').replace('/hostedzone/', '');
      return findAll(
        await getXml(target, 'route53', `/2013-04-01/hostedzone/${id}/rrset`),
        'ResourceRecordSet',
      );
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
