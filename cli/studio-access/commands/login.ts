import { loopbackCallbacks } from '../../../api/sign-in';
import type { Context } from '../context';
import { Failure } from '../failure';
import type { Fetch } from '../network/fetch';
import { type Questions, questionsOf } from '../questions';
import { sessionOf } from '../sessions/fresh';
import { lockSession } from '../sessions/lock';
import { currentSession, newSession, openStorage, type StorageKind } from '../sessions/store';
import type { CodeSettings, PasswordSettings, Settings } from '../settings/schema';
import { openBrowser, whyNoBrowser } from '../sign-in/browser';
import { isOfSameUser } from '../sign-in/peer';
import { type Tokens, userOf } from '../sign-in/tokens';
import { untilAborted, untilLate } from '../waiting';
import type { Result } from './result';
import { signInFetchOf } from './session';

/** How somebody signs in. */
export interface LoginOptions {
  /** Does not start a browser. */
  readonly noBrowser: boolean;
  readonly storage: StorageKind;
}

/** After this time, a sign-in is given up. */
const longestSignInMilliseconds = 15 * 60_000;

/** Signs somebody in, and keeps the session. Where it is kept is tried before anybody types a password. */
export async function login(
  context: Context,
  settings: Settings,
  { noBrowser, storage }: LoginOptions,
): Promise<Result> {
  const store = await openStorage(context, storage);
  const questions = questionsOf(context);
  const fetch = signInFetchOf(context);
  const { signIn } = settings;
  const tokens =
    signIn.kind === 'password'
      ? await withPassword(signIn, settings.environment, { context, questions, fetch })
      : await byCode(signIn, { context, questions, fetch, noBrowser });
  const user = userOf(tokens);
  await removeEarlier(context, settings, user, storage);
  const kept = newSession(context, settings, { user, storage, store });
  const release = await lockSession(kept.lockFolder);
  try {
    await kept.write(sessionOf(tokens));
  } finally {
    release();
  }
  const { accessTokenExpiresAt } = tokens;
  return {
    text: `Signed in to ${settings.environment} as ${user}. Next: studio-access open`,
    json: {
      environment: settings.environment,
      user,
      storage,
      accessTokenExpiresAt: new Date(accessTokenExpiresAt).toISOString(),
    },
  };
}

/** Deletes an earlier session of another person, or in another storage: no command would find it any more. */
async function removeEarlier(
  context: Context,
  settings: Settings,
  user: string,
  storage: StorageKind,
): Promise<void> {
  try {
    const earlier = await currentSession(context, settings);
    if (earlier === undefined || (earlier.user === user && earlier.storage === storage)) return;
    // without the lock, a command that renews the session would write it again
    const release = await lockSession(earlier.lockFolder);
    try {
      await earlier.delete();
    } finally {
      release();
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    context.messages.write(`The earlier session could not be removed. ${error.message}\n`);
  }
}

interface Surroundings {
  readonly context: Context;
  readonly questions: Questions;
  readonly fetch: Fetch;
}

async function withPassword(
  settings: PasswordSettings,
  environment: string,
  { context, questions, fetch }: Surroundings,
): Promise<Tokens> {
  const [{ cognitoAt }, { signInWithPassword }, { qrCodeIn }] = await Promise.all([
    import('../sign-in/cognito'),
    import('../sign-in/password'),
    import('../sign-in/qr-code'),
  ]);
  return signInWithPassword({
    settings,
    environment,
    cognito: cognitoAt(settings.endpoint, fetch),
    questions,
    draw: (text) => qrCodeIn(context.messages, text),
  });
}

async function byCode(
  settings: CodeSettings,
  { context, questions, fetch, noBrowser }: Surroundings & { readonly noBrowser: boolean },
): Promise<Tokens> {
  const [{ beginCode }, { listenForCallback }] = await Promise.all([
    import('../sign-in/code'),
    import('../sign-in/loopback'),
  ]);
  const why = whyNoBrowser(context, noBrowser);
  let isOurs: (callback: URL) => boolean = () => false;
  const listener = await listenForCallback(
    loopbackCallbacks,
    (callback) => isOurs(callback),
    // other users see the sign-in's state in the browser's command line, and could sign this person in as themselves
    ({ socket }) => why !== undefined || isOfSameUser(socket, context.userId),
  );
  const done = new AbortController();
  try {
    const signIn = await beginCode(settings, fetch, listener.address);
    isOurs = signIn.isOurs;
    await sendToPage(context, signIn.page, listener.address, why);
    const callback = await Promise.race([
      listener.received,
      pasted(questions, listener.address, isOurs, done.signal),
      untilLate(longestSignInMilliseconds, nobodySignedIn(), done.signal),
      untilAborted(context.signal),
    ]);
    return await signIn.finish(callback);
  } finally {
    done.abort(new Error('the sign-in has ended'));
    listener.close();
  }
}

async function sendToPage(
  context: Context,
  page: string,
  callback: string,
  why: string | undefined,
): Promise<void> {
  const isOpen = why === undefined && (await openBrowser(page, context));
  const opening = isOpen
    ? 'The browser shows the sign-in page. If it does not, open this address in it:'
    : `No browser is started (${why ?? 'it failed'}). Open this address in a browser:`;
  context.messages.write(
    `${opening}\n\n  ${page}\n\nIf the browser ends at a page that it cannot show, copy the address of that page (${callback}?…) and paste it here.\n`,
  );
}

/** The address that the browser came back to, from a browser on another computer. */
async function pasted(
  questions: Questions,
  address: string,
  isOurs: (callback: URL) => boolean,
  signal: AbortSignal,
): Promise<URL> {
  for (;;) {
    let text: string;
    try {
      text = (await questions.ask('Address (not shown): ', { isHidden: true, signal })).trim();
    } catch (error) {
      // nobody can paste anything, but the browser may still come to the listener
      if (error instanceof Failure && error.details.code === 'no_input') return new Promise(() => undefined);
      throw error;
    }
    const callback = URL.canParse(text) ? new URL(text) : undefined;
    if (callback && `${callback.origin}${callback.pathname}` === address && isOurs(callback)) return callback;
    questions.say(
      'That is not the address that this sign-in comes back to. Copy the whole address, from http to the end.',
    );
  }
}

function nobodySignedIn(): Failure {
  return new Failure({
    code: 'nobody_signed_in',
    what: `Nobody signed in within ${longestSignInMilliseconds / 60_000} minutes.`,
    todo: 'Run the command again.',
  });
}
