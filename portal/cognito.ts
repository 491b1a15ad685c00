import { SessionOver, SignInFailure, WrongAnswer } from './failure';
import { expiryOf, type Tokens } from './tokens';
import type { Code } from './texts';

/** An answer of Cognito to a step of a sign-in: the next challenge, or the tokens. */
interface Step {
  readonly ChallengeName?: string;
  readonly Session?: string;
  readonly AuthenticationResult?: {
    readonly AccessToken: string;
    readonly RefreshToken?: string;
    readonly ExpiresIn?: number;
  };
  readonly SecretCode?: string;
}

/** What comes next in a sign-in. */
export type Next =
  | { readonly kind: 'tokens'; readonly tokens: Tokens }
  | { readonly kind: 'new-password' | 'code'; readonly session: string | undefined }
  | { readonly kind: 'new-app'; readonly session: string | undefined; readonly secret: string };

interface Client {
  readonly clientId: string;
  readonly endpoint: string;
}

type Operation =
  | 'InitiateAuth'
  | 'RespondToAuthChallenge'
  | 'AssociateSoftwareToken'
  | 'VerifySoftwareToken'
  | 'RevokeToken';

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
    if (error instanceof SignInFailure && error.code === 'sign_in_unreachable') throw error;
    return undefined;
  }
}

/** Ends a sign-in: its refresh token works no longer. @throws as {@link call} */
export async function revokeWithCognito(client: Client, refreshToken: string): Promise<void> {
  await call(client, 'RevokeToken', { ClientId: client.clientId, Token: refreshToken });
}

async function nextOf(client: Client, step: Step): Promise<Next> {
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

function tokensOf({ AuthenticationResult: result }: Step): Tokens | undefined {
  return (
    result && {
      accessToken: result.AccessToken,
      refreshToken: result.RefreshToken,
      expiresAt: expiryOf(result.ExpiresIn, Date.now()),
    }
  );
}

/**
 * One of Cognito's operations that need no AWS credentials.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html
 * @throws WrongAnswer, SessionOver or SignInFailure
 */
async function call(
  { endpoint }: Client,
  operation: Operation,
  request: Readonly<Record<string, unknown>>,
): Promise<Step> {
  let isOk: boolean;
  let body: Readonly<Record<string, unknown>>;
  try {
    const response = await fetch(endpoint, {
      method: 'POST',
      redirect: 'error',
      credentials: 'omit',
      headers: {
        'Content-Type': 'application/x-amz-json-1.1',
        'X-Amz-Target': `AWSCognitoIdentityProviderService.${operation}`,
      },
      body: JSON.stringify(request),
      signal: AbortSignal.timeout(20_000),
    });
    isOk = response.ok;
    const text = await response.text();
    body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
  } catch {
    throw new SignInFailure('sign_in_unreachable');
  }
  if (isOk) return body;
  const { __type: type, message } = body;
  throw errorOf(
    typeof type === 'string' ? (type.split('#').at(-1) ?? '') : '',
    typeof message === 'string' ? message : '',
  );
}

const failures: Readonly<Record<string, Code>> = {
  PasswordResetRequiredException: 'password_reset_required',
  UserNotConfirmedException: 'user_not_confirmed',
  LimitExceededException: 'too_many_attempts',
  TooManyFailedAttemptsException: 'too_many_attempts',
  TooManyRequestsException: 'sign_in_busy',
  ResourceNotFoundException: 'sign_in_misconfigured',
};

/** What an error of Cognito means. Some differ in their message only. */
export function errorOf(type: string, message: string): Error {
  switch (type) {
    case 'NotAuthorizedException':
      if (/session/i.test(message)) return new SessionOver();
      if (/disabled/i.test(message)) return new SignInFailure('user_disabled');
      if (/temporary password/i.test(message)) return new SignInFailure('one_time_password_over');
      if (/attempts exceeded/i.test(message)) return new SignInFailure('too_many_attempts');
      return new WrongAnswer('wrong_password');
    case 'UserNotFoundException':
      return new WrongAnswer('wrong_password');
    case 'InvalidPasswordException':
    case 'PasswordHistoryPolicyViolationException':
      return new WrongAnswer('password_not_taken');
    case 'CodeMismatchException':
    case 'EnableSoftwareTokenMFAException':
      return new WrongAnswer('wrong_code');
    case 'ExpiredCodeException':
      return /session/i.test(message) ? new SessionOver() : new WrongAnswer('code_used');
    case 'InvalidParameterException':
      // an empty answer, or a code that has other characters than digits
      if (/usercode|software_token_mfa_code/i.test(message)) return new WrongAnswer('wrong_form');
      if (/password/i.test(message) && !/flow/i.test(message)) return new WrongAnswer('password_not_taken');
      return new SignInFailure('sign_in_misconfigured');
    default: {
      const code = failures[type];
      if (code !== undefined) return new SignInFailure(code);
      return new SignInFailure('sign_in_refused', /^\w{1,80}$/.test(type) ? type : undefined);
    }
  }
}
