import { resourceName } from '../../config/resource-name';
import type { HostReply } from '../hosts/host-process';
import { parseObject, type JsonObject } from '../shared/json';
import type { Lab } from '../system/lab';
import { requestIdOf } from './answers';

/** The line of the access log about an answer. @throws when there is none */
export function accessLogged(lab: Lab, reply: HostReply): JsonObject {
  const requestId = requestIdOf(reply);
  const line = lab.gateway.accessLog.split('\n').find((text) => text.includes(requestId));
  if (line === undefined) throw new Error(`the access log has no line for request ${requestId}`);
  return parseObject(line);
}

/** Who answered: the function, or API Gateway itself. */
export function answeredBy(lab: Lab, reply: HostReply): string {
  const { responseType } = accessLogged(lab, reply);
  return responseType === '-' ? 'the function' : `API Gateway (${String(responseType)})`;
}

/** The alarms that an action sets off, by the ends of their names. */
export async function alarmWords(lab: Lab, action: () => Promise<unknown>): Promise<string> {
  const start = resourceName(lab.environment.name, '');
  const alarms = await lab.metrics.alarmsDuring(action);
  return alarms.length === 0
    ? 'no alarm'
    : `alarm ${alarms.map((name) => name.replace(start, '')).join(', ')}`;
}
