import { meRoute } from '../../../api/routes';
import { fetchOf } from '../commands/session';
import { Failure } from '../failure';
import { codeOf } from '../network/explain';
import { proxyName } from '../network/proxy';
import { explainUnsigned, problemIn, wordsOf } from './answers';
import { explainCertificate, explainClock } from './certificates';
import type { Check, Examined } from './check';
import { headOf, lookAt } from './connections';
import { answerOf, type Facts } from './facts';

/** Checks of the way to the private names: proxy, connection, certificate, and what the API says to somebody without a token. */
export function wayChecks(facts: Facts): readonly Check[] {
  const { api, studio, sagemaker } = facts.hosts;
  const ports = [
    ['api', 'API', api],
    ['studio', 'Studio', studio],
    ['sagemaker', 'SageMaker API', sagemaker],
  ] as const;
  return [
    {
      id: 'api-proxy',
      what: 'API: proxy',
      expected: 'none, or one that gets there',
      needs: ['api-name'],
      examine: () => examineApiProxy(facts),
    },
    {
      id: 'studio-proxy',
      what: 'Studio: proxy',
      expected: 'none, or one that gets there',
      needs: ['studio-name'],
      examine: () => examineStudioProxy(facts),
    },
    ...ports.map(([id, what, host]): Check => ({
      id: `${id}-port`,
      what: `${what}: connection`,
      expected: 'every address takes it at port 443',
      needs: [`${id}-name`, ...(id === 'sagemaker' ? [] : [`${id}-proxy`])],
      examine: () => examinePort(facts, host),
    })),
    {
      id: 'clock',
      what: 'Clock of this computer',
      expected: 'that of the API, within 2 minutes',
      needs: ['api-port'],
      examine: () =>
        unlessBroken(headOf(facts.way(api), '/', { connection: 'close' }), ({ headers }) =>
          explainClock(headers.date, Date.now()),
        ),
    },
    ...[ports[0], ports[1]].map(([id, what, host]): Check => ({
      id: `${id}-certificate`,
      what: `${what}: certificate`,
      expected: isOfAws(host)
        ? 'issued by Amazon, and not replaced on the way'
        : 'one that this computer trusts',
      needs: [`${id}-port`],
      examine: () =>
        unlessBroken(lookAt(facts.way(host)), (shown) => explainCertificate(shown, isOfAws(host))),
    })),
    {
      id: 'api',
      what: 'API: without a token',
      expected: 'asks for a sign-in (401)',
      needs: ['api-certificate', 'api-endpoint'],
      examine: async () => explainUnsigned(await facts.unsigned()),
    },
    {
      id: 'api-forms',
      what: 'API: its other addresses',
      expected: 'ask for a sign-in too, or do not answer here',
      needs: ['api'],
      examine: () => examineForms(facts),
    },
  ];
}

/** For AWS's own names, only Amazon's authority makes certificates. A company's own name has any. */
const isOfAws = (host: string) => /\.(?:amazonaws\.com|sagemaker\.aws|sagemaker\.com)(?:\.cn)?$/.test(host);

async function examineApiProxy(facts: Facts): Promise<Examined> {
  const { way, unsigned, hosts } = facts;
  const { proxy } = way(hosts.api);
  if (proxy === undefined) return { got: 'none' };
  try {
    const answer = await unsigned();
    if (problemIn(answer)?.code === 'not_signed_in') return { got: `${proxyName(proxy)}, which gets there` };
    return ofProxy(hosts.api, proxy, wordsOf(answer));
  } catch (error) {
    facts.context.signal.throwIfAborted();
    return ofProxy(
      hosts.api,
      proxy,
      error instanceof Error ? error.message.replace(/\.$/, '') : codeOf(error),
    );
  }
}

