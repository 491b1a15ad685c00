import { Failure } from '../../../../cli/studio-access/failure';
import type { Questions } from '../../../../cli/studio-access/questions';
import { type Cognito, CognitoError } from '../../../../cli/studio-access/sign-in/cognito';
import { signInWithPassword } from '../../../../cli/studio-access/sign-in/password';
import { userOf } from '../../../../cli/studio-access/sign-in/tokens';
import { appCode, type CognitoUser, FakeCognito } from '../../../../test-support/studio-access/cognito';
import { byPassword } from '../../../../test-support/studio-access/settings';

const own = 'Correct-horse-1';
const chosen = 'Another-horse-2';
const appSecret = 'JBSWY3DPEHPK3PXP';

/** What a person types, for the first word of each question; a function sees what was said before. */
type Typed = string | ((said: string) => string);

/** Signs in as a person who types these answers, one for each question. */
async function signIn(
  user: CognitoUser,
  answers: readonly Typed[],
  meddle: (cognito: FakeCognito) => void = () => undefined,
) {
  const cognito = new FakeCognito(byPassword.signIn.clientId);
  cognito.users.set('alice', user);
  meddle(cognito);
  const said: string[] = [];
  const asked: { question: string; isHidden: boolean }[] = [];
  const left = [...answers];
  const questions: Questions = {
    say: (text) => void said.push(text),
    passing: (work) => work(),
    ask: (question, { isHidden = false } = {}) => {
      asked.push({ question, isHidden });
      const next = left.shift();
      if (next === undefined) return Promise.reject(new Error(`nobody answers ${question}`));
      return Promise.resolve(typeof next === 'string' ? next : next(said.join('\n')));
    },
  };
  const call: Cognito = async (operation, request) => {
    await Promise.resolve();
    return cognito.answer(operation, request);
  };
  const result = await signInWithPassword({
    settings: byPassword.signIn,
    environment: 'prod',
    cognito: call,
    questions,
    draw: (text) => `[QR ${text}]`,
  }).catch((error: unknown) => error);
  return { cognito, said: said.join('\n'), asked, result, left };
}

const failureOf = ({ result }: { result: unknown }) => (result as Failure).details;
const isSignedIn = ({ result }: { result: unknown }) => userOf(result as never) === 'alice';
const secretIn = (said: string) => /type in: (\S+)/.exec(said)?.[1] ?? '';
const codeIn = (said: string) => appCode(secretIn(said));
const code = () => appCode(appSecret);
const withApp = { password: own, appSecret };

