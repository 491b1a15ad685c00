import { getJson, type Target } from '../stand-in/client';
import { isObject, objects, strings, text, type JsonObject } from '../stand-in/json';

/** A deployed method. */
export interface Method {
  readonly authorizerId: string | undefined;
  readonly requiredParameters: readonly string[];
  readonly functionArn: string;
  readonly timeoutMilliseconds: number;
}

/** A resource of the API: a path, whose parts in braces stand for anything. */
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

/** An answer that API Gateway gives by itself. */
interface GatewayResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly template: string;
}

/** What a stage serves. */
export interface DeployedStage {
  readonly apiId: string;
  readonly stageName: string;
  readonly deploymentId: string;
  readonly resources: readonly Resource[];
  readonly authorizers: ReadonlyMap<string, Authorizer>;
  readonly responses: ReadonlyMap<string, GatewayResponse>;
  readonly resourcePolicy: JsonObject | undefined;
  /** Endpoints that have a name of the form `<api>-<endpoint>`. */
  readonly endpointIds: readonly string[];
  readonly throttle: { readonly ratePerSecond: number; readonly burst: number } | undefined;
  readonly accessLogFormat: string | undefined;
}

/** Reads every stage of every REST API: what was deployed to it, and the stage's own settings as they are now. */
export async function readStages(target: Target): Promise<DeployedStage[]> {
  const list = async (path: string) => objects(await getJson(target, 'apigateway', path), 'item');
  const apis = await list('/restapis?limit=500');
  const stages = await Promise.all(
    apis.map(async (api) => {
      const apiId = text(api, 'id') ?? '';
      const path = `/restapis/${apiId}`;
      return Promise.all(
        (await list(`${path}/stages`)).map(async (stage) => {
          const settings = stageOf(stage);
          const snapshot = await getJson(
            target,
            'apigateway',
            `${path}/deployments/${settings.deploymentId}/snapshot`,
          );
          return { apiId, ...servedBy(snapshot), endpointIds: endpointIdsOf(api), ...settings };
        }),
      );
    }),
  );
  return stages.flat();
}

function servedBy(snapshot: JsonObject) {
  const items = (name: string) => {
    const collection = snapshot[name];
    return isObject(collection) ? objects(collection, 'item') : [];
  };
  return {
    resources: items('resources').map(resourceOf),
    authorizers: new Map(
      items('authorizers').map((item) => [text(item, 'id') ?? '', authorizerOf(item)] as const),
    ),
    responses: new Map(
      items('gatewayResponses').map((item) => [text(item, 'responseType') ?? '', responseOf(item)] as const),
    ),
    resourcePolicy: isObject(snapshot.restApi) ? policyOf(snapshot.restApi) : undefined,
  };
}

function endpointIdsOf({ endpointConfiguration: endpoint }: JsonObject): string[] {
  return isObject(endpoint) ? strings(endpoint, 'vpcEndpointIds') : [];
}

function resourceOf(item: JsonObject): Resource {
  const methods = isObject(item.resourceMethods) ? item.resourceMethods : {};
  return {
    id: text(item, 'id') ?? '',
    path: text(item, 'path') ?? '',
    methods: new Map(
      Object.entries(methods).flatMap(([name, method]) =>
        isObject(method) ? [[name, methodOf(method)]] : [],
      ),
    ),
  };
}

function methodOf(method: JsonObject): Method {
  const integration = isObject(method.methodIntegration) ? method.methodIntegration : {};
  const parameters = isObject(method.requestParameters) ? method.requestParameters : {};
  return {
    authorizerId: text(method, 'authorizationType') === 'CUSTOM' ? text(method, 'authorizerId') : undefined,
    requiredParameters: Object.entries(parameters).flatMap(([name, isRequired]) =>
      isRequired ? [name] : [],
    ),
    functionArn: functionArnOf(text(integration, 'uri')),
    timeoutMilliseconds: Number(integration.timeoutInMillis ?? 29_000),
  };
}

function authorizerOf(item: JsonObject): Authorizer {
  return {
    id: text(item, 'id') ?? '',
    functionArn: functionArnOf(text(item, 'authorizerUri')),
    identitySources: (text(item, 'identitySource') ?? '').split(',').map((source) => source.trim()),
    resultTtlSeconds: Number(item.authorizerResultTtlInSeconds ?? 300),
  };
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

/** API Gateway answers the policy as the inside of a JSON string. */
function policyOf(api: JsonObject): JsonObject | undefined {
  const escaped = text(api, 'policy');
  if (!escaped) return undefined;
  const policy: unknown = JSON.parse(JSON.parse(`"${escaped}"`) as string);
  return isObject(policy) ? policy : undefined;
}

function stageOf(item: JsonObject) {
  const settings = isObject(item.methodSettings) ? item.methodSettings['*/*'] : undefined;
  const log = isObject(item.accessLogSettings) ? text(item.accessLogSettings, 'format') : undefined;
  return {
    stageName: text(item, 'stageName') ?? '',
    deploymentId: text(item, 'deploymentId') ?? '',
    throttle:
      isObject(settings) && Number(settings.throttlingRateLimit) > 0
        ? {
            ratePerSecond: Number(settings.throttlingRateLimit),
            burst: Number(settings.throttlingBurstLimit),
          }
        : undefined,
    accessLogFormat: log,
  };
}
