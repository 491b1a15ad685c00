/** How the page and the command line sign people in by Cognito's API: five operations that need no AWS credentials. */
export type CognitoOperation =
  | 'InitiateAuth'
  | 'RespondToAuthChallenge'
  | 'AssociateSoftwareToken'
  | 'VerifySoftwareToken'
  | 'RevokeToken';

/** An answer of Cognito to a step of a sign-in: the next challenge, or the tokens. */
export interface CognitoStep {
  readonly ChallengeName?: string;
  readonly Session?: string;
  readonly AuthenticationResult?: {
    readonly AccessToken: string;
    readonly IdToken?: string;
    readonly RefreshToken?: string;
    /** In seconds. */
    readonly ExpiresIn?: number;
  };
  /** Secret of an authenticator app, in base 32. */
  readonly SecretCode?: string;
}

/** Stands before the operation in the header `x-amz-target`. */
export const cognitoTarget = 'AWSCognitoIdentityProviderService.';

/**
 * A request of one of the operations.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html
 */
export function cognitoRequest(operation: CognitoOperation, request: Readonly<Record<string, unknown>>) {
  return {
    method: 'POST',
    redirect: 'error',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': cognitoTarget + operation,
    },
    body: JSON.stringify(request),
  } as const;
}

/** The error in an answer of Cognito, by its type, such as `NotAuthorizedException`. Undefined: it names none. */
export function cognitoErrorIn(
  body: Readonly<Record<string, unknown>> | undefined,
): { readonly type: string; readonly message: string } | undefined {
  const type = body?.__type;
  if (typeof type !== 'string') return undefined;
  const message = body?.message ?? body?.Message;
  return { type: type.split('#').at(-1) ?? type, message: typeof message === 'string' ? message : '' };
}

/** What an error of Cognito means for the person. */
export type CognitoProblem =
  /** The sign-in has expired: Cognito waits for minutes only. */
  | 'session_over'
  | 'wrong_password'
  /** A new password. */
  | 'password_not_taken'
  | 'wrong_code'
  | 'code_used'
  /** An answer that is empty, or a code with other characters than digits. */
  | 'wrong_form'
  | 'user_disabled'
  | 'user_not_confirmed'
  | 'one_time_password_over'
  | 'password_reset_required'
  | 'too_many_attempts'
  | 'too_many_requests'
  /** Pool or client do not exist, or do not take this way of signing in. */
  | 'misconfigured'
  | 'unknown';

const byType: Readonly<Record<string, CognitoProblem>> = {
  CodeMismatchException: 'wrong_code',
  EnableSoftwareTokenMFAException: 'wrong_code',
  ExpiredCodeException: 'code_used',
  InvalidParameterException: 'misconfigured',
  InvalidPasswordException: 'password_not_taken',
  LimitExceededException: 'too_many_attempts',
  NotAuthorizedException: 'wrong_password',
  PasswordHistoryPolicyViolationException: 'password_not_taken',
  PasswordResetRequiredException: 'password_reset_required',
  ResourceNotFoundException: 'misconfigured',
  TooManyFailedAttemptsException: 'too_many_attempts',
  TooManyRequestsException: 'too_many_requests',
  UserNotConfirmedException: 'user_not_confirmed',
  UserNotFoundException: 'wrong_password',
};

/** Errors of which several have the same type: only the message tells them apart. */
const byMessage: readonly (readonly [type: string, message: RegExp, problem: CognitoProblem])[] = [
  ['NotAuthorizedException', /session/i, 'session_over'],
  ['NotAuthorizedException', /disabled/i, 'user_disabled'],
  ['NotAuthorizedException', /temporary password/i, 'one_time_password_over'],
  ['NotAuthorizedException', /attempts exceeded/i, 'too_many_attempts'],
  ['ExpiredCodeException', /session/i, 'session_over'],
  ['InvalidParameterException', /usercode|software_token_mfa_code|parameter password/i, 'wrong_form'],
  ['InvalidParameterException', /flow/i, 'misconfigured'],
  ['InvalidParameterException', /password/i, 'password_not_taken'],
];

/** What an error of Cognito means. Texts for people are the page's and the command line's own. */
export function cognitoProblem({
  type,
  message,
}: {
  readonly type: string;
  readonly message: string;
}): CognitoProblem {
  const found = byMessage.find(([own, words]) => own === type && words.test(message));
  return found?.[2] ?? (Object.hasOwn(byType, type) ? byType[type] : undefined) ?? 'unknown';
}
