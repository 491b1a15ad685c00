import { DataAwsVpcEndpoint } from '@cdktf/provider-aws/lib/data-aws-vpc-endpoint';
import { Fn, TerraformIterator, TerraformLocal } from 'cdktf';
import type { EnvironmentStack } from '../../constructs/environment-stack';

/** The name of an interface endpoint that stands for all its zones, and the hosted zone that holds it. */
export interface RegionalName {
  readonly dnsName: string;
  readonly hostedZoneId: string;
}

/**
 * Finds the name `vpce-<id>-<label>.<service>.<region>.vpce.…`: names of single zones have the zone in their first
 * label, private names have other first labels. AWS documents no order of these names. A data source reads them, so
 * that the endpoint's stack hands over nothing but the id: its list of names changes with its zones.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html
 */
export function findRegionalName(stack: EnvironmentStack, id: string, endpointId: string): RegionalName {
  const endpoint = new DataAwsVpcEndpoint(stack, `${id}-endpoint`, { id: endpointId });
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
