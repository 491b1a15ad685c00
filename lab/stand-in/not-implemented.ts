import type { Call, Gap, Reply } from './call';
import { ec2Error } from './ec2/form';
import { jsonReply } from './json-body';

/**
 * moto answers an operation that it does not have with an HTML page and a status that clients retry for minutes. This
 * names the missing operation at once, with a status that clients do not retry.
 */
export const notImplemented: Gap = async (call, forward) => {
  const reply = await forward(call);
  if (reply.status < 400 || !reply.body.toString('latin1', 0, 15).toLowerCase().startsWith('<!doctype html'))
    return reply;
  return refusal(
    call,
    `the stand-in does not have ${call.service} ${call.operation || `${call.method} ${call.url}`}`,
  );
};

function refusal(call: Call, message: string): Reply {
  if (call.operation !== '' && call.headers['x-amz-target'] === undefined)
    return ec2Error('UnsupportedOperation', message);
  const reply = jsonReply({ __type: 'UnsupportedOperation', message }, 400);
  return { ...reply, headers: { ...reply.headers, 'x-amzn-errortype': 'UnsupportedOperation' } };
}
