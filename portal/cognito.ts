import {
  cognitoErrorIn,
  type CognitoOperation,
  cognitoProblem,
  type CognitoProblem,
  cognitoRequest,
  type CognitoStep,
} from '../api/cognito';
import { pageRequestMilliseconds } from '../api/time-budget';
import { SessionOver, SignInFailure, WrongAnswer } from './failure';
import { expiryOf, type Tokens } from './tokens';
import type { Code, FieldCode } from './texts';

/** What comes next in a sign-in. */
export type Next =
  | { readonly kind: 'tokens'; readonly tokens: Tokens }
  | { readonly kind: 'new-password' | 'code'; readonly session: string | undefined }
  | { readonly kind: 'new-app'; readonly session: string | undefined; readonly secret: string };

interface Client {
  readonly clientId: string;
  readonly endpoint: string;
}

/** Begins a sign-in. @throws as {@link call} */
export async function beginWithPassword(client: Client, name: string, password: string): Promise<Next> {
  const step = await call(client, 'InitiateAuth', {
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: client.clientId,
    AuthParameters: { USERNAME: name, PASSWORD: password },
  });
  return nextOf(client, step);
}

/** Answers a challenge. @throws as {@link call} */
export async function respond(
  client: Client,
  challenge: 'NEW_PASSWORD_REQUIRED' | 'SOFTWARE_TOKEN_MFA' | 'MFA_SETUP',
  session: string | undefined,
  responses: Readonly<Record<string, string>>,
): Promise<Next> {
  const step = await call(client, 'RespondToAuthChallenge', {
    ChallengeName: challenge,
    ClientId: client.clientId,
    Session: session,
    ChallengeResponses: responses,
  });
  return nextOf(client, step);
}

/** Verifies the first code of a new authenticator app, and goes on. @throws as {@link call} */
export async function verifyApp(
  client: Client,
  session: string | undefined,
  name: string,
  code: string,
): Promise<Next> {
  const verified = await call(client, 'VerifySoftwareToken', {
    Session: session,
    UserCode: code,
    FriendlyDeviceName: 'studio-portal',
  });
  return respond(client, 'MFA_SETUP', verified.Session, { USERNAME: name });
}

/** @returns undefined if the sign-in is over @throws as {@link call} */
export async function refreshWithCognito(client: Client, refreshToken: string): Promise<Tokens | undefined> {
  try {
    const step = await call(client, 'InitiateAuth', {
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      ClientId: client.clientId,
      AuthParameters: { REFRESH_TOKEN: refreshToken },
    });
    return tokensOf(step);
  } catch (error) {
    // Cognito answers for an expired token as for a wrong password
    if (error instanceof SignInFailure) throw error;
    return undefined;
  }
}

/** Ends a sign-in: its refresh token works no longer. @throws as {@link call} */
export async function revokeWithCognito(client: Client, refreshToken: string): Promise<void> {
  await call(client, 'RevokeToken', { ClientId: client.clientId, Token: refreshToken });
}

async function nextOf(client: Client, step: CognitoStep): Promise<Next> {
  const tokens = tokensOf(step);
  if (tokens) return { kind: 'tokens', tokens };
  switch (step.ChallengeName) {
    case 'NEW_PASSWORD_REQUIRED':
      return { kind: 'new-password', session: step.Session };
    case 'SOFTWARE_TOKEN_MFA':
      return { kind: 'code', session: step.Session };
    case 'MFA_SETUP': {
      const { SecretCode: secret, Session: session } = await call(client, 'AssociateSoftwareToken', {
        Session: step.Session,
      });
      if (secret === undefined) throw new SignInFailure('unexpected_answer');
      return { kind: 'new-app', session, secret };
    }
    default:
      throw new SignInFailure('sign_in_unknown_step', step.ChallengeName);
  }
}

function tokensOf({ AuthenticationResult: result }: CognitoStep): Tokens | undefined {
  return (
    result && {
      accessToken: result.AccessToken,
      refreshToken: result.RefreshToken,
      expiresAt: expiryOf(result.ExpiresIn, Date.now()),
    }
  );
}

/** @throws WrongAnswer, SessionOver or SignInFailure */
async function call(
  { endpoint }: Client,
  operation: CognitoOperation,
  request: Readonly<Record<string, unknown>>,
): Promise<CognitoStep> {
  let isOk: boolean;
  let body: Readonly<Record<string, unknown>>;
  try {
    const response = await fetch(endpoint, {
      ...cognitoRequest(operation, request),
      credentials: 'omit',
      signal: AbortSignal.timeout(pageRequestMilliseconds),
    });
    isOk = response.ok;
    const text = await response.text();
    body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
  } catch {
    throw new SignInFailure('sign_in_unreachable');
  }
  if (isOk) return body;
  throw errorOf(cognitoErrorIn(body) ?? { type: '', message: '' });
}

/** Answers that are to be given again. */
const wrongAnswers = [
  'wrong_password',
  'password_not_taken',
  'wrong_code',
  'code_used',
  'wrong_form',
] as const satisfies readonly FieldCode[];

const failures: Readonly<
  Record<Exclude<CognitoProblem, (typeof wrongAnswers)[number] | 'session_over'>, Code>
> = {
  user_disabled: 'user_disabled',
  user_not_confirmed: 'user_not_confirmed',
  one_time_password_over: 'one_time_password_over',
  password_reset_required: 'password_reset_required',
  too_many_attempts: 'too_many_attempts',
  too_many_requests: 'sign_in_busy',
  misconfigured: 'sign_in_misconfigured',
  unknown: 'sign_in_refused',
};

/** What an error of Cognito means. */
export function errorOf(error: { readonly type: string; readonly message: string }): Error {
  const problem = cognitoProblem(error);
  if (problem === 'session_over') return new SessionOver();
  if (isWrongAnswer(problem)) return new WrongAnswer(problem);
  const named = problem === 'unknown' && /^\w{1,80}$/.test(error.type) ? error.type : undefined;
  return new SignInFailure(failures[problem], named);
}

function isWrongAnswer(problem: CognitoProblem): problem is (typeof wrongAnswers)[number] {
  return wrongAnswers.some((own) => own === problem);
}
