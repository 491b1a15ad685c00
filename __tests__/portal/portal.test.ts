import type { PortalSettings } from '../../api/portal';
import { problemBody, problems, type ProblemCode } from '../../api/problems';
import type { Begun } from '../../portal/code-sign-in';
import { startPortal } from '../../portal/portal';
import type { State } from '../../portal/state';
import { codeSettings, passwordSettings } from '../../test-support/portal/settings';

const token = (name: string) =>
  `h.${Buffer.from(JSON.stringify({ username: name, studio_profile: name })).toString('base64url')}.s`;

type Reply = readonly [status: number, body: object | string, headers?: Record<string, string>];

const problem = (code: ProblemCode, headers: Record<string, string> = {}): Reply => [
  problems[code].status,
  problemBody(code, 'r-1'),
  headers,
];
const url: Reply = [200, { authorizedUrl: 'https://d-1.studio.us-east-1.sagemaker.aws/auth?token=x' }];
const spaces: Reply = [200, { spaces: [], complete: true }];
const tokensOf = (name: string): Reply => [
  200,
  { AuthenticationResult: { AccessToken: token(name), RefreshToken: `r-${name}`, ExpiresIn: 3600 } },
];
const signedInReply = tokensOf('alice');

/** A page with everything around it replaced. Requests are answered by the end of their address. */
function pageWith(
  settings: PortalSettings,
  replies: Record<string, (Reply | Promise<Reply>)[]>,
  { query = '', begun, now = () => 0 }: { query?: string; begun?: Begun; now?: () => number } = {},
) {
  const requests: string[] = [];
  const seen = {
    left: [] as string[],
    replaced: [] as string[],
    addresses: [] as object[],
    waits: [] as number[],
    tokens: [] as string[],
  };
  let kept = begun;
  const states: State[] = [];
  jest.spyOn(globalThis, 'fetch').mockImplementation(async (address, options) => {
    const asked = address instanceof Request ? address.url : address.toString();
    requests.push(asked);
    const key = Object.keys(replies).find((part) => asked.includes(part)) ?? '';
    const token = new Headers(options?.headers).get('Authorization');
    if (token !== null) seen.tokens.push(token.replace('Bearer ', ''));
    const [status, body, headers = {}] = await (replies[key]?.shift() ?? spaces);
    if (status === 0) throw new TypeError('Failed to fetch');
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return new Response(text, { status, headers: { 'Content-Type': 'application/json', ...headers } });
  });
  const actions = startPortal(settings, {
    address: new URL(`${settings.portalUrl}${query}`),
    showAddress: (choice) => seen.addresses.push(choice),
    leave: (to) => seen.left.push(to),
    replace: (to) => seen.replaced.push(to),
    begun: {
      save: (value) => (kept = value),
      take: () => {
        const value = kept;
        kept = undefined;
        return value;
      },
    },
    last: { read: () => ({}), write: () => undefined, clear: () => undefined },
    wait: (milliseconds) => {
      seen.waits.push(milliseconds);
      return Promise.resolve();
    },
    now,
    show: (state) => states.push(state),
  });
  const last = () => {
    const state = states.at(-1);
    if (!state) throw new Error('nothing was shown');
    return state;
  };
  return { actions, requests, seen, last, states, kept: () => kept };
}

afterEach(() => jest.restoreAllMocks());

async function signedIn(replies: Parameters<typeof pageWith>[1], more: Parameters<typeof pageWith>[2] = {}) {
  const page = pageWith(passwordSettings, { 'cognito-idp': [signedInReply], ...replies }, more);
  await page.actions.submitPassword('alice', 'p');
  return page;
}

