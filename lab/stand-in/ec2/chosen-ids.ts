import type { Call, Gap, Reply } from '../call';
import { form } from './form';

/**
 * Lets a caller choose the id of a new resource with the tag `_custom_id_`, so that resources which an environment file
 * names (a transit gateway, an adopted VPC) can exist. The tag is moto's own convention, but moto ignores it in EC2.
 * This replaces moto's id by the chosen one in every reply, and the chosen one by moto's in every call.
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

/** The id in a reply that has the same kind as the chosen one but is not it; the tag's value holds the chosen one. */
function givenId(reply: Reply, chosen: string): string | undefined {
  const kind = chosen.slice(0, chosen.lastIndexOf('-'));
  const ids = [...reply.body.toString().matchAll(new RegExp(`>(${kind}-[0-9a-f]+)<`, 'g'))].map(
    (match) => match[1],
  );
  return ids.find((id) => id !== chosen);
}

function replaceInCall(call: Call, ids: ReadonlyMap<string, string>): Call {
  let { url, body } = call;
  for (const [chosen, given] of ids) {
    url = url.replaceAll(chosen, given);
    body = replaceIn(body, chosen, given);
  }
  return { ...call, url, body };
}

function replaceInReply(reply: Reply, ids: ReadonlyMap<string, string>): Reply {
  let { body } = reply;
  for (const [chosen, given] of ids) body = replaceIn(body, given, chosen);
  return { ...reply, body };
}

/** Replaces text in a body, which may be binary: Latin-1 has a character for each byte. */
function replaceIn(body: Buffer, from: string, to: string): Buffer {
  return body.includes(from) ? Buffer.from(body.toString('latin1').replaceAll(from, to), 'latin1') : body;
}
