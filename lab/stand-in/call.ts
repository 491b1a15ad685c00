import type { IncomingHttpHeaders } from 'node:http';

/** One request to an AWS API as it reached the stand-in. */
export interface Call {
  readonly method: string;
  /** Path and query string, as sent. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Signing name of the service, such as `sagemaker`; empty for an unsigned call. */
  readonly service: string;
  readonly region: string;
  /** Operation of a JSON or query protocol; empty for REST protocols, which have a method and a path. */
  readonly operation: string;
}

/** The answer to a {@link Call}. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Sends a call on to moto, or to the next gap. */
export type Forward = (call: Call) => Promise<Reply>;

/** A place where moto differs from AWS: answers a call itself, changes it, changes the reply, or forwards it. */
export type Gap = (call: Call, forward: Forward) => Promise<Reply>;

/** Chains the gaps in front of `last`, the first one outermost. */
export function closeGaps(gaps: readonly Gap[], last: Forward): Forward {
  return gaps.reduceRight<Forward>((next, gap) => (call) => gap(call, next), last);
}

/**
 * Reads service, region and operation from a request; AWS itself reads the first two from the credential scope.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html
 */
export function toCall(method: string, url: string, headers: IncomingHttpHeaders, body: Buffer): Call {
  const scope = /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\/aws4_request/.exec(headers.authorization ?? '');
  const { 'x-amz-target': target, 'content-type': contentType = '' } = headers;
  const isForm = contentType.startsWith('application/x-www-form-urlencoded');
  const operation =
    typeof target === 'string'
      ? target.slice(target.lastIndexOf('.') + 1)
      : isForm
        ? (new URLSearchParams(body.toString()).get('Action') ?? '')
        : '';
  return { method, url, headers, body, service: scope?.[2] ?? '', region: scope?.[1] ?? '', operation };
}