describe('opening', () => {
  it('leads to Studio in place of this page', async () => {
    const page = await signedIn({ spaces: [spaces], me: [url] });
    expect(page.last()).toMatchObject({ view: { at: 'ready' }, name: 'alice' });
    page.actions.choose({ space: 'a-space' });
    await page.actions.open();
    expect(page.requests.at(-1)).toBe('me?space=a-space');
    expect(page.seen.replaced).toEqual(['https://d-1.studio.us-east-1.sagemaker.aws/auth?token=x']);
    expect(page.seen.left).toEqual([]);
  });

  it.each<[string, Reply, string]>([
    ['no answer', [0, ''], 'unreachable'],
    ['a page of a proxy', [200, '<html>'], 'unexpected_answer'],
    ['an error of a proxy', [502, '<html>'], 'unexpected_answer'],
    ['a code of a later version', [400, { code: 'brand_new' }], 'unexpected_answer'],
    ['an address that is no page', [200, { authorizedUrl: 'javascript:alert(1)' }], 'unexpected_answer'],
    [
      'an address that is not encrypted',
      [200, { authorizedUrl: 'http://a.example.com' }],
      'unexpected_answer',
    ],
    ...Object.keys(problems)
      .filter((code) => code !== 'profile_pending' && code !== 'not_signed_in')
      .map((code): [string, Reply, string] => [code, problem(code as ProblemCode), code]),
  ])('%s is shown', async (_, reply, code) => {
    const page = await signedIn({ spaces: [spaces], me: [reply] });
    await page.actions.open();
    expect(page.last()).toMatchObject({ view: { at: 'problem', code }, name: 'alice' });
    expect(page.seen.replaced).toEqual([]);
  });

  it('waits for a profile as long as the API says, for three minutes', async () => {
    let now = 0;
    const pending = problem('profile_pending', { 'Retry-After': '5' });
    const page = await signedIn(
      { spaces: [spaces], me: Array.from({ length: 50 }, () => pending) },
      { now: () => (now += 10_000) },
    );
    await page.actions.open();
    expect(new Set(page.seen.waits)).toEqual(new Set([5000]));
    expect(page.last().view).toMatchObject({ at: 'problem', code: 'profile_pending', requestId: 'r-1' });
    const shown = page.states.flatMap(({ view }) => (view.at === 'opening' ? [view.pendingSeconds] : []));
    expect(Math.max(...shown.map((seconds) => seconds ?? 0))).toBeLessThan(181);
  });

  it('refreshes a token that is nearly over, once for all who need it', async () => {
    let now = 0;
    const page = await signedIn(
      { 'cognito-idp': [signedInReply, signedInReply], spaces: [spaces], me: [url] },
      { now: () => now },
    );
    now = Date.now() + 3_599_000;
    const replies = page.requests.length;
    await page.actions.open();
    expect(page.requests.slice(replies)).toEqual([passwordSettings.signIn.endpoint, 'me']);
  });

  it('says that the sign-in is over, and keeps the choice', async () => {
    const notAuthorized: Reply = [400, { __type: 'NotAuthorizedException', message: 'revoked' }];
    const page = await signedIn({
      'cognito-idp': [signedInReply, notAuthorized],
      spaces: [spaces],
      me: [problem('not_signed_in')],
    });
    page.actions.choose({ app: 'jupyterlab' });
    await page.actions.open();
    expect(page.last()).toMatchObject({
      view: { at: 'sign-in', notice: 'session_over' },
      choice: { app: 'jupyterlab' },
      name: undefined,
    });
  });

  it.each<[what: string, reply: Reply, code: string]>([
    ['no answer', [0, ''], 'sign_in_unreachable'],
    ['too many requests', [400, { __type: 'TooManyRequestsException' }], 'sign_in_busy'],
    ['a failure', [500, { __type: 'InternalErrorException' }], 'sign_in_refused'],
  ])('does not take %s at a refresh for the end of the sign-in', async (_, reply, code) => {
    let now = 0;
    const page = await signedIn(
      { 'cognito-idp': [signedInReply, reply], spaces: [spaces] },
      { now: () => now },
    );
    now = Date.now() + 3_599_000;
    await page.actions.open();
    expect(page.last()).toMatchObject({ view: { at: 'problem', code }, name: 'alice' });
  });

  it('leaves nothing of somebody who has signed out, also of what was under way, to the next person', async () => {
    let now = 0;
    let answer: (reply: Reply) => void = () => undefined;
    const late = new Promise<Reply>((resolve) => (answer = resolve));
    const page = await signedIn(
      {
        'cognito-idp': [signedInReply, late, [200, {}], tokensOf('bob')],
        spaces: [spaces, spaces],
        me: [url],
      },
      { now: () => now },
    );
    now = Date.now() + 3_599_000;
    const opening = page.actions.open();
    await page.actions.signOut();
    now = 0;
    await page.actions.submitPassword('bob', 'p');
    answer(tokensOf('alice'));
    await opening;
    expect(page.last()).toMatchObject({ view: { at: 'ready' }, name: 'bob' });
    await page.actions.open();
    expect(page.seen.tokens.at(-1)).toBe(token('bob'));
  });

  it.each<[string, Reply[]]>([
    ['and neither a fresh one', [signedInReply, signedInReply]],
    [
      'and there is no fresh one',
      [[200, { AuthenticationResult: { AccessToken: token('alice'), ExpiresIn: 3600 } }]],
    ],
  ])('says that the API does not take a token that is not over, %s', async (_, cognito) => {
    const refused = problem('not_signed_in');
    const page = await signedIn({ 'cognito-idp': cognito, spaces: [spaces], me: [refused, refused] });
    page.actions.choose({ app: 'jupyterlab' });
    await page.actions.open();
    expect(page.last()).toMatchObject({
      view: { at: 'problem', code: 'not_signed_in', requestId: 'r-1' },
      name: 'alice',
    });
    await page.actions.retry();
    expect(page.last()).toMatchObject({ view: { at: 'sign-in' }, choice: { app: 'jupyterlab' } });
  });

  it('throws the answer of an opening away that was given up', async () => {
    const page = await signedIn({ spaces: [spaces], me: [url] });
    const opening = page.actions.open();
    page.actions.back();
    await opening;
    expect(page.seen.replaced).toEqual([]);
    expect(page.last().view.at).toBe('ready');
  });
});

