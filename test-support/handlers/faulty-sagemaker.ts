import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

export const region = 'eu-central-1';
export const studioUrl = `https://studio-d-abcdef123456.studio.${region}.sagemaker.aws/auth?token=marked-url-token-9e21`;

/** An upstream message with an ARN, a role and a reason, none of which may leave the function. */
const upstreamMessage =
  'marked-upstream: User: arn:aws:sts::123456789012:assumed-role/marked-role/marked-session is not authorized';

/** Answers one call; `attempt` counts the calls for the same profile, from 1. */
export type Behaviour = (response: ServerResponse, attempt: number) => unknown;

export const answers =
  (body: unknown, status = 200): Behaviour =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };

export const succeeds = answers({ AuthorizedUrl: studioUrl });

export const fails = (type: string, status = 400): Behaviour =>
  answers({ __type: type, message: upstreamMessage, Message: upstreamMessage }, status);

export const then =
  (first: Behaviour, later: Behaviour): Behaviour =>
  (response, attempt) =>
    (attempt === 1 ? first : later)(response, attempt);

export const after =
  (milliseconds: number, behaviour: Behaviour): Behaviour =>
  async (response, attempt) => {
    await wait(milliseconds, undefined, { ref: false });
    if (!response.destroyed) behaviour(response, attempt);
  };

/** SageMaker on this machine; the requested profile decides how it fails. A class: it counts. */
export class FaultySageMaker {
  readonly #server: Server;
  readonly #attempts = new Map<string, number>();
  readonly requests: Record<string, unknown>[] = [];

  constructor(behaviours: ReadonlyMap<string, Behaviour>) {
    this.#server = createServer((request, response) => {
      void read(request).then((body) => {
        const call = JSON.parse(body) as { UserProfileName: string };
        const attempt = this.attempts(call.UserProfileName) + 1;
        this.#attempts.set(call.UserProfileName, attempt);
        this.requests.push({ ...call, target: request.headers['x-amz-target'] });
        behaviours.get(call.UserProfileName)?.(response, attempt);
      });
    }).unref(); // a test that fails must not keep the test run from ending
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  attempts(profile: string): number {
    return this.#attempts.get(profile) ?? 0;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
