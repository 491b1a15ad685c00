import { Failure } from '../failure';
import type { Fetch } from '../network/fetch';
import { secret } from '../secrets';
import type { PasswordSettings } from '../settings/schema';
import type { Provider } from './provider';
import { expiryOf, type Tokens } from './tokens';

/** An answer of Cognito to a step of a sign-in: the next challenge, or the tokens. */
export interface Step {
  readonly ChallengeName?: string;
  readonly Session?: string;
  readonly AuthenticationResult?: {
    readonly AccessToken: string;
    readonly IdToken?: string;
    readonly RefreshToken?: string;
    readonly ExpiresIn?: number;
  };
  /** Secret of an authenticator app, in base 32. */
  readonly SecretCode?: string;
}

/** An error that Cognito names. */
export class CognitoError extends Error {
  constructor(
    /** Such as `NotAuthorizedException`. */
    readonly type: string,
    message: string,
  ) {
    super(message);
    this.name = 'CognitoError';
  }
}

type Operation =
  | 'InitiateAuth'
  | 'RespondToAuthChallenge'
  | 'AssociateSoftwareToken'
  | 'VerifySoftwareToken'
  | 'RevokeToken';

export type Cognito = (operation: Operation, request: Readonly<Record<string, unknown>>) => Promise<Step>;

/**
 * The operations of Cognito that need no AWS credentials. They are five requests, for which AWS's SDK would be ten times the rest
 * of this program. https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html
 *
 * @returns a function that rejects with a {@link CognitoError}, or a Failure if there is no answer
 */
export function cognitoAt(endpoint: string, fetch: Fetch): Cognito {
  return async (operation, request) => {
    const answer = await fetch(endpoint, {
      method: 'POST',
      redirect: 'error',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
      },
      body: JSON.stringify(request),
    });
    const text = await answer.text();
    const body = parseObject(text);
    if (answer.ok && (body !== undefined || text === '')) return remember(body ?? {});
    const type = body?.__type;
    if (typeof type === 'string') {
      const message = body?.message ?? body?.Message;
      throw new CognitoError(type.split('#').at(-1) ?? type, typeof message === 'string' ? message : '');
    }
    throw new Failure({
      code: 'sign_in_failed',
      what: `The answer of ${new URL(endpoint).host} (${answer.status}) is not Cognito’s.`,
      todo: 'A proxy may have answered in its place: ask your network team to let the name through.',
    });
  };
}

/** Sessions of a sign-in with a password. */
export function cognitoProvider({ clientId, endpoint }: PasswordSettings, fetch: Fetch): Provider {
  const cognito = cognitoAt(endpoint, fetch);
  return {
    refresh: async (refreshToken) => {
      try {
        const step = await cognito('InitiateAuth', {
          AuthFlow: 'REFRESH_TOKEN_AUTH',
          ClientId: clientId,
          AuthParameters: { REFRESH_TOKEN: refreshToken },
        });
        return tokensOf(step);
      } catch (error) {
        if (error instanceof CognitoError && error.type === 'NotAuthorizedException') return undefined;
        throw error instanceof CognitoError ? refused(error) : error;
      }
    },
    revoke: async (refreshToken) => {
      try {
        await cognito('RevokeToken', { ClientId: clientId, Token: refreshToken });
        return true;
      } catch (error) {
        throw error instanceof CognitoError ? refused(error) : error;
      }
    },
  };
}

/** @returns undefined if the step is a challenge */
export function tokensOf({ AuthenticationResult: result }: Step): Tokens | undefined {
  if (result === undefined) return undefined;
  return {
    accessToken: result.AccessToken,
    accessTokenExpiresAt: expiryOf(result.ExpiresIn, Date.now()),
    ...(result.RefreshToken !== undefined && { refreshToken: result.RefreshToken }),
    ...(result.IdToken !== undefined && { idToken: result.IdToken }),
  };
}

/** Errors that end a sign-in, in words for the person. */
const refusals: Readonly<Record<string, readonly [code: string, what: string, todo: string]>> = {
  PasswordResetRequiredException: [
    'password_reset_required',
    'Your password must be set anew.',
    'Ask your operator for a one-time password.',
  ],
  UserNotConfirmedException: ['user_not_confirmed', 'Your user is not confirmed.', 'Ask your operator.'],
  LimitExceededException: [
    'too_many_attempts',
    'There were too many attempts.',
    'Wait a quarter of an hour, then try again.',
  ],
  TooManyRequestsException: [
    'too_many_requests',
    'Cognito has too many requests at the moment.',
    'Wait a minute, then try again.',
  ],
  TooManyFailedAttemptsException: [
    'too_many_attempts',
    'There were too many attempts.',
    'Wait a quarter of an hour, then try again.',
  ],
  ResourceNotFoundException: [
    'settings_wrong',
    'The user pool or the app client of the settings does not exist.',
    'Ask your operator for new settings.',
  ],
  InvalidParameterException: [
    'settings_wrong',
    'Cognito does not take this way of signing in.',
    'The settings may be out of date: ask your operator for new ones.',
  ],
};

/** A failure for what Cognito refuses. */
export function refused({ type, message }: CognitoError): Failure {
  const [code, what, todo] = refusals[type] ?? [
    'sign_in_failed',
    `Cognito refused: ${type}.`,
    'Try again. If it lasts, tell your operator.',
  ];
  if (type !== 'NotAuthorizedException') return new Failure({ code, what, todo });
  if (/disabled/i.test(message)) {
    return new Failure({ code: 'user_disabled', what: 'Your user is disabled.', todo: 'Ask your operator.' });
  }
  if (/temporary password/i.test(message)) {
    return new Failure({
      code: 'one_time_password_over',
      what: 'The one-time password is over.',
      todo: 'Ask your operator for another one, and use it within three days.',
    });
  }
  if (/attempts exceeded/i.test(message)) {
    return new Failure({
      code: 'too_many_attempts',
      what: 'There were too many wrong passwords.',
      todo: 'Wait a quarter of an hour, then try again.',
    });
  }
  return new Failure({
    code: 'wrong_password',
    what: 'The user name or the password is wrong.',
    todo: 'Try again. If you have forgotten the password, ask your operator for a one-time password.',
  });
}

function remember(step: Step): Step {
  const { AuthenticationResult: result, Session, SecretCode } = step;
  const values = [result?.AccessToken, result?.IdToken, result?.RefreshToken, Session, SecretCode];
  for (const value of values) if (value !== undefined) secret(value);
  return step;
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
