import { networkOf } from '../../config/cidr';
import { partitionOf } from '../../config/regions';
import type { ZoneSettings } from '../../dns/zones';
import { interfaceServiceNames, type InterfaceService } from './endpoint-services';

interface NameSettings extends Pick<ZoneSettings, 'region' | 'apiZone' | 'customDomainName'> {
  /** Range of the VPC. */
  readonly vpcCidr: string;
  /** Services of the interface endpoints. */
  readonly services: readonly InterfaceService[];
  /** Names that the operator adds. */
  readonly allowedDomains: readonly string[];
}

/**
 * All names that a deployment needs in its VPC, as the DNS Firewall takes them: in lower case, sorted, each once; `*.`
 * stands for all names below and leaves out the name itself. Queries of corporate DNS may pass the firewall as well, so
 * the names that it forwards are among them. The API's own names are not: they are known after its deployment.
 *
 * AWS alone runs the name servers of these names, except those of the custom domain and of the operator's list.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall-user-managed-domain-lists.html
 */
export function admittedNames(settings: NameSettings): string[] {
  const { region, apiZone, customDomainName, vpcCidr, services, allowedDomains } = settings;
  const { dnsSuffix } = partitionOf(region);
  const allApis = `execute-api.${region}.${dnsSuffix}`;
  const names = [
    ...(customDomainName === undefined ? [] : [customDomainName]),
    ...(apiZone === 'region' ? [allApis, `*.${allApis}`] : []),
    ...services.flatMap((service) => interfaceServiceNames(region, service)),
    ...s3Names(region, dnsSuffix),
    // mount targets of the home file system: https://docs.aws.amazon.com/efs/latest/ug/mounting-fs-mount-cmd-dns-name.html
    `*.efs.${region}.${dnsSuffix}`,
    // names of addresses in the VPC, which its resolver answers itself:
    // https://docs.aws.amazon.com/vpc/latest/userguide/vpc-dns.html
    `*.${region === 'us-east-1' ? 'ec2.internal' : `${region}.compute.internal`}`,
    ...reverseNames(vpcCidr),
    ...allowedDomains,
  ];
  return [...new Set(names)].sort();
}

/**
 * S3 by path and by name of the bucket. In us-east-1 older clients, boto3 among them, ask for the names without a region.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
 * https://docs.aws.amazon.com/AmazonS3/latest/API/dual-stack-endpoints.html
 */
function s3Names(region: string, dnsSuffix: string): string[] {
  const names = [
    `s3.${region}.${dnsSuffix}`,
    `s3.dualstack.${region}.${dnsSuffix}`,
    ...(region === 'us-east-1' ? [`s3.${dnsSuffix}`] : []),
  ];
  return names.flatMap((name) => [name, `*.${name}`]);
}

/**
 * Names for looking up the VPC's addresses, and no others: the name servers of other addresses may be anybody's. A whole
 * octet is one wildcard; parts of it are listed (RFC 1035, section 3.5).
 */
function reverseNames(vpcCidr: string): string[] {
  const { first, last, prefixLength } = networkOf(vpcCidr);
  const octets = Math.ceil(prefixLength / 8);
  const step = 2 ** (32 - 8 * octets);
  const names: string[] = [];
  for (let address = first; address <= last; address += step) {
    const labels = [24, 16, 8, 0].slice(0, octets).map((shift) => Math.floor(address / 2 ** shift) % 256);
    names.push(`${octets < 4 ? '*.' : ''}${labels.reverse().join('.')}.in-addr.arpa`);
  }
  return names;
}
