import type { Arrival } from './ingress';
import { internet } from './addresses';
import type { DeployedNetwork } from '../deployed/network';
import type { Site } from './site';
import type { JsonObject } from '../shared/json';

/** How a request reached AWS: over an interface endpoint, or from the internet. */
export type Origin =
  | {
      readonly over: 'endpoint';
      readonly endpointId: string;
      readonly vpcId: string;
      readonly serviceName: string;
      readonly endpointPolicy: JsonObject;
      readonly address: string;
    }
  | { readonly over: 'internet'; readonly front: 'aws' | 'studio'; readonly address: string };

/** The VPC of another account, whose endpoints let everything through, as they do by default. */
export const foreignVpc = {
  vpcId: 'vpc-0f0f0f0f0f0f0f0f0',
  executeApiEndpointId: 'vpce-0f0f0f0f0f0f0f0f1',
  studioEndpointId: 'vpce-0f0f0f0f0f0f0f0f2',
} as const;

/** AWS's default policy of an endpoint. */
export const everything: JsonObject = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
};

/** Finds the origin of an accepted connection by the host and address that it came to. */
export function originOf({ host, local, remote }: Arrival, site: Site, network: DeployedNetwork): Origin {
  if (host === site.internet.name) {
    return { over: 'internet', front: local === internet.studio ? 'studio' : 'aws', address: remote };
  }
  if (host === site.foreign.endpoints.name) {
    const isStudio = local === site.foreign.addresses.studio;
    return {
      over: 'endpoint',
      endpointId: isStudio ? foreignVpc.studioEndpointId : foreignVpc.executeApiEndpointId,
      vpcId: foreignVpc.vpcId,
      serviceName: isStudio ? 'aws.sagemaker.studio' : 'execute-api',
      endpointPolicy: everything,
      address: remote,
    };
  }
  const endpoint = network.endpoints.find(({ interfaces }) =>
    interfaces.some(({ address }) => address === local),
  );
  if (!endpoint) throw new Error(`nothing is deployed at ${local}`);
  return {
    over: 'endpoint',
    endpointId: endpoint.id,
    vpcId: endpoint.vpcId,
    serviceName: endpoint.serviceName,
    endpointPolicy: endpoint.policy,
    address: remote,
  };
}

/**
 * The condition keys that depend on a request's origin: over an endpoint the private ones, else the public address,
 * never both.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function networkContext(origin: Origin): Record<string, string> {
  const secure = { 'aws:SecureTransport': 'true' };
  if (origin.over === 'internet') return { ...secure, 'aws:SourceIp': origin.address };
  return {
    ...secure,
    'aws:SourceVpce': origin.endpointId,
    'aws:SourceVpc': origin.vpcId,
    'aws:VpcSourceIp': origin.address,
  };
}
