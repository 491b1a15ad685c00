import type { PrivateDomainName } from '../deployed/private-domain-names';
import type { DeployedStage } from '../deployed/rest-api';
import { decide } from '../iam/decide';
import { networkContext, type Origin } from '../network/origin';

interface Addressed {
  readonly host: string;
  readonly apiIdHeader: string | undefined;
  /** Path as sent. */
  readonly pathname: string;
  readonly origin: Origin;
}

/** The stage that a request is for, and its path below it. */
export interface Destination {
  readonly stage: DeployedStage;
  readonly path: string;
}

/**
 * Finds the stage by any form of a private API's address; undefined if the request names no deployed stage.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-api-test-invoke-url.html
 */
export async function destinationOf(
  stages: readonly DeployedStage[],
  domainNames: readonly PrivateDomainName[],
  request: Addressed,
): Promise<Destination | undefined> {
  const { host, pathname, origin } = request;
  // private APIs answer over endpoints only; endpoints do not serve public APIs
  const isOverEndpoint = origin.over === 'endpoint';
  const find = (apiId: string | undefined, stageName: string, path: string) => {
    const stage = stages.find((own) => own.apiId === apiId && own.stageName === stageName);
    return stage?.isPrivate === isOverEndpoint ? { stage, path } : undefined;
  };
  const domainName = domainNames.find(({ name }) => name === host.toLowerCase());
  if (domainName && isOverEndpoint) {
    const { apiId, stageName } = domainName;
    return (await admits(domainName, origin)) ? find(apiId, stageName, pathname) : undefined;
  }
  const [, stageName = '', ...rest] = pathname.split('/');
  return find(apiOf(stages, request), stageName, `/${rest.join('/')}`);
}

/**
 * Whether a custom domain name serves an endpoint: the two are associated, and both policies allow the call.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-custom-domains.html
 */
async function admits(
  { arn, policy, endpointIds }: PrivateDomainName,
  origin: Extract<Origin, { over: 'endpoint' }>,
): Promise<boolean> {
  if (!endpointIds.includes(origin.endpointId)) return false;
  const request = { action: 'execute-api:Invoke', resource: arn, context: networkContext(origin) };
  const decisions = await Promise.all(
    [policy, origin.endpointPolicy].map((document) => decide([document], request)),
  );
  return decisions.every((decision) => decision === 'Allow');
}

function apiOf(stages: readonly DeployedStage[], { host, apiIdHeader }: Addressed): string | undefined {
  const [label = '', service] = host.toLowerCase().split('.');
  if (service !== 'execute-api') return undefined;
  if (label.startsWith('vpce-')) return apiIdHeader;
  const alias = /^([a-z0-9]+)-(vpce-[0-9a-f]+)$/.exec(label);
  if (!alias) return label;
  const [, apiId, endpointId = ''] = alias;
  const associated = stages.some((stage) => stage.apiId === apiId && stage.endpointIds.includes(endpointId));
  return associated ? apiId : undefined;
}
