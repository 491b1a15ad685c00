import { readRateRules, type RateRule } from './rate-rules';
import { getJson, type Target } from '../shared/aws-client';
import { isObject, objects, requiredText, strings, text, type JsonObject } from '../shared/json';

/** A deployed method with its Lambda proxy integration. */
export interface Method {
  /** Undefined for a method that anybody may call. */
  readonly authorizerId: string | undefined;
  readonly functionArn: string;
  /** How the integration calls the function; Lambda's Invoke is a POST, and API Gateway fails with anything else. */
  readonly integrationHttpMethod: string;
  readonly timeoutMilliseconds: number;
}

/** A resource of the API: a path; a part in braces matches any text. */
export interface Resource {
  readonly id: string;
  readonly path: string;
  readonly methods: ReadonlyMap<string, Method>;
}

/** A Lambda authorizer of type REQUEST. */
export interface Authorizer {
  readonly id: string;
  readonly functionArn: string;
  /** Such as `method.request.header.Authorization`. */
  readonly identitySources: readonly string[];
  readonly resultTtlSeconds: number;
}

/** A gateway response: an answer that API Gateway gives without the integration. */
interface GatewayResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly template: string;
}

/** A stage with the API that was deployed to it. */
export interface DeployedStage {
  readonly apiId: string;
  readonly apiName: string;
  /** Whether the API answers over endpoints only. */
  readonly isPrivate: boolean;
  readonly stageName: string;
  readonly deploymentId: string;
  readonly resources: readonly Resource[];
  readonly authorizers: ReadonlyMap<string, Authorizer>;
  readonly responses: ReadonlyMap<string, GatewayResponse>;
  readonly resourcePolicy: JsonObject | undefined;
  /** Endpoints with a name of the form `<api>-<endpoint>`. */
  readonly endpointIds: readonly string[];
  readonly throttle: { readonly ratePerSecond: number; readonly burst: number };
  /** Rules of the firewall in front of the stage. */
  readonly rateRules: readonly RateRule[];
  /** Undefined if the stage has no access log, or if the log group does not exist. */
  readonly accessLogFormat: string | undefined;
  /** Name of the access log's group; empty if the stage has no access log. */
  readonly accessLogGroup: string;
  /** Whether the execution log gets whole requests and answers. */
  readonly tracesData: boolean;
}

/**
 * Reads every stage of every REST API: what was deployed to it, and the stage's own settings as they are now.
 * @param logGroups names of the log groups that exist
 * @throws when the API has settings that the lab does not emulate
 */
export async function readStages(target: Target, logGroups: ReadonlySet<string>): Promise<DeployedStage[]> {
  const list = async (path: string) => objects(await getJson(target, 'apigateway', path), 'item');
  const apis = await list('/restapis?limit=500');
  const stages = await Promise.all(
    apis.map(async (api) => {
      const apiId = requiredText(api, 'id');
      const path = `/restapis/${apiId}`;
      return Promise.all(
        (await list(`${path}/stages`)).map(async (stage) => {
          const settings = stageOf(stage, logGroups);
          const snapshot = await getJson(
            target,
            'apigateway',
            `${path}/deployments/${settings.deploymentId}/snapshot`,
          );
          const apiName = requiredText(api, 'name');
          const rateRules = await readRateRules(target, apiId, settings.stageName);
          return { apiId, apiName, rateRules, ...servedBy(snapshot), ...settings };
        }),
      );
    }),
  );
  return stages.flat();
}

function servedBy(snapshot: JsonObject) {
  const api = isObject(snapshot.restApi) ? snapshot.restApi : {};
  const items = (name: string) => {
    const collection = snapshot[name];
    return isObject(collection) ? objects(collection, 'item') : [];
  };
  return {
    resources: items('resources').map(resourceOf),
    authorizers: new Map(
      items('authorizers').map((item) => [requiredText(item, 'id'), authorizerOf(item)] as const),
    ),
    responses: new Map(
      items('gatewayResponses').map(
        (item) => [requiredText(item, 'responseType'), responseOf(item)] as const,
      ),
    ),
    resourcePolicy: policyOf(api),
    ...endpointsOf(api),
  };
}

function endpointsOf({ endpointConfiguration, disableExecuteApiEndpoint = false }: JsonObject) {
  known('disableExecuteApiEndpoint', disableExecuteApiEndpoint, [false]);
  const endpoint = isObject(endpointConfiguration) ? endpointConfiguration : {};
  return {
    isPrivate: strings(endpoint, 'types').includes('PRIVATE'),
    endpointIds: strings(endpoint, 'vpcEndpointIds'),
  };
}