describe('a sign-in by code', () => {
  it('goes to the sign-in page with PKCE, and keeps what it needs until it is back', async () => {
    const page = pageWith(codeSettings, {}, { query: '?space=a-space' });
    await page.actions.signIn();
    const asked = new URL(page.seen.left[0] ?? '');
    expect(`${asked.origin}${asked.pathname}`).toBe(codeSettings.signIn.authorizationEndpoint);
    expect(Object.fromEntries(asked.searchParams)).toMatchObject({
      response_type: 'code',
      client_id: codeSettings.signIn.clientId,
      redirect_uri: codeSettings.portalUrl,
      scope: 'openid',
      code_challenge_method: 'S256',
      state: page.kept()?.state,
      nonce: page.kept()?.nonce,
    });
    expect(page.kept()).toMatchObject({ choice: { space: 'a-space' }, isDirect: true });
    expect(asked.href).not.toContain(page.kept()?.verifier);
  });

  it.each<[string, string, Begun | undefined]>([
    ['another state', '?code=c&state=other', { verifier: 'v', state: 's', choice: {}, isDirect: false }],
    ['nothing kept', '?code=c&state=s', undefined],
  ])('refuses %s before anything is sent, and takes the code out of the address', async (_, query, begun) => {
    const page = pageWith(codeSettings, {}, { query, ...(begun && { begun }) });
    await new Promise((resolve) => setImmediate(resolve));
    expect(page.last().view).toMatchObject({ at: 'problem', code: 'sign_in_stale' });
    expect(page.requests).toEqual([]);
    expect(page.seen.addresses).toEqual([{}]);
    expect(page.kept()).toBeUndefined();
  });

  it('signs out at the sign-in page, by the way that it has', async () => {
    const { signIn } = codeSettings;
    const kinds = [
      ['cognito', 'logout_uri'],
      ['openid', 'post_logout_redirect_uri'],
    ] as const;
    for (const [kind, parameter] of kinds) {
      const settings = {
        ...codeSettings,
        signIn: { ...signIn, signOut: { kind, endpoint: 'https://signin.corp.example.com/bye' } },
      };
      const page = pageWith(settings, {});
      await page.actions.signOut();
      const left = new URL(page.seen.left[0] ?? '');
      expect(Object.fromEntries(left.searchParams)).toEqual({
        client_id: signIn.clientId,
        [parameter]: codeSettings.portalUrl,
      });
    }
  });

  it.each<[what: string, reply: Reply, expected: object]>([
    [
      'a refusal is the end of the sign-in',
      [400, { error: 'invalid_grant' }],
      { at: 'sign-in', notice: 'session_over' },
    ],
    [
      'a failure is not',
      [503, { error: 'temporarily_unavailable' }],
      { at: 'problem', code: 'sign_in_refused' },
    ],
    ['a page of a proxy is not', [502, '<html>'], { at: 'problem', code: 'sign_in_refused' }],
  ])('at a refresh, %s', async (_, reply, expected) => {
    let now = 0;
    const begun = { verifier: 'v', state: 's', choice: {}, isDirect: false };
    const exchanged = {
      access_token: token('alice'),
      token_type: 'bearer',
      refresh_token: 'r',
      expires_in: 3600,
    };
    const { tokenEndpoint } = codeSettings.signIn;
    const page = pageWith(
      { ...codeSettings, signIn: { ...codeSettings.signIn, scope: 'studio.open' } },
      { [tokenEndpoint]: [[200, exchanged], reply] },
      { query: '?code=c&state=s', begun, now: () => now },
    );
    while (page.last().name === undefined) await new Promise((resolve) => setImmediate(resolve));
    now = Date.now() + 3_599_000;
    await page.actions.open();
    expect(page.last().view).toMatchObject(expected);
  });

  it('asks who it is where the provider has no sign-out', async () => {
    const { kind, issuer, clientId, scope, authorizationEndpoint, tokenEndpoint, nameClaim } =
      codeSettings.signIn;
    const signIn = { kind, issuer, clientId, scope, authorizationEndpoint, tokenEndpoint, nameClaim };
    const page = pageWith({ ...codeSettings, signIn }, {});
    await page.actions.signInAsSomeoneElse();
    expect(page.last().view).toMatchObject({ at: 'sign-in', notice: 'someone_else' });
    await page.actions.signIn();
    expect(new URL(page.seen.left[0] ?? '').searchParams.get('prompt')).toBe('login');
  });
});
