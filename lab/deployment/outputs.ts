import { readOutputs, type Deployment } from './deploy';

/** Outputs of a deployment that the lab uses. */
export interface Outputs {
  readonly apiId: string;
  readonly apiUrl: string;
  readonly apiUrlByEndpointAlias: string;
  readonly apiUrlByEndpointName: string;
  readonly portalUrl: string;
  readonly userPoolId: string;
  readonly appClientId: string;
  readonly domainId: string;
}

/** Reads the outputs of all stacks. */
export async function outputsOf(deployment: Deployment): Promise<Outputs> {
  const stacks = ['private-api', 'identity', 'studio'] as const;
  const [api = {}, identity = {}, studio = {}] = await Promise.all(
    stacks.map((stack) => readOutputs(deployment, stack)),
  );
  return {
    apiId: String(api.api_id),
    apiUrl: String(api.api_url),
    apiUrlByEndpointAlias: String(api.api_url_by_endpoint_alias),
    apiUrlByEndpointName: String(api.api_url_by_endpoint_name),
    portalUrl: String(api.portal_url),
    userPoolId: String(identity.user_pool_id),
    appClientId: String(identity.app_client_id),
    domainId: String(studio.domain_id),
  };
}
