import type { Lab } from '../../system/lab';
import { freshName, newProfile, suspendedPerson } from '../../system/people';
import { text } from '../../shared/json';
import { ask, bodyOf, inWords, urlIn } from '../answers';
import { newBrowser, signInAt, type Login, type SignInPlace } from '../company-sign-in';
import { hire } from '../company-settings';
import type { Tokens } from '../sign-in';
import { earlierSession, openStudio, visit, words } from '../studio';

/** The name that Studio shows to somebody who opens it with these tokens, or why it does not open. */
export async function studioWords(lab: Lab, { access }: Tokens): Promise<string> {
  const reply = await ask(lab, access);
  return reply.status === 200
    ? (await openStudio(lab.hosts.client, urlIn(reply))).words
    : answerWords(lab, access);
}

/** The API's answer in a few words, with the code of a refusal. */
export async function answerWords(lab: Lab, access: string, path?: string): Promise<string> {
  const reply = await ask(lab, access, path);
  const code = text(bodyOf(reply), 'code');
  return code === undefined ? inWords(lab, reply) : `${reply.status ?? 0} ${code}`;
}

/** What comes of signing in: Studio, or the words of the page that refuses. */
export function signInEnd(lab: Lab, place: SignInPlace, login: Login): Promise<string> {
  return orError(signInAt(lab, place, login).then((tokens) => studioWords(lab, tokens)));
}

/** A result, or the message of its error. */
export function orError(result: Promise<string>): Promise<string> {
  return result.catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
}

/** Somebody whom the environment file does not name, with a profile that is named like them. */
export async function newcomer(lab: Lab): ReturnType<typeof hire> {
  const name = freshName('newcomer');
  await newProfile(lab, name);
  return hire(lab, name);
}

/** A suspended person signs in and asks; and a page of theirs that was open asks for more. */
export async function suspendedWords(lab: Lab, place: SignInPlace): Promise<string> {
  const tokens = await signInAt(lab, place, await hire(lab, suspendedPerson));
  const { url, cookie } = earlierSession(lab, suspendedPerson);
  const open = words(await visit(lab.hosts.client, url, cookie));
  return `${await answerWords(lab, tokens.access)}; the open page: ${open}`;
}

/** Whether a browser that has signed in is asked again. */
export async function isAskedAgain(
  browser: ReturnType<typeof newBrowser>,
  address: URL,
): Promise<'asked again' | 'signed in at once'> {
  return (await browser.open(address)).status === 200 ? 'asked again' : 'signed in at once';
}
