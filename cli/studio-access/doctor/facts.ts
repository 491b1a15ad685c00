import { lookup } from 'node:dns/promises';
import type { Response } from 'undici';
import { meRoute } from '../../../api/routes';
import { fetchOf, signedIn } from '../commands/session';
import type { Context } from '../context';
import { codeOf } from '../network/explain';
import { proxyFor } from '../network/proxy';
import { secret } from '../secrets';
import type { Settings } from '../settings/schema';
import type { Answer } from './answers';
import { type Way, whyNoConnection } from './connections';
import type { DnsAnswer, RecordType } from './dns-message';
import { askNameServer, nameServers } from './name-servers';
import { type InNetworks, within } from './networks';

/** Where somebody says that the computer is: at a desk or in the VPC, or where nothing may get through. */
export type Place = 'inside' | 'outside';

/** Addresses of a name, as programs get them. */
interface Lookup {
  /** Version 4 first; empty if there are none. */
  readonly addresses: readonly string[];
  readonly error?: string;
}

/** What checks find out, each fact once: several checks look at the same one. */
export interface Facts {
  readonly context: Context;
  readonly settings: Settings;
  /** Where private names must lead; undefined: the settings do not say. */
  readonly networks: InNetworks | undefined;
  /** The names that a desk needs from corporate DNS. */
  readonly hosts: { readonly api: string; readonly studio: string; readonly sagemaker: string };
  readonly studioZone: string;
  /** The first of the computer's name servers. */
  readonly server: string | undefined;
  readonly lookup: (host: string) => Promise<Lookup>;
  /** Asks the first name server. @returns undefined if it does not answer */
  readonly ask: (host: string, type: RecordType) => Promise<DnsAnswer | undefined>;
  /** Why an address does not take connections at port 443. @returns undefined if it does */
  readonly whyClosed: (address: string) => Promise<string | undefined>;
  /** The way to a host, over the proxy that the variables name. */
  readonly way: (host: string) => Way;
  /** The API's answer to a call without a token. @throws Failure if there is none */
  readonly unsigned: () => Promise<Answer>;
  /** The current access token. @throws Failure if nobody is signed in */
  readonly token: () => Promise<string>;
  /** The API's answer to a call with the token: it makes a URL, the only one. @throws Failure if there is none */
  readonly signed: () => Promise<Answer>;
}

const httpsPort = 443;

/** The facts of one run of the doctor. Each is found out when a check first asks for it. */
export function factsOf(context: Context, settings: Settings): Facts {
  const { apiUrl, region, expected } = settings;
  const [server] = nameServers();
  const { hostname, port } = new URL(apiUrl);
  const studioZone = expected?.studioZone ?? `studio.${region}.${suffixesIn(region).studio}`;
  const ofApi = async (headers: Readonly<Record<string, string>>) =>
    answerOf(await fetchOf(context)(`${apiUrl}${meRoute.path}`, { headers, redirect: 'manual' }));
  const token = once(async () => (await signedIn(context, settings)).session.accessToken);
  return {
    context,
    settings,
    networks: expected && within(expected.networks),
    hosts: {
      api: hostname,
      studio: `test.${studioZone}`,
      sagemaker: expected?.sagemakerApi ?? `api.sagemaker.${region}.${suffixesIn(region).services}`,
    },
    studioZone,
    server,
    lookup: byArguments(lookUp),
    ask: byArguments((host: string, type: RecordType) =>
      server === undefined ? Promise.resolve(undefined) : askNameServer(server, host, type, context.signal),
    ),
    whyClosed: byArguments((address: string) => whyNoConnection(address, httpsPort)),
    way: (host) => ({
      host,
      port: host === hostname ? Number(port || httpsPort) : httpsPort,
      proxy: proxyFor(`https://${host}`, context.variables),
      variables: context.variables,
    }),
    unsigned: once(() => ofApi({})),
    token,
    signed: once(async () => ofApi({ authorization: `Bearer ${await token()}`, accept: 'application/json' })),
  };
}

/** Settings of an earlier version do not name these. https://docs.amazonaws.cn/en_us/aws/latest/userguide/endpoints-arns.html */
const suffixesIn = (region: string) =>
  region.startsWith('cn-')
    ? { studio: 'sagemaker.com.cn', services: 'amazonaws.com.cn' }
    : { studio: 'sagemaker.aws', services: 'amazonaws.com' };

async function lookUp(host: string): Promise<Lookup> {
  try {
    const found = await lookup(host, { all: true });
    const ofFamily = (wanted: number) =>
      found.filter(({ family }) => family === wanted).map(({ address }) => address);
    const ipv4 = ofFamily(4);
    return { addresses: ipv4.length > 0 ? ipv4 : ofFamily(6) };
  } catch (error) {
    return { addresses: [], error: codeOf(error) };
  }
}

/** An answer as a whole; it may hold a URL, which no message may. */
export async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const [url] = /https:[^"\s]+token=[^"\s]+/.exec(text) ?? [];
  if (url !== undefined) secret(url);
  return { status: response.status, headers: Object.fromEntries(response.headers), text };
}

function once<T>(find: () => Promise<T>): () => Promise<T> {
  let found: Promise<T> | undefined;
  return () => (found ??= find());
}

function byArguments<Arguments extends readonly string[], T>(
  find: (...args: Arguments) => Promise<T>,
): (...args: Arguments) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (...args) => {
    const key = args.join(' ');
    const found = known.get(key) ?? find(...args);
    known.set(key, found);
    return found;
  };
}