async function examineStudioProxy({ way, hosts }: Facts): Promise<Examined> {
  const { proxy } = way(hosts.studio);
  if (proxy === undefined) return { got: 'none' };
  try {
    const { headers, status } = await headOf(way(hosts.studio), '/', { connection: 'close' });
    return status === 407 || headers.via !== undefined
      ? ofProxy(hosts.studio, proxy, `status ${status}`)
      : // whether Studio takes the proxy's address shows when a URL is opened
        { got: proxyName(proxy) };
  } catch (error) {
    return ofProxy(hosts.studio, proxy, codeOf(error));
  }
}

/** A proxy stands where none may be. @param got what came of it */
export function ofProxy(host: string, proxy: string, got: string): Examined {
  return {
    got: `${proxyName(proxy)} is asked: ${got}`,
    cause: 'proxy',
    todo: `A proxy must not be asked for ${host}: it asks other name servers, and comes from another address. Add the line of no-proxy.txt to the variable NO_PROXY, and for browsers to the PAC file (docs/desktops.md, "Explicit proxies").`,
    who: 'you',
  };
}

async function examinePort({ lookup, way, whyClosed }: Facts, host: string): Promise<Examined> {
  const { proxy } = way(host);
  if (proxy !== undefined) return { got: `through the proxy ${proxyName(proxy)}` };
  const { addresses } = await lookup(host);
  const failures = await Promise.all(
    addresses.map(async (address) => ({ address, code: await whyClosed(address) })),
  );
  const failed = failures.filter(({ code }) => code !== undefined);
  if (failed.length === 0) return { got: addresses.join(', ') };
  const got = failed.map(({ address, code }) => `${address}: ${code ?? ''}`).join(', ');
  if (failed.length < addresses.length) {
    return {
      got,
      cause: 'some_addresses',
      todo: 'Some addresses of the endpoint take connections, and some do not: browsers wait, or fail now and then. A firewall, a route or a security group lacks a part of the VPC, or one of its zones is down.',
      who: 'network administrator',
    };
  }
  return {
    got,
    cause: 'no_connection',
    todo: 'A firewall, a route or a security group is in the way between here and the VPC (TCP 443). Security groups admit the company’s networks of the environment file only: is the address of this computer, as it reaches the VPC, in there?',
    who: 'network administrator',
  };
}

/** The API's other addresses. Name servers with protection against rebinding do not tell them, which harms nobody: no answer is none. */
async function examineForms({ settings: { expected }, context }: Facts): Promise<Examined> {
  if (expected === undefined) return { got: 'the settings name none' };
  const fetch = fetchOf(context);
  const [apiId = ''] = new URL(expected.apiByAlias).hostname.split('-vpce-');
  const forms = [
    ['alias', expected.apiByAlias, {}],
    ['endpoint', expected.apiByEndpoint, { 'x-apigw-api-id': apiId }],
  ] as const;
  const words: string[] = [];
  for (const [name, url, headers] of forms) {
    let answer;
    try {
      answer = await answerOf(await fetch(`${url}${meRoute.path}`, { headers, redirect: 'manual' }));
    } catch (error) {
      context.signal.throwIfAborted();
      if (!(error instanceof Failure)) throw error;
      words.push(`${name}: no answer (${error.details.code})`);
      continue;
    }
    const examined = explainUnsigned(answer);
    if ('cause' in examined) return { ...examined, got: `${name}: ${examined.got}` };
    words.push(`${name}: ${answer.status}`);
  }
  return { got: words.join('; ') };
}

/** A connection that is open and then breaks. */
async function unlessBroken<T>(work: Promise<T>, explain: (found: T) => Examined): Promise<Examined> {
  let found: T;
  try {
    found = await work;
  } catch (error) {
    if (error instanceof Failure) throw error;
    return {
      got: codeOf(error),
      cause: 'connection_broken',
      todo: 'The connection is opened and then cut: a firewall that looks into it, or a proxy that everything goes through, does not let this name pass.',
      who: 'network administrator',
    };
  }
  return explain(found);
}
