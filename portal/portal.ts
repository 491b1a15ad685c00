import type { PortalSettings } from '../api/portal';
import { pendingMilliseconds } from '../api/time-budget';
import { type Answer, askForSpaces, askForUrl, type Refusal } from './api';
import { choiceIn, type Choice } from './choice';
import { type Begun, beginCode, finishCode, refreshCode, revokeCode, signOutPage } from './code-sign-in';
import {
  beginWithPassword,
  type Next,
  refreshWithCognito,
  respond,
  revokeWithCognito,
  verifyApp,
} from './cognito';
import { SessionOver, SignInFailure, WrongAnswer } from './failure';
import { begin, type PageEvent, isTokenRefused, reduce, type State } from './state';
import { type Notice } from './texts';
import { nameIn, type Tokens } from './tokens';

/** What the page needs of the browser. */
export interface Ports {
  /** Address of the page, with its query. */
  readonly address: URL;
  /** Shows another address in the bar, in place of the one that is there. */
  readonly showAddress: (choice: Choice) => void;
  /** Goes to a page of the sign-in. */
  readonly leave: (address: string) => void;
  /** Goes to Studio. This page is then not among those that "Back" leads to, and neither is the address of Studio. */
  readonly replace: (address: string) => void;
  /** Survives the way to the sign-in page and back, in this window. Both throw where the browser stores nothing. */
  readonly begun: {
    readonly save: (begun: Begun) => void;
    /** Takes it out, for good. */
    readonly take: () => Begun | undefined;
  };
  /** The choice of the last visit. It names an app or a space, and nobody. */
  readonly last: {
    readonly read: () => Choice;
    readonly write: (choice: Choice) => void;
    readonly clear: () => void;
  };
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly now: () => number;
  readonly show: (state: State) => void;
}

/** What a person can do. */
export interface Actions {
  readonly signIn: () => Promise<void>;
  readonly submitPassword: (name: string, password: string) => Promise<void>;
  readonly submitNewPassword: (password: string, again: string) => Promise<void>;
  readonly submitCode: (code: string) => Promise<void>;
  readonly choose: (choice: Choice) => void;
  readonly open: () => Promise<void>;
  /** Back to the choice: after a failure, or in place of waiting. */
  readonly back: () => void;
  readonly retry: () => Promise<void>;
  readonly signOut: () => Promise<void>;
  readonly signInAsSomeoneElse: () => Promise<void>;
}

/** A token that ends so soon is refreshed before it is used, in milliseconds. */
const soon = 30_000;

/** A sign-in with a password on its way. It is in memory only. */
interface Person {
  readonly name: string;
  /** With this one it begins again if Cognito no longer waits. */
  readonly password: string;
  readonly session?: string | undefined;
}

