import { errorOf } from '../../portal/cognito';
import { SessionOver, SignInFailure, WrongAnswer } from '../../portal/failure';

/** Cognito's errors, of which some differ in the message only. */
test.each<[string, string, Error]>([
  ['NotAuthorizedException', 'Incorrect username or password.', new WrongAnswer('wrong_password')],
  ['UserNotFoundException', 'User does not exist.', new WrongAnswer('wrong_password')],
  ['NotAuthorizedException', 'User is disabled.', new SignInFailure('user_disabled')],
  ['NotAuthorizedException', 'Password attempts exceeded', new SignInFailure('too_many_attempts')],
  [
    'NotAuthorizedException',
    'Temporary password has expired and must be reset by an administrator.',
    new SignInFailure('one_time_password_over'),
  ],
  ['NotAuthorizedException', 'Invalid session for the user, session is expired.', new SessionOver()],
  ['InvalidPasswordException', 'Password not long enough', new WrongAnswer('password_not_taken')],
  ['PasswordHistoryPolicyViolationException', '', new WrongAnswer('password_not_taken')],
  ['CodeMismatchException', '', new WrongAnswer('wrong_code')],
  ['EnableSoftwareTokenMFAException', 'Code mismatch', new WrongAnswer('wrong_code')],
  ['ExpiredCodeException', 'Your software token has already been used once.', new WrongAnswer('code_used')],
  ['InvalidParameterException', "Value at 'userCode' failed to satisfy", new WrongAnswer('wrong_form')],
  [
    'InvalidParameterException',
    'USER_PASSWORD_AUTH flow not enabled',
    new SignInFailure('sign_in_misconfigured'),
  ],
  ['InvalidParameterException', 'something else', new SignInFailure('sign_in_misconfigured')],
  ['ResourceNotFoundException', '', new SignInFailure('sign_in_misconfigured')],
  ['PasswordResetRequiredException', '', new SignInFailure('password_reset_required')],
  ['UserNotConfirmedException', '', new SignInFailure('user_not_confirmed')],
  ['LimitExceededException', '', new SignInFailure('too_many_attempts')],
  ['TooManyFailedAttemptsException', '', new SignInFailure('too_many_attempts')],
  ['TooManyRequestsException', '', new SignInFailure('sign_in_busy')],
  ['InternalErrorException', '', new SignInFailure('sign_in_refused', 'InternalErrorException')],
  ['<script>', '', new SignInFailure('sign_in_refused')],
])('%s %j', (type, message, expected) => {
  const error = errorOf({ type, message });
  expect(error).toBeInstanceOf(expected.constructor);
  // the message is not all that tells them apart
  expect(Object.entries(error)).toEqual(Object.entries(expected));
});
