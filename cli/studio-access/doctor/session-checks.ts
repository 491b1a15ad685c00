import { fetchOf, signInFetchOf } from '../commands/session';
import { Failure } from '../failure';
import { codeOf } from '../network/explain';
import { currentSession } from '../sessions/store';
import { providerOf } from '../sign-in/provider';
import { explainSigned, studioUrlIn } from './answers';
import type { Check, Examined } from './check';
import { headOf } from './connections';
import type { Facts } from './facts';
import { explainPage, explainUpgrade, openPage, type Page } from './page';
import { explainToken } from './token';
import { ofProxy } from './way-checks';

/** No provider has given anybody this one. */
const noRefreshToken = 'studio-access-doctor';

/** Checks of the sign-in, of the token, and of what one gets with it: a URL, Studio's page, WebSockets. */
export function sessionChecks(facts: Facts): readonly Check[] {
  const { context, settings } = facts;
  let page: Page | undefined;
  return [
    {
      id: 'sign-in',
      what: `Sign-in: ${signInHost(facts)}`,
      expected: 'answers, and knows the client',
      needs: [],
      examine: () => examineSignIn(facts),
    },
    {
      id: 'session',
      what: 'Session on this computer',
      expected: 'somebody is signed in',
      needs: [],
      examine: async () => {
        await facts.token();
        const kept = await currentSession(context, settings);
        return { got: `signed in as ${kept?.user ?? 'nobody'}` };
      },
    },
    {
      id: 'token',
      what: 'Access token',
      expected: 'of the right issuer and client, and not over',
      needs: ['session'],
      examine: async () => explainToken(await facts.token(), await expectationsOf(facts)),
    },
    {
      id: 'url',
      what: 'API: Studio URL',
      expected: 'a URL, which is not shown',
      needs: ['api', 'token'],
      examine: async () => explainSigned(await facts.signed()),
    },
    {
      id: 'page',
      what: 'Studio: page',
      expected: 'Studio',
      needs: ['url', 'studio-certificate'],
      examine: async () => {
        const url = studioUrlIn(await facts.signed());
        if (url === undefined) throw new Error('the answer was a URL before');
        page = await openPage(url, fetchOf(context), facts.studioZone);
        const examined = explainPage(page);
        const { hostname } = new URL(url);
        const { proxy } = facts.way(hostname);
        // Studio sees the proxy's address
        return 'cause' in examined && proxy !== undefined ? ofProxy(hostname, proxy, examined.got) : examined;
      },
    },
    {
      id: 'websocket',
      what: 'Studio: WebSockets',
      expected: 'the request to upgrade reaches Studio',
      needs: ['page'],
      examine: () => examineWebSocket(facts, page),
    },
  ];
}

async function examineSignIn({ settings, context }: Facts): Promise<Examined> {
  const provider = await providerOf(settings.signIn, signInFetchOf(context));
  try {
    // a service that knows the client refuses the token, and nobody's sign-in is counted
    await provider.refresh(noRefreshToken);
    return { got: 'answers, and knows the client' };
  } catch (error) {
    // the service answers with another refusal, such as that this client may not refresh
    if (error instanceof Failure && error.details.code === 'refresh_failed') return { got: 'answers' };
    throw error;
  }
}

function signInHost({ settings: { signIn } }: Facts): string {
  return new URL(signIn.kind === 'password' ? signIn.endpoint : signIn.tokenEndpoint).host;
}

/** The API's clock decides; this computer's may be wrong, which a check of its own says. */
async function expectationsOf({ settings: { signIn, expected }, unsigned }: Facts) {
  const isCognito = /^https:\/\/(?:issuer-)?cognito-idp\./.test(expected?.tokenIssuer ?? signIn.issuer);
  const issuer = expected?.tokenIssuer ?? (isCognito ? signIn.issuer : undefined);
  return {
    clientId: signIn.clientId,
    isCognito,
    now: await apiClock(unsigned),
    ...(issuer !== undefined && { issuer }),
    ...(expected && { profileClaim: expected.profileClaim }),
  };
}

async function apiClock(unsigned: Facts['unsigned']): Promise<number> {
  try {
    const { headers } = await unsigned();
    const theirs = Date.parse(headers.date ?? '');
    return Number.isNaN(theirs) ? Date.now() : theirs;
  } catch (error) {
    // another check says that the API does not answer
    if (error instanceof Failure) return Date.now();
    throw error;
  }
}

/** https://www.rfc-editor.org/rfc/rfc6455#section-4.1 */
async function examineWebSocket({ way }: Facts, page: Page | undefined): Promise<Examined> {
  if (page === undefined) throw new Error('the page was opened before');
  try {
    const head = await headOf(way(new URL(page.address).hostname), '/', {
      connection: 'Upgrade',
      upgrade: 'websocket',
      origin: new URL(page.address).origin,
      'sec-websocket-version': '13',
      'sec-websocket-key': Buffer.from('studio-access-16').toString('base64'),
    });
    return explainUpgrade(head);
  } catch (error) {
    return explainUpgrade(codeOf(error));
  }
}
