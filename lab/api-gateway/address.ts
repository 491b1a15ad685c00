import type { DeployedStage } from '../deployed/rest-api';
import type { Origin } from '../system/origin';

interface Addressed {
  readonly host: string;
  readonly apiIdHeader: string | undefined;
  readonly origin: Origin;
}

/**
 * The API that a request is for, by any form of a private API's address; undefined if it names none that is here.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-api-test-invoke-url.html
 */
export function apiOf(
  stages: readonly DeployedStage[],
  { host, apiIdHeader, origin }: Addressed,
): string | undefined {
  // a private API answers over endpoints only
  if (origin.over !== 'endpoint' || !origin.serviceName.endsWith('execute-api')) return undefined;
  const [label = '', service] = host.toLowerCase().split('.');
  if (service !== 'execute-api') return undefined;
  if (label.startsWith('vpce-')) return known(stages, apiIdHeader);
  const alias = /^([a-z0-9]+)-(vpce-[0-9a-f]+)$/.exec(label);
  if (!alias) return known(stages, label);
  const [, apiId, endpointId = ''] = alias;
  const associated = stages.some((stage) => stage.apiId === apiId && stage.endpointIds.includes(endpointId));
  return associated ? apiId : undefined;
}

function known(stages: readonly DeployedStage[], apiId: string | undefined): string | undefined {
  return stages.some((stage) => stage.apiId === apiId) ? apiId : undefined;
}
