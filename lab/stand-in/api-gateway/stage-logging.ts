import type { Gap } from '../call';
import { objects, text, type JsonObject } from '../../shared/json';
import { readJson } from '../json-body';
import { badRequest } from './errors';

/**
 * A stage can write logs, access logs included, only if the account has a role for it.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html#set-up-access-logging-permissions
 */
export const stageLogging: Gap = async (call, forward) => {
  const isUpdate = call.method === 'PATCH' && /^\/restapis\/[^/]+\/stages\/[^/]+$/.test(call.url);
  if (call.service !== 'apigateway' || !isUpdate) return forward(call);
  if (!objects(readJson(call), 'patchOperations').some(turnsLoggingOn)) return forward(call);
  const account = readJson(await forward({ ...call, method: 'GET', url: '/account', body: Buffer.alloc(0) }));
  if (text(account, 'cloudwatchRoleArn')) return forward(call);
  return badRequest('CloudWatch Logs role ARN must be set in account settings to enable logging');
};

function turnsLoggingOn({ op, path, value }: JsonObject): boolean {
  if (op === 'remove' || typeof path !== 'string') return false;
  return path.startsWith('/accessLogSettings') || (path.endsWith('/logging/loglevel') && value !== 'OFF');
}
