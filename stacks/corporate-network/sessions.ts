import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import type { ITerraformDependable } from 'cdktf';
import type { EnvironmentStack } from '../../constructs/environment-stack';
import { policyJson, type Statement } from '../../constructs/policy';
import { addSecurityGroup } from '../../constructs/security-group';
import { interfaceServiceName, s3GatewayServiceName } from '../network/endpoint-services';

interface SiteNetwork {
  readonly vpcId: string;
  readonly cidr: string;
  readonly subnetId: string;
  readonly routeTableId: string;
}

/** Ways from the hosts to AWS, without the internet. */
interface Ways {
  /** Security group of the interface endpoints. */
  readonly endpointsGroupId: string;
  /** Addresses of S3, as rules of security groups name them. */
  readonly s3PrefixListId: string;
  readonly endpoints: readonly ITerraformDependable[];
}

/**
 * Endpoints for Systems Manager and packages, all in one subnet, as each costs something. One address per service is enough
 * to try things out.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html
 */
export function addWaysToAws(stack: EnvironmentStack, network: SiteNetwork): Ways {
  const { region } = stack.environment;
  const group = addSecurityGroup(stack, 'site-endpoints-group', {
    vpcId: network.vpcId,
    description: 'HTTPS from the site to Systems Manager',
    ingress: [
      {
        id: 'site',
        description: 'HTTPS from the hosts of the site',
        protocol: 'tcp',
        fromPort: 443,
        toPort: 443,
        cidrIpv4: network.cidr,
      },
    ],
    egress: [],
  });
  const services = ['ssm', 'ssmmessages', 'ec2messages'] as const;
  const endpoints = services.map(
    (service) =>
      new VpcEndpoint(stack, `site-${service}`, {
        vpcId: network.vpcId,
        vpcEndpointType: 'Interface',
        serviceName: interfaceServiceName(region, service),
        subnetIds: [network.subnetId],
        securityGroupIds: [group.id],
        privateDnsEnabled: true,
        policy: policyJson([
          {
            Sid: 'OwnPrincipals',
            Effect: 'Allow',
            Principal: '*',
            Action: `${service}:*`,
            Resource: '*',
            Condition: { StringEquals: { 'aws:PrincipalAccount': stack.accountId } },
          },
        ]),
        tags: { Name: stack.physicalName(`site-${service}-endpoint`) },
      }),
  );
  const s3 = new VpcEndpoint(stack, 'site-s3', {
    vpcId: network.vpcId,
    vpcEndpointType: 'Gateway',
    serviceName: s3GatewayServiceName(region),
    routeTableIds: [network.routeTableId],
    policy: policyJson(s3Statements(stack)),
    tags: { Name: stack.physicalName('site-s3-endpoint') },
  });
  return { endpointsGroupId: group.id, s3PrefixListId: s3.prefixListId, endpoints: [...endpoints, s3] };
}

function s3Statements(stack: EnvironmentStack): Statement[] {
  const { region } = stack.environment;
  return [
    // the system's own packages, which are fetched without credentials
    // https://docs.aws.amazon.com/linux/al2023/ug/managing-repos-os-updates.html
    {
      Sid: 'ReadAmazonLinux',
      Effect: 'Allow',
      Principal: '*',
      Action: 's3:GetObject',
      Resource: `arn:${stack.partition.id}:s3:::al2023-repos-${region}-de612dc2/*`,
    },
    ...packagesStatements(stack).map((statement) => ({
      ...statement,
      Principal: '*' as const,
      Condition: { StringEquals: { 'aws:PrincipalAccount': stack.accountId } },
    })),
  ];
}

/** What clients may read of the operator's bucket of packages, if there is one. */
export function packagesStatements(stack: EnvironmentStack): Statement[] {
  const bucket = stack.environment.corporateSite?.packagesBucket;
  if (bucket === undefined) return [];
  const arn = `arn:${stack.partition.id}:s3:::${bucket}`;
  return [
    { Sid: 'ListPackages', Effect: 'Allow', Action: 's3:ListBucket', Resource: arn },
    { Sid: 'ReadPackages', Effect: 'Allow', Action: 's3:GetObject', Resource: `${arn}/*` },
  ];
}
