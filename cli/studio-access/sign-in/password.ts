import { cognitoProblem, type CognitoStep } from '../../../api/cognito';
import { passwordRule } from '../../../api/password';
import { Failure } from '../failure';
import type { Questions } from '../questions';
import { secret } from '../secrets';
import type { PasswordSettings } from '../settings/schema';
import { type Cognito, CognitoError, refused, tokensOf } from './cognito';
import type { Tokens } from './tokens';

/** Wrong answers to one question before the sign-in ends. Cognito itself counts wrong passwords too. */
const attempts = 3;

const notTheSame = 'The two passwords are not the same.';

interface PasswordSignIn {
  readonly settings: PasswordSettings;
  /** Name of the deployment, which the authenticator app shows. */
  readonly environment: string;
  readonly cognito: Cognito;
  readonly questions: Questions;
  /** Draws a QR code, with some lines around it; undefined where the window is too small, or where there is none. */
  readonly draw: (text: string) => string | undefined;
}

/** A sign-in on its way: who, and with which password it would begin again. */
interface Person {
  readonly name: string;
  readonly password: string;
}

/**
 * Signs somebody in with a user name and a password, through everything that Cognito may ask for then: a new password, setting
 * up an authenticator app, its code.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html
 *
 * @throws Failure that says why not
 */
export async function signInWithPassword(signIn: PasswordSignIn): Promise<Tokens> {
  try {
    return await throughChallenges(signIn);
  } catch (error) {
    throw error instanceof CognitoError ? refused(error) : error;
  }
}

async function throughChallenges(signIn: PasswordSignIn): Promise<Tokens> {
  const { questions } = signIn;
  const name = (await questions.ask('User name: ')).trim();
  let [person, step] = await repeating(signIn, async () => {
    const password = secret(await questions.ask('Password: ', { isHidden: true }));
    return begun(signIn, { name, password });
  });
  for (;;) {
    const tokens = tokensOf(step);
    if (tokens) return tokens;
    try {
      [person, step] = await answered(signIn, person, step);
    } catch (error) {
      if (!isSessionOver(error)) throw error;
      // with the new password, if one was chosen meanwhile
      questions.say('That took longer than Cognito waits. It goes on from the password.');
      [person, step] = await begun(signIn, person);
    }
  }
}

async function begun({ settings, cognito }: PasswordSignIn, person: Person): Promise<[Person, CognitoStep]> {
  const step = await cognito('InitiateAuth', {
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: settings.clientId,
    AuthParameters: { USERNAME: person.name, PASSWORD: person.password },
  });
  return [person, step];
}

async function answered(
  signIn: PasswordSignIn,
  person: Person,
  step: CognitoStep,
): Promise<[Person, CognitoStep]> {
  switch (step.ChallengeName) {
    case 'NEW_PASSWORD_REQUIRED':
      return repeating(signIn, () => newPassword(signIn, person, step));
    case 'MFA_SETUP':
      return [person, await signIn.questions.passing(() => setUpApp(signIn, person, step))];
    case 'SOFTWARE_TOKEN_MFA':
      return [
        person,
        await repeating(signIn, async () =>
          respond(signIn, person, step, { SOFTWARE_TOKEN_MFA_CODE: await askCode(signIn) }),
        ),
      ];
    default:
      throw new Failure({
        code: 'challenge_unknown',
        what: `Cognito asks for something that this program does not know: ${step.ChallengeName ?? 'nothing'}.`,
        todo: 'Ask your operator.',
      });
  }
}

async function newPassword(
  signIn: PasswordSignIn,
  person: Person,
  step: CognitoStep,
): Promise<[Person, CognitoStep]> {
  const { questions } = signIn;
  questions.say(`Choose your own password: ${passwordRule}.`);
  const password = secret(await questions.ask('New password: ', { isHidden: true }));
  const again = await questions.ask('The same again: ', { isHidden: true });
  if (password !== again) throw new CognitoError('InvalidPasswordException', notTheSame);
  return [{ ...person, password }, await respond(signIn, person, step, { NEW_PASSWORD: password })];
}

