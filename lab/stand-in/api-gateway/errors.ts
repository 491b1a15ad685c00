import type { Reply } from '../call';
import { jsonReply } from '../json-body';

/** An error of API Gateway, whose REST protocol names it in a header. */
export function badRequest(message: string): Reply {
  const reply = jsonReply({ __type: 'BadRequestException', message }, 400);
  return { ...reply, headers: { ...reply.headers, 'x-amzn-errortype': 'BadRequestException' } };
}
