import { resourceName } from '../../config/resource-name';
import type { HostReply } from '../hosts/host-process';
import type { JsonObject } from '../shared/json';
import type { Lab } from '../system/lab';
import { parseObject, requestIdOf } from './answers';

/** What the access log says of an answer of the API. @throws when it says nothing */
export function accessLogged(lab: Lab, reply: HostReply): JsonObject {
  const requestId = requestIdOf(reply);
  const line = lab.gateway.accessLog.split('\n').find((text) => text.includes(requestId));
  if (line === undefined) throw new Error(`the access log has no line for request ${requestId}`);
  return parseObject(line);
}

/** Who has given an answer: the function, or API Gateway by itself. */
export function answeredBy(lab: Lab, reply: HostReply): string {
  const { responseType } = accessLogged(lab, reply);
  return responseType === '-' ? 'the function' : `API Gateway (${String(responseType)})`;
}

/** The alarms that go off while something is done, by the ends of their names. */
export async function alarmWords(lab: Lab, action: () => Promise<unknown>): Promise<string> {
  const start = resourceName(lab.environment.name, '');
  const alarms = await lab.metrics.alarmsDuring(action);
  return alarms.length === 0
    ? 'no alarm'
    : `alarm ${alarms.map((name) => name.replace(start, '')).join(', ')}`;
}
