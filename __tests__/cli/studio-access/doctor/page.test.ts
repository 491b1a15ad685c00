import { Response } from 'undici';
import { explainPage, explainUpgrade, openPage } from '../../../../cli/studio-access/doctor/page';

const zone = 'studio.us-east-1.sagemaker.aws';
const url = `https://d-1.${zone}/auth?token=planted`;

/** Opens the URL with these answers, one after the other. */
async function opened(
  ...answers: readonly (readonly [status: number, headers: Record<string, string>, text?: string])[]
) {
  const asked: string[] = [];
  const left = [...answers];
  const page = await openPage(
    url,
    (address, { headers } = {}) => {
      asked.push(`${address} ${JSON.stringify(headers)}`);
      const [status, answerHeaders, text = ''] = left.shift() ?? [500, {}];
      return Promise.resolve(new Response(text, { status, headers: answerHeaders }));
    },
    zone,
  );
  const examined = explainPage(page);
  return { asked, got: examined.got, cause: 'cause' in examined ? examined.cause : 'ok' };
}

describe('opening a URL', () => {
  it('follows Studio with its cookies, and shows no part of the URL that is a secret', async () => {
    const { asked, got, cause } = await opened(
      [302, { location: '/', 'set-cookie': 's=1; Path=/; Secure' }],
      [200, {}],
    );
    expect([got, cause]).toEqual([`status 200 of d-1.${zone}`, 'ok']);
    expect(asked).toEqual([`${url} {}`, `https://d-1.${zone}/ {"cookie":"s=1"}`]);
  });

  it.each<[what: string, answer: readonly [number, Record<string, string>, string?], cause: string]>([
    ['a page', [200, {}], 'ok'],
    ["AWS's sign-in page", [302, { location: 'https://console.aws.amazon.com/' }], 'url_void'],
    ['an address that is none', [302, { location: 'https://' }], 'studio_fails'],
    ['a refusal', [403, {}], 'insufficient_permissions'],
    [
      'a refusal in words alone',
      [400, {}, 'Auth token containing insufficient permissions'],
      'insufficient_permissions',
    ],
    ['no such app', [404, {}], 'studio_fails'],
    ['a failure', [503, {}], 'studio_fails'],
  ])('%s', async (_, answer, cause) => {
    expect((await opened(answer)).cause).toBe(cause);
  });

  it('gives up where Studio leads in circles', async () => {
    const { asked, cause } = await opened(
      ...Array.from({ length: 9 }, () => [302, { location: '/' }] as const),
    );
    expect([asked.length, cause]).toEqual([6, 'studio_fails']);
  });
});

it.each<[what: string, answer: Parameters<typeof explainUpgrade>[0], cause: string]>([
  ['a WebSocket', { status: 101, headers: {} }, 'ok'],
  ['no app', { status: 404, headers: {} }, 'ok'],
  ['not signed in', { status: 302, headers: {} }, 'ok'],
  ['a proxy', { status: 404, headers: { via: '1.1 proxy' } }, 'websocket_blocked'],
  ['a proxy that does not say so', { status: 501, headers: {} }, 'websocket_blocked'],
  ['an end of the connection', 'ECONNRESET', 'websocket_blocked'],
])('a request for a WebSocket is answered by %s', (_, answer, cause) => {
  const examined = explainUpgrade(answer);
  expect('cause' in examined ? examined.cause : 'ok').toBe(cause);
});
