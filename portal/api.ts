import { type JsonObject, objectIn, record } from '../api/json';
import { isAppWord, type OwnSpace, type OwnSpaces } from '../api/landing';
import type { ProblemCode } from '../api/problems';
import { meRoute, spacesRoute } from '../api/routes';
import { pageRequestMilliseconds } from '../api/time-budget';
import { type Choice, withChoice } from './choice';
import type { Code } from './texts';
import { isProblemCode } from './texts';

/** A refusal or failure of the API. */
export interface Refusal {
  readonly code: Code;
  readonly requestId?: string;
  /** When to ask again, in seconds. Default: the API does not say. */
  readonly retryAfterSeconds?: number;
}

/** What the API answers: a value, or a refusal. */
export type Answer<T> = { readonly value: T } | { readonly refusal: Refusal };

/** Paths relative to the page, so that stage and base path are those of the page. */
const relative = (path: string) => path.slice(1);

/** Asks for a URL of Studio. */
export async function askForUrl(accessToken: string, choice: Choice): Promise<Answer<string>> {
  const answer = await ask(accessToken, withChoice(relative(meRoute.path), choice));
  if ('refusal' in answer) return answer;
  const url = answer.value.authorizedUrl;
  // the browser is sent there: nothing but a page of its own host
  return typeof url === 'string' && URL.canParse(url) && new URL(url).protocol === 'https:'
    ? { value: url }
    : { refusal: { code: 'unexpected_answer' } };
}

/** Asks for the caller's own spaces. */
export async function askForSpaces(accessToken: string): Promise<Answer<OwnSpaces>> {
  const answer = await ask(accessToken, relative(spacesRoute.path));
  if ('refusal' in answer) return answer;
  const { spaces, complete } = answer.value;
  if (!Array.isArray(spaces)) return { refusal: { code: 'unexpected_answer' } };
  return { value: { spaces: spaces.filter(isSpace), complete: complete === true } };
}

function isSpace(value: unknown): value is OwnSpace {
  const { name, app, status } = record(value);
  return typeof name === 'string' && isAppWord(app) && typeof status === 'string';
}

async function ask(accessToken: string, address: string): Promise<Answer<JsonObject>> {
  let status: number;
  let body: JsonObject;
  let retryAfter: string | null;
  try {
    const response = await fetch(address, {
      headers: { Authorization: `Bearer ${accessToken}` },
      credentials: 'omit',
      redirect: 'error',
      signal: AbortSignal.timeout(pageRequestMilliseconds),
    });
    ({ status } = response);
    retryAfter = response.headers.get('Retry-After');
    body = objectIn(await response.text()) ?? {};
  } catch {
    return { refusal: { code: 'unreachable' } };
  }
  if (status === 200) return { value: body };
  const { code, requestId } = body;
  if (!isProblemCode(code)) return { refusal: { code: 'unexpected_answer' } };
  return { refusal: refusalOf(code, requestId, retryAfter) };
}

function refusalOf(code: ProblemCode, requestId: unknown, retryAfter: string | null): Refusal {
  return {
    code,
    ...(typeof requestId === 'string' && { requestId }),
    ...(retryAfter !== null && /^\d{1,4}$/.test(retryAfter) && { retryAfterSeconds: Number(retryAfter) }),
  };
}
