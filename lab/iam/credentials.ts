import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { SignatureV4 } from '@smithy/signature-v4';

/** Temporary credentials of a role. */
export interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** The largest difference between the time of a signature and now. */
const signatureMinutes = 5;

const secret = randomBytes(32);

const derived = (text: string) => createHmac('sha256', secret).update(text).digest('base64url');

/** Credentials of a role; valid in this run only. */
export function credentialsOf(roleArn: string): RoleCredentials {
  return {
    accessKeyId: `ASIA${Buffer.from(roleArn).toString('hex').toUpperCase()}`,
    secretAccessKey: derived(`key of ${roleArn}`),
    sessionToken: derived(`session of ${roleArn}`),
  };
}

/**
 * The role that signed a request for a service of a region; undefined if signature, time, session token or scope is
 * wrong.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export async function signerOf(
  incoming: IncomingMessage,
  body: string,
  { service, region }: { readonly service: string; readonly region: string },
): Promise<string | undefined> {
  const header = (name: string) => String(incoming.headers[name] ?? '');
  const given = header('authorization');
  const [, accessKeyId = '', scope, signed = ''] =
    /^AWS4-HMAC-SHA256 Credential=(\w+)\/\d{8}\/(\S+)\/aws4_request, SignedHeaders=([\w;-]+), Signature=[0-9a-f]{64}$/.exec(
      given,
    ) ?? [];
  const roleArn = Buffer.from(/^ASIA([0-9A-F]+)$/.exec(accessKeyId)?.[1] ?? '', 'hex').toString();
  const signedAt = dateOf(header('x-amz-date'));
  const names = signed.split(';');
  if (scope !== `${region}/${service}` || !names.includes('host') || signedAt === undefined) return undefined;
  if (Math.abs(Date.now() - signedAt.getTime()) > signatureMinutes * 60_000) return undefined;
  const credentials = credentialsOf(roleArn);
  const signer = new SignatureV4({ credentials, region, service, sha256: Sha256, applyChecksum: false });
  const [pathname = '/', search = ''] = (incoming.url ?? '/').split('?', 2);
  const expected = await signer.sign(
    {
      method: incoming.method ?? 'POST',
      protocol: 'https:',
      hostname: header('host'),
      path: pathname,
      body,
      query: Object.fromEntries(new URLSearchParams(search)),
      headers: Object.fromEntries(names.map((name) => [name, header(name)])),
    },
    { signingDate: signedAt },
  );
  const isRight = isSame(String(expected.headers.authorization), given);
  return isRight && header('x-amz-security-token') === credentials.sessionToken ? roleArn : undefined;
}

/** `20261124T093000Z`, the basic form of ISO 8601. */
function dateOf(text: string): Date | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text)?.slice(1);
  if (!parts) return undefined;
  const [year, month, day, hour, minute, second] = parts;
  return new Date(`${year ?? ''}-${month ?? ''}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:${second ?? ''}Z`);
}

function isSame(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

/** SHA-256 and HMAC of Node.js in the form that the signer needs. */
class Sha256 {
  readonly #hash;

  constructor(key?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = key === undefined ? createHash('sha256') : createHmac('sha256', bytes(key));
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytes(data));
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }
}

function bytes(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data);
  return ArrayBuffer.isView(data)
    ? Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    : Buffer.from(data);
}