/** Brings the page to life: shows its first state and returns what can be done. */
export function startPortal(settings: PortalSettings, ports: Ports): Actions {
  const { signIn } = settings;
  const { address } = ports;
  const begun = taken(ports);
  const here = `${address.origin}${address.pathname}`;
  let state = begin(settings, here, choiceIn(address.searchParams), ports.last.read());
  let tokens: Tokens | undefined;
  let person: Person | undefined;
  let isSomeoneElse = false;
  let refreshing: Promise<boolean> | undefined;
  /** Counts openings: an answer to an opening that was given up is ignored. */
  let opening = 0;
  /** Counts sign-ins: an answer that comes late is not for a person who has signed in since. */
  let visit = 0;

  const dispatch = (event: PageEvent) => {
    state = reduce(state, event);
    ports.show(state);
  };
  const fail = (error: unknown) => {
    const failure = error instanceof SignInFailure ? error : new SignInFailure('unexpected_answer');
    dispatch({
      type: 'failed',
      code: failure.code,
      ...(failure.detail !== undefined && { detail: failure.detail }),
    });
  };
  const forget = () => {
    tokens = undefined;
    person = undefined;
    opening += 1;
    visit += 1;
  };
  const toSignIn = (notice?: Notice) => {
    forget();
    dispatch({ type: 'sign-in', ...(notice && { notice }) });
  };

  const signedIn = async (received: Tokens) => {
    tokens = received;
    person = undefined;
    isSomeoneElse = false;
    const { isDirect } = state;
    const claim = signIn.kind === 'none' ? '' : signIn.nameClaim;
    dispatch({ type: 'signed-in', name: nameIn(received.accessToken, claim) });
    const spaces = loadSpaces();
    if (isDirect) await open();
    await spaces;
  };

  const loadSpaces = async () => {
    if (settings.landingApps.length === 0) return;
    const answer = await withToken(askForSpaces);
    if (answer === undefined) return;
    dispatch({ type: 'spaces', spaces: 'value' in answer ? answer.value : 'unavailable' });
  };

  /** One refresh for all who need it: a refresh token may be good for one use only. */
  const refreshed = (): Promise<boolean> => {
    refreshing ??= refresh().finally(() => {
      refreshing = undefined;
    });
    return refreshing;
  };

  const refresh = async (): Promise<boolean> => {
    const refreshToken = tokens?.refreshToken;
    if (refreshToken === undefined || signIn.kind === 'none') return false;
    const fresh =
      signIn.kind === 'password'
        ? await refreshWithCognito(signIn, refreshToken)
        : await refreshCode(signIn, refreshToken);
    // undefined: the sign-in is over; another one: somebody has signed out meanwhile
    if (fresh === undefined || tokens?.refreshToken !== refreshToken) return false;
    tokens = { ...fresh, refreshToken: fresh.refreshToken ?? refreshToken };
    return true;
  };

  /** Asks the API with a token that is fresh. Undefined: the sign-in is over, which is shown, or another one has begun. */
  const withToken = async <T>(
    ask: (accessToken: string) => Promise<Answer<T>>,
  ): Promise<Answer<T> | undefined> => {
    const mine = visit;
    const answer = await askWithToken(ask);
    if (mine !== visit) return undefined;
    if (answer === undefined) toSignIn('session_over');
    return answer;
  };

  const askWithToken = async <T>(
    ask: (accessToken: string) => Promise<Answer<T>>,
  ): Promise<Answer<T> | undefined> => {
    try {
      const isOver = tokens === undefined || (tokens.expiresAt - soon < ports.now() && !(await refreshed()));
      if (!isOver && tokens !== undefined) {
        const used = tokens.accessToken;
        const answer = await ask(used);
        // the API refuses a token that has not expired: it may accept a fresh one
        if (!isRefused(answer) || tokens.refreshToken === undefined) return answer;
        // if the API refuses the fresh one too, the refusal is shown: a new sign-in would begin again for ever
        if (tokens.accessToken !== used || (await refreshed())) return await ask(tokens.accessToken);
      }
    } catch (error) {
      return { refusal: { code: error instanceof SignInFailure ? error.code : 'unexpected_answer' } };
    }
    return undefined;
  };

  const open = async () => {
    opening += 1;
    const mine = opening;
    const { choice } = state;
    dispatch({ type: 'opening' });
    const started = ports.now();
    for (;;) {
      const answer = await withToken((token) => askForUrl(token, choice));
      if (answer === undefined || mine !== opening) return;
      if ('value' in answer) {
        ports.last.write(choice);
        dispatch({ type: 'opened' });
        ports.replace(answer.value);
        return;
      }
      const waited = ports.now() - started;
      if (answer.refusal.code !== 'profile_pending' || waited >= pendingMilliseconds) {
        dispatch({ type: 'failed', ...shownOf(answer.refusal) });
        return;
      }
      dispatch({ type: 'pending', seconds: Math.round(waited / 1000) });
      await ports.wait(1000 * Math.min(answer.refusal.retryAfterSeconds ?? 5, 15));
      if (mine !== opening) return;
    }
  };

  /** Where a sign-in with a password goes on. */
  const goOn = async (name: string, password: string, next: Next) => {
    if (next.kind === 'tokens') {
      await signedIn(next.tokens);
      return;
    }
    person = { name, password, session: next.session };
    if (next.kind === 'new-app') {
      const app = { secret: next.secret, address: appAddress(settings.environment, name, next.secret) };
      dispatch({ type: 'new-app', app });
    } else {
      dispatch({ type: 'asked', challenge: next.kind });
    }
  };

  /** Sends one answer of a sign-in with a password; says what is wrong with it. */
  const step = async (work: () => Promise<void>) => {
    dispatch({ type: 'submitted' });
    try {
      await work();
    } catch (error) {
      if (error instanceof WrongAnswer) dispatch({ type: 'wrong', field: error.field });
      else if (error instanceof SessionOver) await beginAgain();
      else fail(error);
    }
  };

  /** Cognito no longer waits: from the beginning, with the new password if one was chosen meanwhile. */
  const beginAgain = async () => {
    if (signIn.kind !== 'password' || person === undefined) {
      toSignIn('sign_in_slow');
      return;
    }
    const { name, password } = person;
    try {
      await goOn(name, password, await beginWithPassword(signIn, name, password));
      dispatch({ type: 'wrong', field: 'begun_anew' });
    } catch {
      toSignIn('sign_in_slow');
    }
  };

  const toSignInPage = async () => {
    if (signIn.kind !== 'code') return;
    const { choice, isDirect } = state;
    dispatch({ type: 'submitted' });
    const { page, ...rest } = await beginCode(settings, signIn, isSomeoneElse);
    try {
      ports.begun.save({ ...rest, choice, isDirect });
    } catch {
      dispatch({ type: 'failed', code: 'storage_refused' });
      return;
    }
    ports.leave(page);
  };

  /** Ends the sign-in at the service, if it can be ended there. People sign out also if the service does not answer. */
  const end = async () => {
    const refreshToken = tokens?.refreshToken;
    const page = signIn.kind === 'code' ? signOutPage(settings, signIn) : undefined;
    dispatch({ type: 'leaving' });
    forget();
    ports.last.clear();
    if (refreshToken !== undefined) {
      try {
        if (signIn.kind === 'password') await revokeWithCognito(signIn, refreshToken);
        if (signIn.kind === 'code') await revokeCode(signIn, refreshToken);
      } catch {
        // it is in the memory of no page any more
      }
    }
    return page;
  };

  const returned = async () => {
    if (signIn.kind !== 'code') return;
    if (begun === undefined) {
      dispatch({ type: 'failed', code: 'sign_in_stale' });
      return;
    }
    state = { ...state, choice: begun.choice, isDirect: begun.isDirect };
    dispatch({ type: 'returned' });
    try {
      await signedIn(await finishCode(settings, signIn, begun, address.searchParams));
    } catch (error) {
      fail(error);
    }
  };

  const actions: Actions = {
    signIn: toSignInPage,
    submitPassword: (name, password) =>
      step(async () => {
        if (signIn.kind !== 'password') return;
        const next = await beginWithPassword(signIn, name, password);
        await goOn(name, password, next);
      }),
    submitNewPassword: (password, again) =>
      step(async () => {
        if (signIn.kind !== 'password' || person === undefined) return;
        if (password !== again) throw new WrongAnswer('passwords_differ');
        const { name, session } = person;
        const next = await respond(signIn, 'NEW_PASSWORD_REQUIRED', session, {
          USERNAME: name,
          NEW_PASSWORD: password,
        });
        await goOn(name, password, next);
      }),
    submitCode: (typed) =>
      step(async () => {
        if (signIn.kind !== 'password' || person === undefined) return;
        const { name, password, session } = person;
        const code = typed.replaceAll(/\s/g, '');
        if (!/^\d{6}$/.test(code)) throw new WrongAnswer('wrong_form');
        const next =
          state.view.at === 'new-app'
            ? await verifyApp(signIn, session, name, code)
            : await respond(signIn, 'SOFTWARE_TOKEN_MFA', session, {
                USERNAME: name,
                SOFTWARE_TOKEN_MFA_CODE: code,
              });
        await goOn(name, password, next);
      }),
    choose: (choice) => {
      dispatch({ type: 'chosen', choice });
    },
    open,
    back: () => {
      opening += 1;
      dispatch({ type: 'choose' });
      if (state.spaces === 'unavailable') void loadSpaces();
    },
    retry: async () => {
      if (state.name === undefined || isTokenRefused(state.view)) toSignIn();
      else await open();
    },
    signOut: async () => {
      const page = await end();
      if (page === undefined) toSignIn('signed_out');
      else ports.leave(page);
    },
    signInAsSomeoneElse: async () => {
      const page = await end();
      isSomeoneElse = page === undefined;
      if (page !== undefined) ports.leave(page);
      else toSignIn(signIn.kind === 'code' ? 'someone_else' : 'signed_out');
    },
  };

  if (state.view.at === 'sign-in' && isAnswer(address.searchParams)) {
    // the code is for the token service alone: it leaves the address before anything else happens
    ports.showAddress(begun?.isDirect ? begun.choice : {});
    void returned();
  }
  ports.show(state);
  return actions;
}

/** Whether the sign-in page leads here, with a code or with an error. */
function isAnswer(parameters: URLSearchParams): boolean {
  return parameters.has('code') || parameters.has('error');
}

/** Takes out the sign-in that was begun, also if it fails afterwards: nothing of it stays in the window. */
function taken({ begun }: Ports): Begun | undefined {
  try {
    return begun.take();
  } catch {
    return undefined;
  }
}

/** Whether the API does not take the token. */
function isRefused(answer: Answer<unknown>): boolean {
  return 'refusal' in answer && answer.refusal.code === 'not_signed_in';
}

function shownOf({ code, requestId }: Refusal) {
  return { code, ...(requestId !== undefined && { requestId }) };
}

/** https://github.com/google/google-authenticator/wiki/Key-Uri-Format */
function appAddress(environment: string, name: string, secret: string): string {
  const issuer = encodeURIComponent(`SageMaker Studio ${environment}`);
  return `otpauth://totp/${issuer}:${encodeURIComponent(name)}?secret=${secret}&issuer=${issuer}`;
}