async function setUpApp(signIn: PasswordSignIn, person: Person, step: CognitoStep): Promise<CognitoStep> {
  const { cognito, questions, environment, draw } = signIn;
  const { SecretCode: appSecret = '', Session } = await cognito('AssociateSoftwareToken', {
    Session: step.Session,
  });
  const address = appAddress(environment, person.name, appSecret);
  secret(address);
  questions.say('A second factor is needed. Add this to an authenticator app on your telephone:\n');
  const picture = draw(address);
  if (picture === undefined) {
    questions.say(`Secret, to type in: ${appSecret}\nThe same as an address: ${address}\n`);
    questions.say('A QR code appears in a window that is large enough: begin again there.');
  } else questions.say(`${picture}\nSecret, to type in: ${appSecret}\n`);
  const verified = await repeating(signIn, async () =>
    cognito('VerifySoftwareToken', {
      Session,
      UserCode: await askCode(signIn),
      FriendlyDeviceName: 'studio-access',
    }),
  );
  return respond(signIn, person, { ...step, ...verified });
}

/** https://github.com/google/google-authenticator/wiki/Key-Uri-Format */
function appAddress(environment: string, name: string, appSecret: string): string {
  const issuer = encodeURIComponent(`SageMaker Studio ${environment}`);
  return `otpauth://totp/${issuer}:${encodeURIComponent(name)}?secret=${appSecret}&issuer=${issuer}`;
}

async function askCode({ questions }: PasswordSignIn): Promise<string> {
  return (await questions.ask('Code of the authenticator app: ', { isHidden: true })).replaceAll(/\s/g, '');
}

function respond(
  { settings, cognito }: PasswordSignIn,
  { name }: Person,
  { ChallengeName, Session }: CognitoStep,
  responses: Readonly<Record<string, string>> = {},
): Promise<CognitoStep> {
  return cognito('RespondToAuthChallenge', {
    ChallengeName,
    ClientId: settings.clientId,
    Session,
    ChallengeResponses: { USERNAME: name, ...responses },
  });
}

/** What to say about an answer that may be given again; undefined if the sign-in ends. */
function wordsFor(error: unknown): string | undefined {
  if (!(error instanceof CognitoError)) return undefined;
  switch (cognitoProblem(error)) {
    case 'password_not_taken':
      // the rule is said again with the question
      return error.message === notTheSame ? notTheSame : 'That password is not accepted.';
    case 'wrong_code':
      return 'That code is wrong. If it is the one that the app shows, the clock of the telephone may be wrong.';
    case 'code_used':
      return 'That code has expired, or was used before: wait for the next one.';
    case 'wrong_password':
      return refused(error).message;
    case 'wrong_form':
      return 'That has a wrong form.';
    default:
      return undefined;
  }
}

/** Asks again after a wrong answer, a few times. */
async function repeating<T>({ questions }: PasswordSignIn, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const words = wordsFor(error);
      if (
        error instanceof CognitoError &&
        !isSessionOver(error) &&
        (words === undefined || attempt === attempts)
      ) {
        throw failureOf(error);
      }
      if (words === undefined) throw error;
      questions.say(words);
    }
  }
}

function failureOf(error: CognitoError): Failure {
  switch (cognitoProblem(error)) {
    case 'wrong_code':
    case 'code_used':
      return new Failure({
        code: 'wrong_code',
        what: `The code was wrong ${attempts} times.`,
        todo: 'Set the clock of your telephone, then try again. If you have lost the app, ask your operator.',
      });
    case 'password_not_taken':
      return new Failure({
        code: 'password_not_taken',
        what: 'The new password was not accepted.',
        todo: `Choose one of ${passwordRule}, then run the command again.`,
      });
    default:
      return refused(error);
  }
}

function isSessionOver(error: unknown): boolean {
  return error instanceof CognitoError && cognitoProblem(error) === 'session_over';
}
