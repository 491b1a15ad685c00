import { createHash } from 'node:crypto';
import { partitionAt } from '../partition';

/** A name of an interface endpoint and the hosted zone that holds it. */
interface DnsEntry {
  readonly dnsName: string;
  readonly hostedZoneId: string;
}

/**
 * The names that private DNS gives a service inside the VPC.
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-api-test-invoke-url.html
 */
function privateNames(serviceName: string, region: string): string[] {
  const { dnsSuffix, studioDnsSuffix } = partitionAt(region);
  if (serviceName.endsWith('.studio')) return [`*.studio.${region}.${studioDnsSuffix}`];
  const labels = serviceName.split(`.${region}.`)[1]?.split('.') ?? [];
  const name = `${labels.reverse().join('.')}.${region}.${dnsSuffix}`;
  return serviceName.endsWith('.execute-api') ? [name, `*.${name}`] : [name];
}

/** The hidden hosted zone of these names: it begins at the service's own name. */
export function zoneOfPrivateNames(serviceName: string, region: string): string {
  const [name = ''] = privateNames(serviceName, region);
  return name.replace(/^\*\./, '');
}

/**
 * The names of an interface endpoint: one for each zone, the region's, then the private ones. AWS documents no order.
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html
 */
export function dnsEntries(
  endpoint: { readonly id: string; readonly serviceName: string; readonly privateDnsEnabled: boolean },
  region: string,
  zones: readonly string[],
): DnsEntry[] {
  const { id, serviceName, privateDnsEnabled } = endpoint;
  const digest = createHash('sha256').update(id).digest('hex');
  const label = `${id}-${digest.slice(0, 8)}`;
  const service = serviceName.split(`.${region}.`)[1] ?? serviceName;
  const suffix = `${service.split('.').reverse().join('.')}.${region}.vpce.${partitionAt(region).dnsSuffix}`;
  const hostedZoneId = 'Z7HUB22UULQXV';
  const published = [...zones.map((zone) => `${label}-${zone}.${suffix}`), `${label}.${suffix}`];
  const hidden = privateDnsEnabled ? privateNames(serviceName, region) : [];
  return [
    ...published.map((dnsName) => ({ dnsName, hostedZoneId })),
    ...hidden.map((dnsName) => ({ dnsName, hostedZoneId: `Z${digest.slice(8, 28).toUpperCase()}` })),
  ];
}

/** The entries as EC2 writes them. */
export function dnsEntrySet(entries: readonly DnsEntry[]): string {
  return entries
    .map(
      (entry) =>
        `<item><dnsName>${entry.dnsName}</dnsName><hostedZoneId>${entry.hostedZoneId}</hostedZoneId></item>`,
    )
    .join('');
}
