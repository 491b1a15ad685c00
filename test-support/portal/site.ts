import { mkdtempSync, rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { meRoute, portalFileRoute, portalRoute, spacesRoute } from '../../api/routes';
import { makeAuthority } from '../../lab/network/authority';
import type { PortalSettings } from '../../api/portal';
import { type ProblemCode, problemBody, problems } from '../../api/problems';
import { build } from '../handlers/forms';
import { FunctionProcess } from '../handlers/function-process';
import type { FakeCognito } from '../studio-access/cognito';
import type { Answer, SignInPages } from './sign-in-pages';

interface Parts {
  readonly settings: PortalSettings;
  readonly cognito?: FakeCognito;
  readonly pages?: SignInPages;
}

/** What the API answers for the caller: a URL, or a problem. */
type NextAnswer = ProblemCode | 'url';

const studioHost = 'd-abcdef123456.studio.us-east-1.sagemaker.aws';

/**
 * A company's network in one HTTPS server: the deployed function of the page, the rest of the API, Cognito, the sign-in pages and
 * Studio, each by its name.
 */
export class Site {
  /** Answers of `/me`, one for each request; after the last one, a URL. */
  readonly next: NextAnswer[] = [];
  /** The caller's profile is being made, as long as this is so. */
  isPending = false;
  /** The API answers after this. */
  held: Promise<void> = Promise.resolve();
  /** Requests, as `host path?query`. */
  readonly requests: string[] = [];
  /** Access tokens that the API no longer takes. */
  readonly refused = new Set<string>();
  /** Tokens and URLs that went over the wire. */
  readonly secrets = new Set<string>();
  spaces: readonly object[] = [
    { name: 'fraud-model', app: 'jupyterlab', status: 'InService' },
    { name: 'notes', app: 'code-editor', status: 'Updating' },
  ];

  private constructor(
    private readonly parts: Parts,
    private readonly page: FunctionProcess,
    private readonly server: Server,
    /** For Chromium: the certificate that it is to trust. */
    readonly publicKeyHash: string,
  ) {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      void this.serve(request, response);
    });
  }

  static async start(parts: Parts): Promise<Site> {
    const folder = mkdtempSync(path.join(tmpdir(), 'portal-site-'));
    try {
      const { key, certificate, publicKeyHash } = makeAuthority(folder, ['*.example.com']);
      const page = await FunctionProcess.start(await build('portal', 'bundle'), {
        PORTAL_SETTINGS: JSON.stringify(parts.settings),
      });
      const server = createServer({ key, cert: certificate });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return new Site(parts, page, server, publicKeyHash);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    await this.page.stop();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '/', `https://${request.headers.host ?? ''}`);
    this.requests.push(`${url.host} ${url.pathname}${url.search}`);
    const body = Buffer.concat(chunks).toString();
    const answer = (await this.answer(request, url, body)) ?? { status: 404, headers: {}, body: '' };
    response.writeHead(answer.status, answer.headers);
    response.end(answer.body);
  }

  private async answer(request: IncomingMessage, url: URL, body: string): Promise<Answer | undefined> {
    const { settings, cognito, pages } = this.parts;
    if (url.host === new URL(settings.portalUrl).host || url.host === 'other.example.com')
      return this.api(request, url);
    if (url.host === studioHost) return studio(url);
    if (url.host.startsWith('cognito-idp.') && cognito) return cognitoAnswer(request, body, cognito);
    return pages?.answer(request.method ?? '', url, body, request.headers.cookie ?? '');
  }

  private async api(request: IncomingMessage, url: URL): Promise<Answer | undefined> {
    const path = url.pathname.replace(/^\/prod/, '');
    const file = /^\/portal\/([^/]+)$/.exec(path)?.[1];
    if (path === portalRoute.path || file !== undefined) {
      const { result } = await this.page.invoke({
        requestContext: {
          resourcePath: file === undefined ? portalRoute.path : portalFileRoute.path,
          requestId: 'page',
        },
        pathParameters: file === undefined ? null : { file },
      });
      const { statusCode, headers, body } = result as {
        statusCode: number;
        headers: Record<string, string>;
        body: string;
      };
      return { status: statusCode, headers, body };
    }
    await this.held;
    const token = (request.headers.authorization ?? '').replace(/^Bearer /, '');
    if (token !== '') this.secrets.add(token);
    if (token === '' || this.refused.has(token)) return problem('not_signed_in');
    if (path === spacesRoute.path) return json({ spaces: this.spaces, complete: true });
    if (path !== meRoute.path) return problem('path_not_found');
    const next = this.isPending ? 'profile_pending' : (this.next.shift() ?? 'url');
    if (next !== 'url') return problem(next);
    const authorizedUrl = `https://${studioHost}/auth?token=presigned-${Math.random().toString(36).slice(2)}`;
    this.secrets.add(authorizedUrl);
    return json({ authorizedUrl, expiresInSeconds: 60 });
  }
}

function json(value: object): Answer {
  return {
    status: 200,
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
    body: JSON.stringify(value),
  };
}

function problem(code: ProblemCode): Answer {
  return {
    status: problems[code].status,
    headers: {
      'Content-Type': 'application/problem+json',
      'Cache-Control': 'no-store',
      ...(code === 'profile_pending' && { 'Retry-After': '1' }),
    },
    body: problemBody(code, '3f1c2c8e-5a0b-4d7c-9d55-0f3a7f7a1b11'),
  };
}

/** Studio takes the URL, sets a cookie, and leads on. */
function studio(url: URL): Answer {
  const type = { 'Content-Type': 'text/html; charset=utf-8' };
  return url.pathname === '/auth'
    ? { status: 302, headers: { Location: '/jupyterlab/default' }, body: '' }
    : { status: 200, headers: type, body: '<!doctype html><title>Studio</title><h1>SageMaker Studio</h1>' };
}

function cognitoAnswer(request: IncomingMessage, body: string, cognito: FakeCognito): Answer {
  const headers = {
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Headers': '*',
    'Content-Type': 'application/x-amz-json-1.1',
  };
  if (request.method === 'OPTIONS') return { status: 200, headers, body: '' };
  return { headers, ...cognito.reply(request.headers['x-amz-target'], body) };
}
