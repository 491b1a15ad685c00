import { DataAwsVpcEndpointService } from '@cdktf/provider-aws/lib/data-aws-vpc-endpoint-service';
import { TerraformIterator, Token } from 'cdktf';
import { planSubnets } from '../../config/network-plan';
import type { EnvironmentStack } from '../../constructs/environment-stack';
import { interfaceServiceName, type InterfaceService } from './endpoint-services';

/**
 * Refuses, in the plan, a zone in which this account cannot have one of the endpoints. AWS would refuse the endpoint
 * only when half of the network is there: "does not support the availability zone of the subnet".
 * https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html
 */
export function checkZones(stack: EnvironmentStack, services: readonly InterfaceService[]): void {
  const { region, network } = stack.environment;
  const setting = network.vpc.create
    ? 'network.vpc.create.availabilityZones'
    : 'network.vpc.existing.subnets';
  const zones = JSON.stringify(planSubnets(network.vpc).map(({ availabilityZone }) => availabilityZone));
  const lacking = `setsubtract(${zones}, self.availability_zones)`;
  const names = TerraformIterator.fromMap(
    Object.fromEntries(services.map((service) => [service, interfaceServiceName(region, service)])),
  );
  new DataAwsVpcEndpointService(stack, 'endpoint-services', {
    forEach: names,
    serviceName: Token.asString(names.value),
    serviceType: 'Interface',
    lifecycle: {
      postcondition: [
        {
          condition: `\${length(${lacking}) == 0}`,
          errorMessage: `${setting}: in this account the endpoint service \${self.service_name} does not exist in \${join(", ", ${lacking})}, only in \${join(", ", sort(self.availability_zones))}. List other zones; this plan has changed nothing.`,
        },
      ],
    },
  });
}
