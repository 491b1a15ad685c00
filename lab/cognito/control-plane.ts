import { cognitoTarget } from '../../api/cognito';
import { json, type Target } from '../shared/aws-client';
import type { JsonObject } from '../shared/json';

/** Calls an operation of Cognito's control plane. @throws when the answer is an error */
export function cognito(target: Target, operation: string, request: JsonObject): Promise<JsonObject> {
  return json(target, 'cognito-idp', cognitoTarget + operation, request);
}

/** The type of the error that the control plane answered with; undefined for any other error. */
export function errorType(error: unknown): string | undefined {
  return /"__type": ?"(\w+)"/.exec(String(error))?.[1];
}
