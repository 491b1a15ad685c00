import type { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import type { ITerraformDependable } from 'cdktf';
import type { EnvironmentStack } from '../../constructs/environment-stack';
import { policyJson } from '../../constructs/policy';
import { addSecurityGroup, rulesFor } from '../../constructs/security-group';
import { interfaceEndpointPolicies, s3EndpointPolicy } from './endpoint-policies';
import {
  interfaceServiceName,
  remoteAccessServices,
  s3GatewayServiceName,
  type InterfaceService,
} from './endpoint-services';
import { checkZones } from './endpoint-zones';
import type { PrivateVpc } from './vpc';

/**
 * Endpoints that only notebooks in the VPC connect to.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/studio-updated-and-internet-access.html
 */
const notebookServices = [
  'sagemaker-runtime',
  'sts',
  'logs',
  'servicecatalog',
] as const satisfies InterfaceService[];

const isOfRemoteAccess = (service: InterfaceService) =>
  (remoteAccessServices as readonly InterfaceService[]).includes(service);

/** Endpoints that people's browsers and tools connect to from the corporate network. */
export interface PrivateEndpoints {
  readonly executeApi: VpcEndpoint;
  readonly sagemakerApi: VpcEndpoint;
  readonly studio: VpcEndpoint;
  /** The services of all interface endpoints. */
  readonly services: readonly InterfaceService[];
  /** Security group of these endpoints, for the egress rules of their clients. */
  readonly securityGroupId: string;
}

/** Interface endpoints in every zone, made after a resource, and the S3 gateway endpoint. */
export function addEndpoints(
  stack: EnvironmentStack,
  vpc: PrivateVpc,
  after: ITerraformDependable,
): PrivateEndpoints {
  const { corporate, studio } = stack.environment;
  const { cidrs } = corporate;
  const https = { protocol: 'tcp', fromPort: 443, toPort: 443 } as const;
  const fromVpc = rulesFor('vpc', [vpc.cidr], { ...https, description: 'HTTPS from the VPC' });
  const corporateGroup = addSecurityGroup(stack, 'corporate-endpoints', {
    vpcId: vpc.id,
    description: 'HTTPS from the VPC and the corporate network to the API and Studio',
    ingress: [
      ...fromVpc,
      ...rulesFor('corporate', cidrs, { ...https, description: 'HTTPS from the corporate network' }),
    ],
    egress: [],
  });
  const notebookGroup = addSecurityGroup(stack, 'notebook-endpoints', {
    vpcId: vpc.id,
    description: 'HTTPS from the VPC to the services notebooks use',
    ingress: fromVpc,
    egress: [],
  });

  const policies = interfaceEndpointPolicies(stack);
  const wanted = (Object.keys(policies) as InterfaceService[]).filter(
    (service) => studio.remoteAccess || !isOfRemoteAccess(service),
  );
  checkZones(stack, wanted);
  const add = (service: InterfaceService, securityGroup: SecurityGroup) =>
    new VpcEndpoint(stack, service, {
      vpcId: vpc.id,
      vpcEndpointType: 'Interface',
      serviceName: interfaceServiceName(stack.environment.region, service),
      subnetIds: vpc.subnetIds,
      securityGroupIds: [securityGroup.id],
      // private DNS of `execute-api` would answer for every API of the region, also for public ones, which the endpoint
      // refuses; the stack of the API makes a name for this API alone
      privateDnsEnabled: service !== 'execute-api',
      policy: policyJson(policies[service]),
      dependsOn: [after],
      tags: { Name: stack.physicalName(service) },
    });

  const endpoints: PrivateEndpoints = {
    executeApi: add('execute-api', corporateGroup),
    sagemakerApi: add('sagemaker-api', corporateGroup),
    studio: add('studio', corporateGroup),
    services: wanted,
    securityGroupId: corporateGroup.id,
  };
  for (const service of notebookServices) add(service, notebookGroup);
  if (studio.remoteAccess) {
    // the editor on the desk connects to `ssmmessages`
    for (const service of remoteAccessServices)
      add(service, service === 'ssmmessages' ? corporateGroup : notebookGroup);
  }
  if (vpc.routeTableIds.length > 0) {
    new VpcEndpoint(stack, 's3', {
      vpcId: vpc.id,
      vpcEndpointType: 'Gateway',
      serviceName: s3GatewayServiceName(stack.environment.region),
      routeTableIds: vpc.routeTableIds,
      policy: policyJson(s3EndpointPolicy(stack)),
      tags: { Name: stack.physicalName('s3') },
    });
  }
  return endpoints;
}
