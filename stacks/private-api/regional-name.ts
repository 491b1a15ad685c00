import type { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import { Fn, TerraformIterator } from 'cdktf';

/**
 * The name of an interface endpoint that stands for all its zones, `vpce-<id>-<label>.<service>.<region>.vpce.…`: names of single
 * zones have the zone in their first label, private names have other first labels. AWS documents no order of these names.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html
 */
export function regionalName(endpoint: VpcEndpoint, attribute: 'dns_name' | 'hosted_zone_id'): string {
  const names = TerraformIterator.fromComplexList(endpoint.dnsEntry, 'dns_name');
  const chosen = names.forExpressionForList(
    `can(regex("^vpce-[0-9a-f]+-[0-9a-z]+[.]", val.dns_name)) ? [val.${attribute}] : []`,
  );
  return Fn.one(Fn.flatten(chosen)) as string;
}
