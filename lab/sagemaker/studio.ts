import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { json, type Target } from '../shared/aws-client';
import { objects, text } from '../shared/json';
import type { Origin } from '../network/origin';
import { mayUseStudio } from './permission';
import type { PresignedUrl, PresignedUrls } from './urls';

/**
 * Studio itself: opens presigned URLs and serves a page to their sessions. The policy of the role that created the URL
 * decides about every request, the first and all later ones, with the network context of that request.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreatePresignedDomainUrl.html
 */
export async function serveStudio(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  {
    origin,
    target,
    urls,
  }: { readonly origin: Origin; readonly target: Target; readonly urls: PresignedUrls },
): Promise<void> {
  const asked = new URL(incoming.url ?? '/', `https://${incoming.headers.host ?? ''}`);
  const token = asked.pathname === '/auth' ? asked.searchParams.get('token') : null;
  const cookie = /studio-session=([\w-]+)/.exec(incoming.headers.cookie ?? '')?.[1];
  const opened = token === null ? urls.session(cookie ?? '')?.url : urls.find(token);
  const label = asked.hostname.split('.')[0] ?? '';
  if (label.replace(/^studio-/, '') !== opened?.domainId) {
    toConsole(outgoing);
    return;
  }
  if (!(await mayUseStudio(target, { ...opened, origin }))) {
    outgoing.writeHead(403, { 'content-type': 'text/plain' });
    // Studio's own words, as users report them
    outgoing.end('Access denied: Auth token containing insufficient permissions');
    return;
  }
  if (token === null) await page(outgoing, opened, target);
  else if (opened.used || opened.expiresAt <= urls.clock.now()) toConsole(outgoing);
  else open(outgoing, opened, urls);
}

function open(outgoing: ServerResponse, url: PresignedUrl, urls: PresignedUrls): void {
  url.used = true;
  const cookie = randomBytes(24).toString('base64url');
  urls.begin(cookie, { url, until: urls.clock.now() + url.sessionSeconds * 1000 });
  outgoing.writeHead(302, {
    location: '/',
    'set-cookie': `studio-session=${cookie}; Path=/; Secure; HttpOnly`,
  });
  outgoing.end();
}

/** What a session shows: Studio, a page of it, or the app of a space, which answers 404 while it does not run. */
async function page(
  outgoing: ServerResponse,
  { profile, domainId, spaceName, landingUri = 'studio::' }: PresignedUrl,
  target: Target,
): Promise<void> {
  if (spaceName !== undefined && !(await runs(target, domainId, spaceName))) {
    outgoing.writeHead(404, { 'content-type': 'text/plain' });
    outgoing.end('Not Found');
    return;
  }
  const path = landingUri.replace(/^studio::/, '');
  const where = spaceName === undefined ? (path === '' ? '' : `, at ${path}`) : `, in the space ${spaceName}`;
  outgoing.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
  outgoing.end(`<!doctype html><title>SageMaker Studio</title><h1>Studio of ${profile}${where}</h1>\n`);
}

/** Whether an app of a space runs. */
async function runs(target: Target, domainId: string, space: string): Promise<boolean> {
  const request = { DomainIdEquals: domainId, SpaceNameEquals: space };
  const apps = objects(await json(target, 'sagemaker', 'SageMaker.ListApps', request), 'Apps');
  return apps.some((app) => text(app, 'Status') === 'InService');
}

/** AWS redirects a browser here when its URL has expired. */
function toConsole(outgoing: ServerResponse): void {
  outgoing.writeHead(302, { location: 'https://console.aws.amazon.com/console/home' });
  outgoing.end();
}
