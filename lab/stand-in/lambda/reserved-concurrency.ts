import type { Gap } from '../call';
import { jsonReply, readJson } from '../json-body';

/** Executions that an account has by default, and those of them that no function can reserve. */
const account = { executions: 1000, unreserved: 100 } as const;

/**
 * Functions together cannot reserve the last executions of an account.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
 */
export function reservedConcurrency(): Gap {
  const reserved = new Map<string, number>();
  return async (call, forward) => {
    const [, name = ''] = /^\/2017-10-31\/functions\/([^/]+)\/concurrency/.exec(call.url) ?? [];
    const [, deleted = ''] = /^\/2015-03-31\/functions\/([^/?]+)$/.exec(call.url) ?? [];
    if (call.service !== 'lambda') return forward(call);
    if (call.method === 'DELETE') reserved.delete(name === '' ? deleted : name);
    if (call.method !== 'PUT' || name === '') return forward(call);
    const wanted = Number(readJson(call).ReservedConcurrentExecutions);
    const others = [...reserved].reduce((sum, [other, count]) => (other === name ? sum : sum + count), 0);
    if (others + wanted > account.executions - account.unreserved) {
      const Message = `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${account.unreserved}].`;
      const reply = jsonReply({ Type: 'User', Message, message: Message }, 400);
      return {
        ...reply,
        headers: { ...reply.headers, 'x-amzn-errortype': 'InvalidParameterValueException' },
      };
    }
    reserved.set(name, wanted);
    return forward(call);
  };
}
