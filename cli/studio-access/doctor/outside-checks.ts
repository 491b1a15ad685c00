import { meRoute } from '../../../api/routes';
import { fetchOf } from '../commands/session';
import { Failure } from '../failure';
import { proxyName } from '../network/proxy';
import { type Answer, problemIn, studioUrlIn, wordsOf } from './answers';
import type { Check, Examined, Finding } from './check';
import { answerOf, type Facts } from './facts';
import { isPrivate } from './networks';
import { explainPage, openPage, type Page } from './page';

/** Checks outside the network, where nothing may get through. @param url a fresh one that was made inside; undefined: none */
export function outsideChecks(facts: Facts, url: string | undefined): readonly Check[] {
  const { hosts, settings, lookup, unsigned, signed } = facts;
  const { expected } = settings;
  const publicNames = expected
    ? [new URL(expected.apiByAlias).hostname, new URL(expected.apiByEndpoint).hostname]
    : [];
  const [apiId = ''] = publicNames[0]?.split('-vpce-') ?? [];
  return [
    {
      id: 'outside-internet',
      what: 'This computer',
      expected: 'finds names of the internet',
      needs: [],
      examine: () => examineInternet(facts),
    },
    ...Object.entries(hosts).map(([id, host]): Check => ({
      id: `outside-${id}-name`,
      what: host,
      expected: 'no private address that takes connections',
      needs: [],
      examine: async () => examineAddresses((await lookup(host)).addresses, facts),
    })),
    {
      id: 'outside-endpoint-names',
      what: 'The endpoint’s public names',
      expected: 'no address that takes connections',
      needs: [],
      examine: async () => {
        const found = await Promise.all(publicNames.map(async (name) => (await lookup(name)).addresses));
        return examineAddresses([...new Set(found.flat())], facts);
      },
    },
    {
      id: 'outside-api',
      what: 'API: without a token',
      expected: 'no answer, or a refusal',
      needs: [],
      examine: () => examineAnswer(unsigned),
    },
    ...(expected
      ? [
          {
            id: 'outside-api-forms',
            what: 'API: its other addresses',
            expected: 'no answer, or a refusal',
            needs: ['outside-endpoint-names'],
            examine: async () => {
              const byAlias = await examineForm(facts, expected.apiByAlias, {});
              if ('cause' in byAlias) return byAlias;
              return examineForm(facts, expected.apiByEndpoint, { 'x-apigw-api-id': apiId });
            },
          },
        ]
      : []),
    {
      id: 'outside-session',
      what: 'API: with the token of this computer’s session',
      expected: 'no URL; without a session nothing is tried',
      needs: [],
      examine: () => examineSession(facts, signed),
    },
    ...(url === undefined
      ? []
      : [
          {
            id: 'outside-url',
            what: 'Studio: the URL that was made inside',
            expected: 'is refused',
            needs: [],
            examine: () => examineUrl(facts, url),
          },
        ]),
  ];
}

const opening = 'Nothing of the deployment may be reachable from here';

/**
 * A computer without internet shows nothing about the deployment. Everybody on the internet finds public addresses of
 * SageMaker's API.
 */
async function examineInternet({ hosts: { sagemaker }, lookup, way }: Facts): Promise<Examined> {
  const { proxy } = way(sagemaker);
  if (proxy !== undefined) return { got: `asks the proxy ${proxyName(proxy)}` };
  const { addresses, error } = await lookup(sagemaker);
  if (addresses.length > 0) return { got: `${sagemaker}: ${addresses.join(', ')}` };
  return {
    got: `no address of ${sagemaker} (${error ?? 'none'})`,
    cause: 'no_internet',
    todo: 'This computer does not find what everybody on the internet finds: it is offline, or its name server is not. So it says nothing about the deployment. Connect it, or take another one.',
    who: 'you',
  };
}

