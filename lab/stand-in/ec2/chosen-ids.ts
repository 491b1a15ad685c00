import type { Call, Gap, Reply } from '../call';
import { form, withText } from './form';

/**
 * Lets a caller choose the id of what it creates with the tag `_custom_id_`, moto's own convention, which moto does
 * not follow in EC2: resources that an environment file names (a transit gateway, an adopted VPC) can so exist.
 * moto's id is replaced by the chosen one in every reply, and the other way round in every call.
 */
export function chosenIds(): Gap {
  const chosenToMoto = new Map<string, string>();
  return async (call, forward) => {
    const reply = await forward(replaceInCall(call, chosenToMoto));
    if (call.service === 'ec2' && call.operation.startsWith('Create') && reply.status === 200) {
      const chosen = chosenId(call);
      const given = chosen === undefined ? undefined : givenId(reply, chosen);
      if (chosen && given) chosenToMoto.set(chosen, given);
    }
    return replaceInReply(reply, chosenToMoto);
  };
}

function chosenId(call: Call): string | undefined {
  const parameters = form(call);
  const [key] =
    [...parameters].find(([name, value]) => name.endsWith('.Key') && value === '_custom_id_') ?? [];
  return key === undefined ? undefined : (parameters.get(key.replace(/Key$/, 'Value')) ?? undefined);
}

/** The id of the same kind in a reply that is not the chosen one, which is there too, as the tag's value. */
function givenId(reply: Reply, chosen: string): string | undefined {
  const kind = chosen.slice(0, chosen.lastIndexOf('-'));
  const ids = [...reply.body.toString().matchAll(new RegExp(`>(${kind}-[0-9a-f]+)<`, 'g'))].map(
    (match) => match[1],
  );
  return ids.find((id) => id !== chosen);
}

function replaceInCall(call: Call, ids: ReadonlyMap<string, string>): Call {
  if (ids.size === 0) return call;
  let { url } = call;
  let body = call.body.toString('latin1');
  for (const [chosen, given] of ids) {
    url = url.replaceAll(chosen, given);
    body = body.replaceAll(chosen, given);
  }
  return { ...call, url, body: Buffer.from(body, 'latin1') };
}

function replaceInReply(reply: Reply, ids: ReadonlyMap<string, string>): Reply {
  if (ids.size === 0) return reply;
  let text = reply.body.toString();
  for (const [chosen, given] of ids) text = text.replaceAll(given, chosen);
  return withText(reply, text);
}
