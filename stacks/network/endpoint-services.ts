import { partitionOf } from '../../config/regions';

/** AWS services reached through interface endpoints, by the name that identifies them here. */
export type InterfaceService =
  | 'execute-api'
  | 'sagemaker-api'
  | 'studio'
  | 'sagemaker-runtime'
  | 'sts'
  | 'logs'
  | 'servicecatalog'
  | RemoteAccessService;

type RemoteAccessService = (typeof remoteAccessServices)[number];

/**
 * Services that sessions of `studio.remoteAccess` go through.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/remote-access-remote-setup-vpc-subnets-without-internet-access.html
 */
export const remoteAccessServices = ['ssm', 'ssmmessages'] as const;

/**
 * Name of an endpoint service. Most services of the China regions carry a prefix, CloudWatch Logs does not;
 * Studio's has the same form everywhere.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
 * https://docs.aws.amazon.com/sagemaker/latest/dg/studio-interface-endpoint.html
 */
export function interfaceServiceName(region: string, service: InterfaceService | 'ec2messages'): string {
  if (service === 'studio') return `aws.sagemaker.${region}.studio`;
  const prefixed = partitionOf(region).id === 'aws-cn' && service !== 'logs';
  const suffix = service.replace('sagemaker-', 'sagemaker.');
  return `${prefixed ? 'cn.' : ''}com.amazonaws.${region}.${suffix}`;
}

/**
 * Names by which clients in the VPC find an interface endpoint: those that private DNS gives it, and those of the endpoint
 * itself, whose first label holds its id. The endpoint of `execute-api` has no private DNS.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html
 */
export function interfaceServiceNames(region: string, service: InterfaceService): string[] {
  const { dnsSuffix, studioDnsSuffix } = partitionOf(region);
  const labels = service.replace('sagemaker-', 'sagemaker.').split('.').reverse().join('.');
  const ownNames = `*.${labels}.${region}.vpce.${dnsSuffix}`;
  if (service === 'execute-api') return [ownNames];
  if (service !== 'studio') return [`${labels}.${region}.${dnsSuffix}`, ownNames];
  const zone = `studio.${region}.${studioDnsSuffix}`;
  return [zone, `*.${zone}`, ownNames];
}

/** Name of the S3 gateway endpoint service: without a prefix in every partition. */
export function s3GatewayServiceName(region: string): string {
  return `com.amazonaws.${region}.s3`;
}
