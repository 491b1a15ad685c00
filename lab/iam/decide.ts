import { runSimulation } from '@cloud-copilot/iam-simulate';
import { isObject, without, type JsonObject } from '../shared/json';

/** The decision of one set of policies about a request. */
export type Decision = 'Allow' | 'Deny' | 'Neither';

/** A request as IAM sees it. */
export interface IamRequest {
  readonly action: string;
  readonly resource: string;
  /** Condition keys of the request; a missing key is not the same as an empty one. */
  readonly context: Readonly<Record<string, string | string[]>>;
}

/** What a role's policies allow within its permissions boundary: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html */
export async function decideWithin(
  boundary: JsonObject | undefined,
  policies: readonly JsonObject[],
  request: IamRequest,
): Promise<Decision> {
  const limit = boundary === undefined ? 'Allow' : await decide([boundary], request);
  return limit === 'Allow' ? decide(policies, request) : limit;
}

const remembered = new Map<string, Promise<Decision>>();

/**
 * Evaluates policies by themselves with the IAM simulator: an explicit Deny in any, else an Allow in any, else neither.
 * A statement that names principals counts only if it names everybody or `service`, the calling AWS service.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 * @throws when the simulator finds a policy or the request malformed
 */
export function decide(
  policies: readonly JsonObject[],
  request: IamRequest,
  service?: string,
): Promise<Decision> {
  const key = JSON.stringify([policies, request, service]);
  const known = remembered.get(key);
  if (known) return known;
  const decision = simulate(policies, request, service);
  // the same few thousand questions come again and again, but the memory of a long-running lab must not grow
  if (remembered.size > 5000) remembered.clear();
  remembered.set(key, decision);
  return decision;
}

async function simulate(
  policies: readonly JsonObject[],
  { action, resource, context }: IamRequest,
  service: string | undefined,
): Promise<Decision> {
  // `*` and ARNs of S3 name no account
  const accountId = /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(resource)?.[1] ?? '000000000000';
  const identityPolicies = policies
    .map((policy, index) => ({
      name: `policy-${index}`,
      policy: withoutPrincipals(withApiId(policy, resource), service),
    }))
    .filter(({ policy }) => policy.Statement.length > 0);
  if (identityPolicies.length === 0) return 'Neither';
  const outcome = await runSimulation(
    {
      request: {
        principal: `arn:aws:iam::${accountId}:role/caller`,
        action,
        resource: { resource, accountId },
        contextVariables: { ...context },
      },
      identityPolicies,
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  if (outcome.resultType === 'error') throw new Error(`IAM simulator: ${JSON.stringify(outcome.errors)}`);
  if (outcome.overallResult === 'Allowed') return 'Allow';
  return outcome.overallResult === 'ExplicitlyDenied' ? 'Deny' : 'Neither';
}

function withoutPrincipals(policy: JsonObject, service: string | undefined) {
  const list: unknown[] = Array.isArray(policy.Statement) ? policy.Statement : [policy.Statement];
  const applicable = list.filter(isObject).filter(({ Principal }) => isMeant(Principal, service));
  return {
    Version: '2012-10-17',
    Statement: applicable.map((statement) => withHalves(withResource(without(statement, 'Principal')))),
  };
}

/** Trust policies name no resource, but the simulator needs one. */
function withResource(statement: JsonObject): JsonObject {
  return 'NotResource' in statement ? statement : { Resource: '*', ...statement };
}

/** The simulator finds no address in `0.0.0.0/0`, so a policy for every address would seem to match none. */
function withHalves(statement: JsonObject): JsonObject {
  if (!isObject(statement.Condition)) return statement;
  const mapped = (object: JsonObject, change: (value: unknown, field: string) => unknown) =>
    Object.fromEntries(Object.entries(object).map(([field, value]) => [field, change(value, field)]));
  const halves = (values: unknown) =>
    [values].flat().flatMap((value) => (value === '0.0.0.0/0' ? ['0.0.0.0/1', '128.0.0.0/1'] : [value]));
  return {
    ...statement,
    Condition: mapped(statement.Condition, (keys, operator) =>
      /IpAddress/i.test(operator) && isObject(keys) ? mapped(keys, halves) : keys,
    ),
  };
}

function isMeant(principal: unknown, service: string | undefined): boolean {
  if (principal === undefined || principal === '*') return true;
  if (!isObject(principal)) return false;
  const { AWS: aws, Service: services } = principal;
  return (
    (Array.isArray(aws) ? aws : [aws]).includes('*') ||
    (service !== undefined && (Array.isArray(services) ? services : [services]).includes(service))
  );
}

/**
 * The simulator treats the first part of every resource as its type, where IAM allows no wildcard. In ARNs of API
 * Gateway that part is the API's id, which may be a wildcard; this replaces it by the id in the request.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-using-iam-policies-to-invoke-api.html
 */
function withApiId(policy: JsonObject, resource: string): JsonObject {
  const apiId = /^arn:[^:]+:execute-api:[^:]+:[^:]+:([a-z0-9]+)\//.exec(resource)?.[1];
  if (apiId === undefined) return policy;
  const anyApi = /"(arn:[^":]+:execute-api:[^":]*:[^":]*):\*\//g;
  return JSON.parse(JSON.stringify(policy).replaceAll(anyApi, `"$1:${apiId}/`)) as JsonObject;
}