describe('signing in with a password', () => {
  it('takes a password and a code, and shows neither', async () => {
    const person = await signIn(withApp, ['alice', own, code]);
    expect(isSignedIn(person)).toBe(true);
    expect(person.asked.map(({ question, isHidden }) => [question.split(' ')[0], isHidden])).toEqual([
      ['User', false],
      ['Password:', true],
      ['Code', true],
    ]);
  });

  it('leads through a first sign-in: one-time password, new password, authenticator app', async () => {
    const person = await signIn({ password: 'One-time-pass-1', mustChange: true }, [
      'alice',
      'One-time-pass-1',
      chosen,
      chosen,
      codeIn,
    ]);
    expect(isSignedIn(person)).toBe(true);
    expect(person.cognito.users.get('alice')).toMatchObject({ password: chosen, mustChange: false });
    expect(person.said).toContain('otpauth://totp/SageMaker%20Studio%20prod:alice?secret=');
    expect(person.said).toContain('[QR otpauth://');
  });

  it.each<[what: string, user: CognitoUser, answers: readonly Typed[], words: string]>([
    [
      'a wrong password',
      withApp,
      ['alice', 'wrong-password', own, code],
      'user name or the password is wrong',
    ],
    ['a wrong code', withApp, ['alice', own, '000000', code], 'That code is wrong'],
    ['a code with letters', withApp, ['alice', own, 'abc', code], 'wrong form'],
    ['a code with blanks', withApp, ['alice', own, () => `${code().slice(0, 3)} ${code().slice(3)}`], ''],
    ['a wrong code at the setup', { password: own }, ['alice', own, '000000', codeIn], 'That code is wrong'],
    [
      'a new password that is too short',
      { password: 'x', mustChange: true, appSecret },
      ['alice', 'x', 'short', 'short', chosen, chosen, code],
      'That password is not accepted',
    ],
    [
      'two different new passwords',
      { password: 'x', mustChange: true, appSecret },
      ['alice', 'x', chosen, own, chosen, chosen, code],
      'The two passwords are not the same.',
    ],
  ])('goes on after %s', async (_, user, answers, words) => {
    const person = await signIn({ ...user }, answers);
    expect(isSignedIn(person)).toBe(true);
    expect(person.said).toContain(words);
    expect(person.left).toEqual([]);
  });

  it('goes on with the new password when the sign-in ran out meanwhile', async () => {
    let isOver = false;
    const person = await signIn(
      { password: 'x', mustChange: true, appSecret },
      ['alice', 'x', chosen, chosen, () => ((isOver = true), code()), code],
      (cognito) => {
        const answer = cognito.answer.bind(cognito);
        cognito.answer = (operation, request) => {
          if (isOver) {
            isOver = false;
            cognito.expireSessions();
          }
          return answer(operation, request);
        };
      },
    );
    expect(person.said).toContain('It goes on from the password');
    expect(isSignedIn(person)).toBe(true);
    expect(person.cognito.calls.filter((operation) => operation === 'InitiateAuth')).toHaveLength(2);
  });

  it('has words for what is refused when the sign-in ran out and begins again', async () => {
    const person = await signIn({ password: own }, ['alice', own, '123456'], (cognito) => {
      const answer = cognito.answer.bind(cognito);
      let isOver = false;
      cognito.answer = (operation, request) => {
        if (isOver) throw new CognitoError('NotAuthorizedException', 'User is disabled.');
        isOver = operation === 'VerifySoftwareToken';
        if (isOver)
          throw new CognitoError(
            'NotAuthorizedException',
            'Invalid session for the user, session is expired.',
          );
        return answer(operation, request);
      };
    });
    expect(failureOf(person)).toMatchObject({ code: 'user_disabled' });
  });

  it.each<[what: string, user: CognitoUser, answers: readonly Typed[], code: string]>([
    ['three wrong passwords', withApp, ['alice', 'a', 'b', 'c'], 'wrong_password'],
    ['an unknown name, as for a wrong password', withApp, ['bob', 'a', 'b', 'c'], 'wrong_password'],
    ['three wrong codes', withApp, ['alice', own, '000000', '000001', '000002'], 'wrong_code'],
    ['three wrong codes at the setup', { password: own }, ['alice', own, '1', '2', '3'], 'wrong_code'],
    ['a disabled user', { ...withApp, enabled: false }, ['alice', own], 'user_disabled'],
    [
      'three new passwords that are not accepted',
      { password: 'x', mustChange: true },
      ['alice', 'x', 'a', 'a', 'b', 'b', 'c', 'c'],
      'password_not_taken',
    ],
  ])('ends with %s', async (_, user, answers, expected) => {
    const person = await signIn({ ...user }, answers);
    expect(failureOf(person).code).toBe(expected);
  });

  it('says that a code was used before', async () => {
    const person = await signIn(withApp, ['alice', own, code, code], (cognito) => {
      const answer = cognito.answer.bind(cognito);
      let isFirst = true;
      cognito.answer = (operation, request) => {
        // somebody used the code a moment ago
        if (operation === 'RespondToAuthChallenge' && isFirst) {
          isFirst = false;
          const step = answer('InitiateAuth', { AuthParameters: { USERNAME: 'alice', PASSWORD: own } });
          answer(operation, { ...request, ...step });
        }
        return answer(operation, request);
      };
    });
    expect(person.said).toContain('was used before');
  });

  it.each<[type: string, message: string, code: string]>([
    [
      'NotAuthorizedException',
      'Temporary password has expired and must be reset by an administrator.',
      'one_time_password_over',
    ],
    ['NotAuthorizedException', 'Password attempts exceeded', 'too_many_attempts'],
    ['PasswordResetRequiredException', '', 'password_reset_required'],
    ['UserNotConfirmedException', '', 'user_not_confirmed'],
    ['LimitExceededException', '', 'too_many_attempts'],
    ['TooManyRequestsException', '', 'too_many_requests'],
    ['ResourceNotFoundException', '', 'settings_wrong'],
    ['InvalidParameterException', 'USER_PASSWORD_AUTH flow not enabled for this client', 'settings_wrong'],
    ['UserLambdaValidationException', 'x', 'sign_in_failed'],
  ])('has words for %s "%s"', async (type, message, expected) => {
    const person = await signIn(withApp, ['alice', own, own, own], (cognito) => {
      cognito.answer = () => {
        throw new CognitoError(type, message);
      };
    });
    expect(failureOf(person)).toMatchObject({ code: expected });
  });
});
