import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Route53Zone } from '@cdktf/provider-aws/lib/route53-zone';
import type { EnvironmentStack } from '../../constructs/environment-stack';
import type { RegionalName } from './regional-name';

interface PrivateNameProps {
  readonly name: string;
  readonly vpcId: string;
  readonly endpointName: RegionalName;
}

/**
 * A private hosted zone of exactly one name, which is an alias of the endpoint. No other name is answered differently in
 * the VPC. Empty answers (there is no AAAA record) carry the SOA of this zone; it lies in the zone that corporate DNS
 * forwards, and BIND refuses answers whose SOA lies above it.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-apis.html
 * @param id of the zone and the record: `<id>-zone`, `<id>-record`
 */
export function addPrivateName(
  stack: EnvironmentStack,
  id: string,
  { name, vpcId, endpointName }: PrivateNameProps,
): void {
  const zone = new Route53Zone(stack, `${id}-zone`, {
    name,
    comment: `Private name of the API ${stack.physicalName('api')}`,
    vpc: [{ vpcId, vpcRegion: stack.environment.region }],
    // corporate DNS forwards it
    lifecycle: { preventDestroy: stack.environment.protectFromDestroy },
  });
  new Route53Record(stack, `${id}-record`, {
    zoneId: zone.zoneId,
    name,
    type: 'A',
    alias: {
      name: endpointName.dnsName,
      zoneId: endpointName.hostedZoneId,
      evaluateTargetHealth: false,
    },
  });
}
