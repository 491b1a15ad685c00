import type { PortalSettings } from '../../../api/portal';
import { createHandler } from '../../../handlers/portal/handler';
import { codeSettings, passwordSettings } from '../../../test-support/portal/settings';

const assets = { page: '<!doctype html>', script: 'start()', style: 'p{}', icon: '<svg/>' };

const request = (resourcePath: string, more: object = {}) => ({
  requestContext: { resourcePath, requestId: 'r-1' },
  ...more,
});

const ask = (file: unknown) =>
  createHandler(assets, codeSettings)(request('/portal/{file}', { pathParameters: { file } }));

test.each<[string, unknown, string, string]>([
  ['the page', request('/portal'), 'text/html; charset=utf-8', assets.page],
  [
    'the page with a code, which changes nothing',
    request('/portal', { queryStringParameters: { code: 'x', state: 'y' } }),
    'text/html; charset=utf-8',
    assets.page,
  ],
])('serves %s', async (_, event, contentType, body) => {
  expect(await createHandler(assets, codeSettings)(event)).toMatchObject({
    statusCode: 200,
    headers: { 'Content-Type': contentType },
    body,
  });
});

test.each([
  ['app.js', 'text/javascript; charset=utf-8', assets.script],
  ['style.css', 'text/css; charset=utf-8', assets.style],
  ['icon.svg', 'image/svg+xml', assets.icon],
  ['settings.json', 'application/json', JSON.stringify(codeSettings)],
])('serves %s', async (file, contentType, body) => {
  expect(await ask(file)).toMatchObject({
    statusCode: 200,
    headers: { 'Content-Type': contentType },
    body,
  });
});

test.each([undefined, null, 7, '', 'index.mjs', '../index.mjs', '__proto__', 'constructor', 'APP.JS'])(
  'has no file %j',
  async (file) => {
    const answer = await ask(file);
    expect([answer.statusCode, JSON.parse(answer.body)]).toEqual([
      404,
      { type: 'about:blank', title: 'Not Found', status: 404, code: 'path_not_found', requestId: 'r-1' },
    ]);
    expect(answer.headers['Content-Type']).toBe('application/problem+json');
  },
);

test.each([undefined, null, 'text', {}, { requestContext: null }])('survives the event %j', async (event) => {
  expect((await createHandler(assets, codeSettings)(event)).statusCode).toBe(404);
});

const policyOf = async (settings: PortalSettings) =>
  (
    (await createHandler(assets, settings)(request('/portal'))).headers['Content-Security-Policy'] ?? ''
  ).split('; ');

test.each<[string, PortalSettings, string]>([
  ['a password', passwordSettings, "connect-src 'self' https://cognito-idp.us-east-1.amazonaws.com"],
  ['a code', codeSettings, "connect-src 'self' https://signin.corp.example.com"],
  ['no sign-in', { ...passwordSettings, signIn: { kind: 'none' } }, "connect-src 'self'"],
])('the page talks to itself and to the sign-in only: %s', async (_, settings, connect) => {
  expect(await policyOf(settings)).toEqual([
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    connect,
    "form-action 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ]);
});

test('every answer has the same headers, an error as well', async () => {
  const handler = createHandler(assets, codeSettings);
  for (const event of [request('/portal'), request('/portal/{file}', { pathParameters: { file: 'x' } })]) {
    expect((await handler(event)).headers).toEqual({
      'Content-Type': expect.any(String) as string,
      'Content-Security-Policy': expect.any(String) as string,
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'no-referrer',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'X-Content-Type-Options': 'nosniff',
      'Permissions-Policy':
        'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
    });
  }
});
