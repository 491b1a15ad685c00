import { causeOf } from '../shared/cause';
import { isObject, record, text } from '../../api/json';
import type { Log } from '../shared/log';
import { isProfileName } from '../shared/profile-name';
import type { Mapping, MappingRefusal } from '../shared/profile-mapping';
import { KeysUnavailable } from './keys';
import { type PolicyDocument, policyFor, stageOf } from './policy';
import { bearerToken, type Refusal, type Verdict } from './token';

/**
 * What API Gateway takes from a REQUEST authorizer. `context` reaches the function behind the route.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
 */
export interface AuthorizerResult {
  readonly principalId: string;
  readonly policyDocument: PolicyDocument;
  readonly context: { readonly studioUserProfile: string };
}

/** What the authorizer needs from outside. */
export interface AuthorizerPorts {
  readonly verify: (token: string) => Promise<Verdict>;
  /** The claim that leads to the user's Studio profile. */
  readonly profileClaim: string;
  /** The profile of a value of that claim. */
  readonly profileOf: (value: unknown) => Mapping | { readonly refused: 'invalid_profile' };
  readonly log: Log;
}

const headerName = 'authorization';

/** The event, whose values may be of any type. */
type AuthorizerEvent = Readonly<Record<string, unknown>>;

type Decision =
  | { readonly result: AuthorizerResult }
  | { readonly refused: Refusal | MappingRefusal | 'invalid_profile' | 'invalid_method_arn' }
  | { readonly failed: 'jwks_unavailable' | 'internal_error'; readonly cause: string | undefined };

/**
 * Makes the function that gives API Gateway a policy for the caller's own profile.
 *
 * It throws exactly `Unauthorized` (API Gateway answers 401) whatever is wrong with the request, and something else (500)
 * when the signing keys cannot be fetched, which is no fault of the caller. The error has no cause, as Lambda would log it.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
 */
export function createHandler(ports: AuthorizerPorts) {
  return async (event: unknown): Promise<AuthorizerResult> => {
    const request = record(event);
    const origin = originOf(request);
    const decision = await decide(request, ports).catch(failureOf);
    if ('result' in decision) {
      ports.log('INFO', 'allowed', { ...origin, profile: decision.result.principalId });
      return decision.result;
    }
    if ('refused' in decision) ports.log('WARN', decision.refused, origin);
    else ports.log('ERROR', decision.failed, { ...origin, cause: decision.cause });
    const unavailable = 'failed' in decision && decision.failed === 'jwks_unavailable';
    throw new Error(unavailable ? 'signing keys are unavailable' : 'Unauthorized');
  };
}

async function decide(request: AuthorizerEvent, ports: AuthorizerPorts): Promise<Decision> {
  const stage = stageOf(request.methodArn);
  if (stage === undefined) return { refused: 'invalid_method_arn' };
  const found = bearerToken(authorizationValues(request));
  if ('refused' in found) return found;
  const verdict = await ports.verify(found.token);
  if ('refused' in verdict) return verdict;
  const { claims } = verdict;
  const mapping = ports.profileOf(
    Object.hasOwn(claims, ports.profileClaim) ? claims[ports.profileClaim] : undefined,
  );
  if ('refused' in mapping) return mapping;
  const { profile } = mapping;
  return {
    result: {
      principalId: profile,
      policyDocument: policyFor(profile, stage),
      context: { studioUserProfile: profile },
    },
  };
}

function failureOf(error: unknown): Decision {
  return error instanceof KeysUnavailable
    ? { failed: 'jwks_unavailable', cause: causeOf(error.cause) }
    : { failed: 'internal_error', cause: causeOf(error) };
}

/** The profile of a claim that holds a profile's name already, as Cognito's tokens do. */
export function profileOfName(value: unknown): ReturnType<AuthorizerPorts['profileOf']> {
  return isProfileName(value) ? { profile: value } : { refused: 'invalid_profile' };
}

/**
 * Every value of the `Authorization` header, in any case of its name. API Gateway gives a repeated header's last
 * value in `headers` and all of them in `multiValueHeaders`.
 */
function authorizationValues({ headers, multiValueHeaders }: AuthorizerEvent): string[] {
  const single = valuesOf(headers);
  const all = valuesOf(multiValueHeaders);
  // one equal value in each map is one header
  return single.length === 1 && all.length === 1 && single[0] === all[0] ? single : [...single, ...all];
}

function valuesOf(headers: unknown): string[] {
  const values: string[] = [];
  if (!isObject(headers)) return values;
  for (const name in headers) {
    if (name.length !== headerName.length || name.toLowerCase() !== headerName) continue;
    const value = headers[name];
    for (const one of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (typeof one === 'string') values.push(one);
    }
  }
  return values;
}

function originOf({ requestContext }: AuthorizerEvent) {
  const context = record(requestContext);
  const identity = record(context.identity);
  return {
    requestId: text(context.requestId),
    sourceIp: text(identity.sourceIp),
    vpcEndpoint: text(identity.vpceId),
  };
}
