import type { Gap } from '../call';
import { objects, readJson, withJson } from '../json';

/**
 * Clearing an account's CloudWatch role is a patch without a value, on which moto fails.
 * @see https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateAccount.html
 */
export const apiGatewayAccount: Gap = async (call, forward) => {
  if (call.service !== 'apigateway' || call.method !== 'PATCH' || call.url !== '/account')
    return forward(call);
  const patchOperations = objects(readJson(call), 'patchOperations').map((operation) => ({
    value: '',
    ...operation,
  }));
  return forward(withJson(call, { patchOperations }));
};
