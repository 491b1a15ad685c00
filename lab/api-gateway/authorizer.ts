import type { Authorizer } from '../deployed/rest-api';
import type { Functions } from '../lambda/functions';
import { apiGateway } from '../lambda/invoke-permission';
import { isObject, type JsonObject } from '../shared/json';
import type { Clock } from '../shared/clock';
import { authorizerEvent } from './events';
import { headerValue, type RoutedRequest } from './request';

/** The result of an authorizer. */
export interface AuthorizerResult {
  readonly principalId: string;
  readonly policy: JsonObject;
  readonly context: Readonly<Record<string, string>>;
}

/** An authorizer's result, or the type of the gateway response that the request gets instead. */
export type Authorization =
  | { readonly result: AuthorizerResult }
  | { readonly refused: 'UNAUTHORIZED' | 'AUTHORIZER_FAILURE' | 'AUTHORIZER_CONFIGURATION_ERROR' };

interface AuthorizersOptions {
  readonly functions: Pick<Functions, 'invoke'>;
  readonly clock: Clock;
}

/**
 * Asks Lambda authorizers and caches their results as API Gateway does: the key is the values of the identity sources
 * and not the path. Results stay for the authorizer's cache time; refusals and failures are not cached.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/configure-api-gateway-lambda-authorization.html
 * A class: it holds the cache.
 */
export class Authorizers {
  readonly #options: AuthorizersOptions;
  readonly #cache = new Map<string, { readonly result: AuthorizerResult; readonly until: number }>();

  constructor(options: AuthorizersOptions) {
    this.#options = options;
  }

  async authorize(authorizer: Authorizer, request: RoutedRequest): Promise<Authorization> {
    const { functions, clock } = this.#options;
    const values = authorizer.identitySources.map((source) => valueOf(source, request));
    // without a cache, identity sources are not required
    if (authorizer.resultTtlSeconds > 0 && values.some((value) => !value)) return { refused: 'UNAUTHORIZED' };
    const key = JSON.stringify([request.apiId, request.stageName, authorizer.id, values]);
    const known = this.#cache.get(key);
    if (known && known.until > clock.now()) return { result: known.result };
    const sourceArn = `arn:aws:execute-api:${request.region}:${request.accountId}:${request.apiId}/authorizers/${authorizer.id}`;
    const outcome = await functions
      .invoke(authorizer.functionArn, authorizerEvent(request), apiGateway(sourceArn))
      .catch(() => undefined);
    if (!outcome || outcome === 'late') return { refused: 'AUTHORIZER_CONFIGURATION_ERROR' };
    if ('error' in outcome) {
      return {
        refused: outcome.error.errorMessage === 'Unauthorized' ? 'UNAUTHORIZED' : 'AUTHORIZER_FAILURE',
      };
    }
    const result = read(outcome.result);
    if (!result) return { refused: 'AUTHORIZER_CONFIGURATION_ERROR' };
    if (authorizer.resultTtlSeconds > 0) {
      this.#cache.set(key, { result, until: clock.now() + authorizer.resultTtlSeconds * 1000 });
    }
    return { result };
  }

  /** Empties the cache, as a deployment of the API does. */
  clear(): void {
    this.#cache.clear();
  }
}

function valueOf(source: string, { headers, query }: RoutedRequest): string | undefined {
  const [, kind, name = ''] = /^method\.request\.(header|querystring)\.(.+)$/.exec(source) ?? [];
  return kind === 'header' ? headerValue(headers, name) : (query.get(name) ?? undefined);
}

/** Context values may be strings, numbers or booleans; the integration gets all of them as strings. */
function read(output: unknown): AuthorizerResult | undefined {
  if (!isObject(output) || typeof output.principalId !== 'string' || !isObject(output.policyDocument))
    return undefined;
  const context = output.context ?? {};
  if (!isObject(context) || Object.values(context).some((value) => typeof value === 'object'))
    return undefined;
  return {
    principalId: output.principalId,
    policy: output.policyDocument,
    context: Object.fromEntries(Object.entries(context).map(([name, value]) => [name, String(value)])),
  };
}
