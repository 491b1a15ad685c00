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

/**
 * Services that sessions of `studio.remoteAccess` go through.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html
 */
export type RemoteAccessService = (typeof remoteAccessServices)[number];

export const remoteAccessServices = ['ssm', 'ssmmessages', 'ec2messages'] as const;

/**
 * Name of an endpoint service. Most services of the China regions carry a prefix, CloudWatch Logs does not;
 * Studio's has the same form everywhere.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
 * https://docs.aws.amazon.com/sagemaker/latest/dg/studio-interface-endpoint.html
 */
export function interfaceServiceName(region: string, service: InterfaceService): string {
  if (service === 'studio') return `aws.sagemaker.${region}.studio`;
  const prefixed = partitionOf(region).id === 'aws-cn' && service !== 'logs';
  const suffix = service.replace('sagemaker-', 'sagemaker.');
  return `${prefixed ? 'cn.' : ''}com.amazonaws.${region}.${suffix}`;
}

/** Name of the S3 gateway endpoint service: without a prefix in every partition. */
export function s3GatewayServiceName(region: string): string {
  return `com.amazonaws.${region}.s3`;
}
