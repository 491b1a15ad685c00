import { Route53ResolverEndpoint } from '@cdktf/provider-aws/lib/route53-resolver-endpoint';
import { planResolverAddresses } from '../../config/network-plan';
import type { EnvironmentStack } from '../../constructs/environment-stack';
import { protectEntries } from '../../constructs/protected-entries';
import { addSecurityGroup, rulesFor } from '../../constructs/security-group';
import type { PrivateVpc } from './vpc';

/**
 * The inbound resolver endpoint that corporate DNS servers forward to. Its addresses are pinned, because they
 * are written into those servers' configuration.
 *
 * A resolver endpoint's groups cannot be exchanged later, so the rules are resources of their own.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-forwarding-inbound-queries-values.html
 */
export function addInboundResolver(stack: EnvironmentStack, vpc: PrivateVpc): Route53ResolverEndpoint {
  const { corporate, network, protectFromDestroy } = stack.environment;
  const description = 'DNS queries from the corporate network';
  const securityGroup = addSecurityGroup(stack, 'resolver', {
    vpcId: vpc.id,
    description: 'DNS from the corporate network to the inbound resolver endpoint',
    ingress: [
      ...rulesFor('udp', corporate.cidrs, { description, protocol: 'udp', fromPort: 53, toPort: 53 }),
      ...rulesFor('tcp', corporate.cidrs, { description, protocol: 'tcp', fromPort: 53, toPort: 53 }),
    ],
    egress: [],
  });
  const addresses = planResolverAddresses(network);
  protectEntries(
    stack,
    'network.resolver',
    addresses.map(({ ipAddress }) => ipAddress),
  );
  return new Route53ResolverEndpoint(stack, 'inbound-resolver', {
    name: stack.physicalName('inbound'),
    direction: 'INBOUND',
    resolverEndpointType: 'IPV4',
    protocols: ['Do53'],
    securityGroupIds: [securityGroup.id],
    ipAddress: addresses.map(({ ipAddress, subnetIndex }) => {
      const subnetId = vpc.subnetIds[subnetIndex ?? -1];
      if (subnetId === undefined) throw new Error(`resolver address ${ipAddress} is in none of the subnets`);
      return { subnetId, ip: ipAddress };
    }),
    tags: { Name: stack.physicalName('inbound') },
    lifecycle: { preventDestroy: protectFromDestroy },
  });
}
