import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import { problemTexts } from '../../../api/problem-texts';
import { problems, type ProblemCode } from '../../../api/problems';
import { meRoute } from '../../../api/routes';
import { pendingMilliseconds } from '../../../api/time-budget';
import { Failure } from '../failure';
import { secret } from '../secrets';
import type { Fetch } from './fetch';
import { caughtByProxy } from './explain';

/** Where in Studio somebody wants to land. Default: where the deployment says. */
export interface Landing {
  readonly app?: string;
  readonly space?: string;
}

/** A Studio URL. */
export interface StudioUrl {
  readonly authorizedUrl: string;
  readonly expiresInSeconds: number;
}

/** The API does not accept the access token. */
export class TokenRejected extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message);
  }
}

interface Asking {
  readonly apiUrl: string;
  readonly landing: Landing;
  /** Name of the profile whose URL is asked for. Default: one's own, which the token names. */
  readonly person?: string;
  readonly accessToken: string;
  readonly fetch: Fetch;
  /** The proxy that requests to an address go through; undefined for none. */
  readonly proxyFor: (address: string) => string | undefined;
  readonly progress: (sentence: string) => void;
  readonly signal: AbortSignal;
}

/** Bounds of `Retry-After`, in seconds; without it, the default. */
const retryAfter = { least: 1, default: 5, most: 30 };

const studioUrl = z.object({ authorizedUrl: z.url({ protocol: /^https$/ }), expiresInSeconds: z.number() });
const problemDetails = z.object({ code: z.string(), requestId: z.string().optional() });

/**
 * Asks the API for a Studio URL, and waits for a profile that is being made.
 *
 * @throws TokenRejected if the API does not accept the token; Failure with the reason for everything else
 */
export async function askForUrl(asking: Asking): Promise<StudioUrl> {
  const address = addressOf(asking);
  const until = performance.now() + pendingMilliseconds;
  for (;;) {
    const answer = await asking.fetch(address, {
      headers: { authorization: `Bearer ${asking.accessToken}`, accept: 'application/json' },
      redirect: 'manual',
    });
    const body = parseJson(await answer.text());
    if (answer.status === 200) {
      const { data } = studioUrl.safeParse(body);
      if (!data) throw foreignAnswer(answer.status, address, asking.proxyFor(address));
      secret(data.authorizedUrl);
      return data;
    }
    const { data: problem } = problemDetails.safeParse(body);
    if (!problem) throw foreignAnswer(answer.status, address, asking.proxyFor(address));
    const failure = failureOf(problem);
    if (answer.status === 401) throw new TokenRejected(failure);
    const seconds = secondsOf(answer.headers.get('retry-after'));
    const isPending = problem.code === 'profile_pending';
    if (!isPending || performance.now() + seconds * 1000 > until) throw failure;
    asking.progress(`${problemTexts.profile_pending.what} Asking again in ${seconds} seconds …`);
    await wait(seconds * 1000, undefined, { signal: asking.signal });
  }
}

function addressOf({ apiUrl, person, landing: { app, space } }: Asking): string {
  const address = new URL(`${apiUrl}${person === undefined ? meRoute.path : `/${person}`}`);
  if (app !== undefined) address.searchParams.set('app', app);
  if (space !== undefined) address.searchParams.set('space', space);
  return address.href;
}

function failureOf({ code, requestId }: z.output<typeof problemDetails>): Failure {
  const text = code in problems ? problemTexts[code as ProblemCode] : undefined;
  return new Failure({
    code,
    what:
      text?.what ??
      `The API refuses with a word that this version of studio-access does not know: ${JSON.stringify(code.slice(0, 50))}.`,
    todo: text?.todo ?? 'Ask your operator for a newer version.',
    ending: code === 'not_signed_in' ? 'signInNeeded' : 'failure',
    ...(requestId !== undefined && { requestId: requestId.slice(0, 100) }),
  });
}

/** Something else answered: the API's own answers all have a form. */
function foreignAnswer(status: number, address: string, proxy: string | undefined): Failure {
  const { host } = new URL(address);
  if (proxy !== undefined) return caughtByProxy(host, proxy, `status ${status}`);
  return new Failure({
    code: 'not_the_api',
    what: `The answer of ${host} (status ${status}) is not the API’s.`,
    todo:
      status === 403
        ? 'The name leads to AWS’s public address, or to another endpoint: you are outside the company’s network, or your DNS server does not forward the name. Tell your operator.'
        : 'Something in between answers in its place, or the settings are out of date. Tell your operator.',
  });
}

function secondsOf(header: string | null): number {
  const seconds = /^\d{1,6}$/.test(header ?? '') ? Number(header) : retryAfter.default;
  return Math.min(Math.max(seconds, retryAfter.least), retryAfter.most);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
