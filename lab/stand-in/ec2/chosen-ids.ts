import type { Call, Gap, Reply } from '../call';
import { form } from './form';

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

/** Replaces text in a body that may as well be bytes: Latin-1 has a character for each of them. */
function replaceIn(body: Buffer, from: string, to: string): Buffer {
  return body.includes(from) ? Buffer.from(body.toString('latin1').replaceAll(from, to), 'latin1') : body;
}
