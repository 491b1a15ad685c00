import {
  cognitoErrorIn,
  type CognitoOperation,
  cognitoProblem,
  type CognitoProblem,
  cognitoRequest,
  type CognitoStep,
} from '../../../api/cognito';
import { objectIn } from '../../../api/json';
import { Failure } from '../failure';
import type { Fetch } from '../network/fetch';
import { secret } from '../secrets';
import type { PasswordSettings } from '../settings/schema';
import type { Provider } from './provider';
import { expiryOf, type Tokens } from './tokens';

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

/** Calls an operation of Cognito and returns its answer. */
export type Cognito = (
  operation: CognitoOperation,
  request: Readonly<Record<string, unknown>>,
) => Promise<CognitoStep>;

/**
 * The operations of Cognito that need no AWS credentials. AWS's SDK would be ten times as large as the rest
 * of this program.
 *
 * @returns a function that rejects with a {@link CognitoError}, or a Failure if there is no answer
 */
export function cognitoAt(endpoint: string, fetch: Fetch): Cognito {
  return async (operation, request) => {
    const answer = await fetch(endpoint, cognitoRequest(operation, request));
    const text = await answer.text();
    const body = objectIn(text);
    if (answer.ok && (body !== undefined || text === '')) return remember(body ?? {});
    const error = cognitoErrorIn(body);
    if (error) throw new CognitoError(error.type, error.message);
    throw new Failure({
      code: 'sign_in_unexpected',
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
export function tokensOf({ AuthenticationResult: result }: CognitoStep): Tokens | undefined {
  if (result === undefined) return undefined;
  return {
    accessToken: result.AccessToken,
    accessTokenExpiresAt: expiryOf(result.ExpiresIn, Date.now()),
    ...(result.RefreshToken !== undefined && { refreshToken: result.RefreshToken }),
    ...(result.IdToken !== undefined && { idToken: result.IdToken }),
  };
}

/** Errors that end a sign-in, in words for the person. */
const refusals: Readonly<
  Partial<Record<CognitoProblem, readonly [code: string, what: string, todo: string]>>
> = {
  wrong_password: [
    'wrong_password',
    'The user name or the password is wrong.',
    'Try again. If you have forgotten the password, ask your operator for a one-time password.',
  ],
  user_disabled: ['user_disabled', 'Your user is disabled.', 'Ask your operator.'],
  user_not_confirmed: ['user_not_confirmed', 'Your user is not confirmed.', 'Ask your operator.'],
  one_time_password_over: [
    'one_time_password_over',
    'The one-time password has expired.',
    'Ask your operator for another one, and use it within three days.',
  ],
  password_reset_required: [
    'password_reset_required',
    'Your password must be set anew.',
    'Ask your operator for a one-time password.',
  ],
  too_many_attempts: [
    'too_many_attempts',
    'There were too many attempts.',
    'Wait a quarter of an hour, then try again.',
  ],
  too_many_requests: [
    'too_many_requests',
    'Cognito has too many requests at the moment.',
    'Wait a minute, then try again.',
  ],
  misconfigured: [
    'settings_wrong',
    'The user pool or the app client of the settings does not exist, or does not take this way of signing in.',
    'The settings may be out of date: ask your operator for new ones.',
  ],
};

/** A failure for what Cognito refuses. */
export function refused(error: CognitoError): Failure {
  const [code, what, todo] = refusals[cognitoProblem(error)] ?? [
    'sign_in_failed',
    `Cognito refused: ${error.type}.`,
    'Try again. If it lasts, tell your operator.',
  ];
  return new Failure({ code, what, todo });
}

function remember(step: CognitoStep): CognitoStep {
  const { AuthenticationResult: result, Session, SecretCode } = step;
  const values = [result?.AccessToken, result?.IdToken, result?.RefreshToken, Session, SecretCode];
  for (const value of values) if (value !== undefined) secret(value);
  return step;
}
