import { isObject } from '../../api/json';

/** Cognito's sets are below 1 kB, and those with whole certificates some 20 kB; more than this is not a key set. */
const longestBody = 65_536;

/** A key set that cannot be used; `code` says why and quotes nothing that was received. */
class KeySetError extends Error {
  override readonly name = 'KeySetError';
  constructor(readonly code: string) {
    super(`key set cannot be used: ${code}`);
  }
}

/**
 * Fetches a JSON Web Key Set, which `jwks-rsa` then reads. The fetcher of `jwks-rsa` limits only the silence between two
 * packets, waits forever for a body that breaks off, and reads any amount.
 * https://www.rfc-editor.org/rfc/rfc7517#section-5
 * @param timeoutMilliseconds bound on the whole exchange, from the name lookup to the last byte
 * @throws KeySetError if the answer is not a key set, AbortError if it takes too long, and Node's network errors
 */
export async function fetchKeySet(uri: string, timeoutMilliseconds: number): Promise<{ keys: unknown[] }> {
  // loaded here, not at the start: `node:https` takes longer to load than the rest of the function
  const { request } = uri.startsWith('https:') ? await import('node:https') : await import('node:http');
  const body = await new Promise<string>((resolve, reject) => {
    const options = {
      signal: AbortSignal.timeout(timeoutMilliseconds),
      headers: { accept: 'application/json' },
      // a connection of its own: one kept from minutes ago may be dead, as Lambda freezes the function in between
      agent: false,
    };
    const outgoing = request(uri, options, (response) => {
      if (response.statusCode !== 200) {
        reject(new KeySetError(`status_${response.statusCode ?? 0}`));
        outgoing.destroy();
        return;
      }
      const chunks: Buffer[] = [];
      let length = 0;
      response.on('data', (chunk: Buffer) => {
        length += chunk.length;
        chunks.push(chunk);
        if (length > longestBody) {
          reject(new KeySetError('too_long'));
          outgoing.destroy();
        }
      });
      response.on('end', () => {
        resolve(Buffer.concat(chunks).toString());
      });
      response.on('error', reject);
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
  const set = parse(body);
  if (!isObject(set) || !Array.isArray(set.keys)) {
    throw new KeySetError('no_list_of_keys');
  }
  // one entry that is not a key would make jwks-rsa refuse the whole set
  return { keys: set.keys.filter(isObject) };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new KeySetError('not_json');
  }
}