async function examineAddresses(addresses: readonly string[], facts: Facts): Promise<Examined> {
  const ofVpc = addresses.filter(facts.networks ?? isPrivate);
  if (ofVpc.length === 0)
    return { got: addresses.length === 0 ? 'no address' : `public: ${addresses.join(', ')}` };
  const codes = await Promise.all(ofVpc.map(facts.whyClosed));
  const open = ofVpc.filter((_, index) => codes[index] === undefined);
  if (open.length === 0) return { got: `${ofVpc.join(', ')}: ${[...new Set(codes)].join(', ')}` };
  return {
    got: `${open.join(', ')} takes connections`,
    cause: 'outside_connects',
    todo: `${opening}: a route and the security groups of the endpoints let this computer’s network in. If this computer is inside, leave out --expect outside.`,
    who: 'operator of the deployment',
  };
}

/** Without a proxy, an address that takes no connection has no answer either. */
async function examineForm(
  { context, lookup, way, whyClosed }: Facts,
  url: string,
  headers: Readonly<Record<string, string>>,
): Promise<Examined> {
  const { hostname } = new URL(url);
  const { addresses } = await lookup(hostname);
  const codes = await Promise.all(addresses.map(whyClosed));
  if (way(hostname).proxy === undefined && codes.every((code) => code !== undefined))
    return { got: 'no connection' };
  return examineAnswer(async () =>
    answerOf(await fetchOf(context)(`${url}${meRoute.path}`, { headers, redirect: 'manual' })),
  );
}

async function examineAnswer(ask: () => Promise<Answer>): Promise<Examined> {
  let answer: Answer;
  try {
    answer = await ask();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { got: `no answer (${error.details.code})` };
  }
  const code = problemIn(answer)?.code;
  // the API asks for a token only where the network let the request through
  if (answer.status < 400 || (code !== undefined && code !== 'not_allowed'))
    return letThrough(wordsOf(answer));
  return { got: wordsOf(answer) };
}

function letThrough(got: string): Finding {
  return {
    got,
    cause: 'outside_api',
    todo: `${opening}, and the API answers: look at its resource policy, and at the policy and the security groups of the endpoint.`,
    who: 'operator of the deployment',
  };
}

async function examineSession({ context }: Facts, signed: () => Promise<Answer>): Promise<Examined> {
  try {
    const answer = await signed();
    if (studioUrlIn(answer) !== undefined) return letThrough('a Studio URL');
    return await examineAnswer(() => Promise.resolve(answer));
  } catch (error) {
    context.signal.throwIfAborted();
    if (!(error instanceof Failure)) throw error;
    return {
      got: error.ending === 'signInNeeded' ? 'nobody is signed in here' : `no answer (${error.details.code})`,
    };
  }
}

async function examineUrl({ context, studioZone }: Facts, url: string): Promise<Examined> {
  if (!URL.canParse(url) || !new URL(url).hostname.endsWith(`.${studioZone}`)) {
    return {
      got: 'no URL of Studio',
      cause: 'no_url',
      todo: 'Pipe in what `studio-access url` prints inside, at once: it is good for a minute.',
      who: 'you',
    };
  }
  try {
    return explainOutsidePage(await openPage(url, fetchOf(context), studioZone));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { got: `no answer (${error.details.code})` };
  }
}

/** What the page means that a URL from inside leads to: it must be a refusal, and of this place, not of an old URL. */
export function explainOutsidePage(page: Page): Examined {
  const explained = explainPage(page);
  const { got } = explained;
  if (!('cause' in explained)) {
    return {
      got: `Studio opens (${got})`,
      cause: 'outside_studio',
      todo: `${opening}, and Studio opens: look at the conditions of the role that makes URLs.`,
      who: 'operator of the deployment',
    };
  }
  if (explained.cause !== 'url_void') return { got };
  return {
    got,
    cause: 'url_void',
    todo: 'Studio accepts this URL nowhere: it was opened before, or has expired, so it says nothing about this place. Pipe in what `studio-access url` prints inside, at once: it is good for a minute.',
    who: 'you',
  };
}