function resourceOf(item: JsonObject): Resource {
  const methods = isObject(item.resourceMethods) ? item.resourceMethods : {};
  return {
    id: requiredText(item, 'id'),
    path: requiredText(item, 'path'),
    methods: new Map(
      Object.entries(methods).flatMap(([name, method]) =>
        isObject(method) ? [[name, methodOf(method)]] : [],
      ),
    ),
  };
}

function methodOf(method: JsonObject): Method {
  const integration = isObject(method.methodIntegration) ? method.methodIntegration : {};
  const authorization = known('authorizationType', text(method, 'authorizationType'), ['CUSTOM', 'NONE']);
  known('apiKeyRequired', method.apiKeyRequired ?? false, [false]);
  known('requestValidatorId', method.requestValidatorId ?? 'none', ['none']);
  known('integration type', text(integration, 'type'), ['AWS_PROXY']);
  return {
    authorizerId: authorization === 'CUSTOM' ? text(method, 'authorizerId') : undefined,
    functionArn: functionArnOf(text(integration, 'uri')),
    integrationHttpMethod: requiredText(integration, 'httpMethod'),
    timeoutMilliseconds: Number(integration.timeoutInMillis ?? 29_000),
  };
}

function authorizerOf(item: JsonObject): Authorizer {
  known('authorizer type', text(item, 'type'), ['REQUEST']);
  return {
    id: requiredText(item, 'id'),
    functionArn: functionArnOf(text(item, 'authorizerUri')),
    identitySources: (text(item, 'identitySource') ?? '').split(',').map((source) => source.trim()),
    resultTtlSeconds: Number(item.authorizerResultTtlInSeconds ?? 300),
  };
}

/** Refuses settings that the lab does not emulate. */
function known<T>(what: string, value: T, kinds: readonly T[]): T {
  if (kinds.includes(value)) return value;
  throw new Error(`the lab does not serve ${what} ${String(value)}, expected ${kinds.join(' or ')}`);
}

/** `arn:aws:apigateway:<region>:lambda:path/2015-03-31/functions/<arn>/invocations` */
function functionArnOf(uri = ''): string {
  return /\/functions\/(.+)\/invocations$/.exec(uri)?.[1] ?? '';
}

function responseOf(item: JsonObject): GatewayResponse {
  const parameters = isObject(item.responseParameters) ? item.responseParameters : {};
  const templates = isObject(item.responseTemplates) ? item.responseTemplates : {};
  const prefix = 'gatewayresponse.header.';
  return {
    status: Number(item.statusCode),
    headers: Object.fromEntries(
      Object.entries(parameters).flatMap(([name, value]) =>
        name.startsWith(prefix) ? [[name.slice(prefix.length), String(value).replace(/^'(.*)'$/, '$1')]] : [],
      ),
    ),
    template: text(templates, 'application/json') ?? '{"message":$context.error.messageString}',
  };
}

/** API Gateway answers the policy as the inside of a JSON string, quotes escaped. */
function policyOf(api: JsonObject): JsonObject | undefined {
  const escaped = text(api, 'policy');
  if (!escaped) return undefined;
  const policy: unknown = JSON.parse(JSON.parse(`"${escaped}"`) as string);
  return isObject(policy) ? policy : undefined;
}

/** The account's limits, which hold when a stage sets none, or a negative one. */
const accountThrottle = { ratePerSecond: 10_000, burst: 5000 } as const;

function stageOf(item: JsonObject, logGroups: ReadonlySet<string>) {
  const { '*/*': all = {}, ...single } = isObject(item.methodSettings) ? item.methodSettings : {};
  known('settings of single methods', Object.keys(single).join(', '), ['']);
  const settings = isObject(all) ? all : {};
  // a cached response would be served to other users
  known('cacheClusterEnabled', item.cacheClusterEnabled ?? false, [false]);
  known('canary settings', isObject(item.canarySettings), [false]);
  const limit = (field: string, otherwise: number) => {
    const value = Number(settings[field] ?? -1);
    return value < 0 ? otherwise : value;
  };
  const log = isObject(item.accessLogSettings) ? item.accessLogSettings : {};
  const logGroup = (text(log, 'destinationArn') ?? '').split(':')[6] ?? '';
  return {
    stageName: requiredText(item, 'stageName'),
    deploymentId: requiredText(item, 'deploymentId'),
    throttle: {
      ratePerSecond: limit('throttlingRateLimit', accountThrottle.ratePerSecond),
      burst: limit('throttlingBurstLimit', accountThrottle.burst),
    },
    accessLogGroup: logGroup,
    accessLogFormat: logGroups.has(logGroup) ? text(log, 'format') : undefined,
    tracesData: String(settings.dataTraceEnabled) === 'true' && (settings.loggingLevel ?? 'OFF') !== 'OFF',
  };
}
