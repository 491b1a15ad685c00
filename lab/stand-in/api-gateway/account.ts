import type { Gap } from '../call';
import { objects, text } from '../../shared/json';
import { readJson, withJson } from '../json-body';

/**
 * The account's CloudWatch role, a setting of each region. It is set at the start, as in most accounts with an API.
 * moto starts without it, and fails on a patch without a value, which clears it.
 * @see https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateAccount.html
 */
export function apiGatewayAccount(accountId: string): Gap {
  const roles = new Map<string, string>();
  return async (call, forward) => {
    if (call.service !== 'apigateway' || call.url !== '/account') return forward(call);
    for (const operation of objects(readJson(call), 'patchOperations')) {
      if (operation.path === '/cloudwatchRoleArn') roles.set(call.region, text(operation, 'value') ?? '');
    }
    const reply = await forward({ ...call, method: 'GET', body: Buffer.alloc(0) });
    const cloudwatchRoleArn = roles.get(call.region) ?? `arn:aws:iam::${accountId}:role/api-gateway-logs`;
    return withJson(reply, { ...readJson(reply), ...(cloudwatchRoleArn && { cloudwatchRoleArn }) });
  };
}
