import type { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import { Fn, TerraformIterator, TerraformLocal } from 'cdktf';
import type { EnvironmentStack } from '../../constructs/environment-stack';

/** The name of an interface endpoint that stands for all its zones, and the hosted zone that holds it. */
export interface RegionalName {
  readonly dnsName: string;
  readonly hostedZoneId: string;
}

/**
 * Finds the name `vpce-<id>-<label>.<service>.<region>.vpce.…`: names of single zones have the zone in their first
 * label, private names have other first labels. AWS documents no order of these names. Other stacks read only what is
 * found here: the whole list changes with the zones, and each change would be planned as a change of an output.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html
 */
export function addRegionalName(stack: EnvironmentStack, id: string, endpoint: VpcEndpoint): RegionalName {
  const names = TerraformIterator.fromComplexList(endpoint.dnsEntry, 'dns_name');
  const find = (attribute: 'dns_name' | 'hosted_zone_id') =>
    Fn.one(
      Fn.flatten(
        names.forExpressionForList(
          `can(regex("^vpce-[0-9a-f]+-[0-9a-z]+[.]", val.dns_name)) ? [val.${attribute}] : []`,
        ),
      ),
    ) as string;
  return {
    dnsName: new TerraformLocal(stack, `${id}-dns-name`, find('dns_name')).asString,
    hostedZoneId: new TerraformLocal(stack, `${id}-hosted-zone-id`, find('hosted_zone_id')).asString,
  };
}
