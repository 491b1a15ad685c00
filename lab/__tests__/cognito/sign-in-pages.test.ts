import { createHash } from 'node:crypto';
import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { claimsOf } from '../../cognito/keys';
import { UserPools } from '../../cognito/user-pools';
import { SharedStandIn } from '../../test-support/stand-in';

const standIn = new SharedStandIn();
const { cognito } = standIn;

const callback = 'http://127.0.0.1:8401/';
const signedOut = 'https://intranet.corp.example.com/';
const host = 'lab-pages.auth.us-east-1.amazoncognito.com';
const password = 'Aa1!aaaaaaaaaaaa';
const verifier = 'a'.repeat(43);
const challenge = createHash('sha256').update(verifier).digest('base64url');

let server: Server;
let clientId = '';

beforeAll(async () => {
  const { UserPool: pool } = await cognito('CreateUserPool', { PoolName: 'people' });
  const { Id: UserPoolId } = pool as { Id: string };
  await cognito('CreateUserPoolDomain', { UserPoolId, Domain: 'lab-pages' });
  const { UserPoolClient: client } = await cognito('CreateUserPoolClient', {
    UserPoolId,
    ClientName: 'studio',
    ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['code'],
    AllowedOAuthScopes: ['openid'],
    CallbackURLs: [callback],
    LogoutURLs: [signedOut],
    SupportedIdentityProviders: ['COGNITO'],
  });
  clientId = (client as { ClientId: string }).ClientId;
  const user = { UserPoolId, Username: 'alice' };
  await cognito('AdminCreateUser', user);
  await cognito('AdminSetUserPassword', { ...user, Password: password, Permanent: true });
  const pools = new UserPools({
    target: standIn.running,
    invokeTrigger: () => Promise.reject(new Error('no trigger')),
    askProvider: () => Promise.resolve({}),
  });
  server = createServer((incoming, outgoing) => {
    void pools.serveDomain(incoming, outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

interface Reply {
  readonly status: number;
  readonly location: URL | undefined;
  readonly cookie: string;
  readonly body: string;
}

function send(path: string, form?: Readonly<Record<string, string>>, cookie = ''): Promise<Reply> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      {
        port,
        path,
        method: form ? 'POST' : 'GET',
        headers: { host, cookie },
      },
      (incoming) => {
        const { location, 'set-cookie': cookies = [] } = incoming.headers;
        void text(incoming).then((body) => {
          resolve({
            status: incoming.statusCode ?? 0,
            location: location === undefined ? undefined : new URL(location),
            cookie: cookies[0]?.split(';')[0] ?? '',
            body,
          });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(form && new URLSearchParams(form).toString());
  });
}

/** The address of the pages, with other parameters; `undefined` takes one away. */
function query(changes: Readonly<Record<string, string | undefined>> = {}): string {
  const parameters: Record<string, string | undefined> = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: callback,
    scope: 'openid',
    state: 'state-1',
    nonce: 'nonce-1',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...changes,
  };
  const kept = Object.entries(parameters).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return new URLSearchParams(kept).toString();
}

const signIn = () => send(`/login?${query()}`, { username: 'alice', password });

const redeem = (code: string, changes: Readonly<Record<string, string>> = {}) =>
  send('/oauth2/token', {
    grant_type: 'authorization_code',
    client_id: clientId,
    redirect_uri: callback,
    code,
    code_verifier: verifier,
    ...changes,
  });

test.each<[what: string, changes: Record<string, string | undefined>, end: string]>([
  ['another client', { client_id: 'other' }, 'page 400'],
  ['a callback that is longer than the registered one', { redirect_uri: `${callback}x` }, 'page 400'],
  ['no callback', { redirect_uri: undefined }, 'page 400'],
  [
    'a scope that is not allowed',
    { scope: 'openid aws.cognito.signin.user.admin' },
    'back with invalid_scope',
  ],
  ['tokens in the address', { response_type: 'token' }, 'back with unauthorized_client'],
  ['a challenge in the clear', { code_challenge_method: 'plain' }, 'back with invalid_request'],
  ['a provider that the client does not offer', { identity_provider: 'Other' }, 'back with invalid_request'],
  ['nothing wrong', {}, 'page 200'],
])('a sign-in that asks for %s', async (_, changes, end) => {
  const { status, location } = await send(`/oauth2/authorize?${query(changes)}`);
  const words = location ? `back with ${location.searchParams.get('error') ?? ''}` : `page ${status}`;
  expect(words).toBe(end);
  if (location) expect(location.searchParams.get('state')).toBe('state-1');
});

test('a wrong password leads nowhere', async () => {
  const { status, location, cookie } = await send(`/login?${query()}`, { username: 'alice', password: 'x' });
  expect({ status, location, cookie }).toEqual({ status: 200, location: undefined, cookie: '' });
});

test('a code is worth tokens of the scopes asked for, once', async () => {
  const { location } = await signIn();
  expect(location?.searchParams.get('state')).toBe('state-1');
  const code = location?.searchParams.get('code') ?? '';
  const { access_token: access, id_token: id } = JSON.parse((await redeem(code)).body) as Record<
    'access_token' | 'id_token',
    string
  >;
  expect(claimsOf(id)).toMatchObject({ aud: clientId, token_use: 'id', nonce: 'nonce-1' });
  expect(claimsOf(access)).toMatchObject({
    username: 'alice',
    client_id: clientId,
    token_use: 'access',
    scope: 'openid',
  });
  expect(await redeem(code)).toMatchObject({ status: 400 });
});

test.each<[string, Record<string, string>]>([
  ['another verifier', { code_verifier: 'b'.repeat(43) }],
  ['another client', { client_id: 'other' }],
  ['another callback', { redirect_uri: `${callback}x` }],
])('a code is worth nothing with %s', async (_, changes) => {
  const { location } = await signIn();
  const { status, body } = await redeem(location?.searchParams.get('code') ?? '', changes);
  expect({ status, body }).toMatchObject({
    status: 400,
    body: expect.stringContaining('invalid_grant') as string,
  });
});

test('the cookie of a sign-in gives codes until its browser signs out', async () => {
  const { cookie } = await signIn();
  const again = () => send(`/oauth2/authorize?${query()}`, undefined, cookie);
  expect((await again()).location?.searchParams.has('code')).toBe(true);
  const logout = (to: string) =>
    send(
      `/logout?${new URLSearchParams({ client_id: clientId, logout_uri: to }).toString()}`,
      undefined,
      cookie,
    );
  expect(await logout('https://attacker.example/')).toMatchObject({ status: 400, location: undefined });
  expect((await again()).location?.searchParams.has('code')).toBe(true);
  expect((await logout(signedOut)).location?.href).toBe(signedOut);
  expect(await again()).toMatchObject({ status: 200, location: undefined });
});
