import type { Gap } from '../call';
import { isObject, text, type JsonObject } from '../../shared/json';
import { readJson, withJson } from '../json-body';

/** Where an operation of a user who signs in has the name. */
const parametersOf: Readonly<Record<string, string>> = {
  InitiateAuth: 'AuthParameters',
  RespondToAuthChallenge: 'ChallengeResponses',
};

/**
 * A pool that ignores case keeps names in lower case: two users must differ in more, and every answer and token has the
 * name in lower case. moto tells names apart by case in every pool.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-case-sensitivity.html
 */
export function userNames(): Gap {
  /** Pools that ignore case, and the app clients of all pools with their pool: only creation decides both. */
  const ignoringCase = new Set<string>();
  const poolOfClient = new Map<string, string>();
  return async (call, forward) => {
    if (call.operation === 'CreateUserPool') {
      const reply = await forward(call);
      const { UserPool: pool } = readJson(reply);
      const { UsernameConfiguration: names } = readJson(call);
      if (isObject(pool) && isObject(names) && names.CaseSensitive === false)
        ignoringCase.add(text(pool, 'Id') ?? '');
      return reply;
    }
    if (call.operation === 'CreateUserPoolClient') {
      const reply = await forward(call);
      const { UserPoolClient: client } = readJson(reply);
      if (isObject(client))
        poolOfClient.set(text(client, 'ClientId') ?? '', text(client, 'UserPoolId') ?? '');
      return reply;
    }
    const field = parametersOf[call.operation];
    if (field === undefined && !(call.service === 'cognito-idp' && call.operation.startsWith('Admin')))
      return forward(call);
    const request = readJson(call);
    const poolId = text(request, 'UserPoolId') ?? poolOfClient.get(text(request, 'ClientId') ?? '') ?? '';
    if (!ignoringCase.has(poolId)) return forward(call);
    if (field === undefined) return forward(withJson(call, inLowerCase(request, 'Username')));
    const parameters = request[field];
    if (!isObject(parameters)) return forward(call);
    return forward(withJson(call, { ...request, [field]: inLowerCase(parameters, 'USERNAME') }));
  };
}

function inLowerCase(object: JsonObject, field: string): JsonObject {
  const value = text(object, field);
  return value === undefined ? object : { ...object, [field]: value.toLowerCase() };
}
