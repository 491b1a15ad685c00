import { randomBytes } from 'node:crypto';
import type { Target } from '../shared/aws-client';
import { isObject, text, type JsonObject } from '../shared/json';
import { isShown, newAppSecret, oneTimeCode } from '../shared/one-time-code';
import { cognito } from './control-plane';
import type { AppClient } from './app-clients';

/** Cognito refuses a step of a sign-in. */
export class StepRefusal extends Error {
  constructor(
    readonly type: string,
    message: string,
  ) {
    super(message);
  }
}

/** A sign-in that waits for an answer. */
interface Waiting {
  readonly user: string;
  readonly challenge: string;
  /** The control plane's session. */
  readonly inner: string;
  /** Of an authenticator app that is being set up. */
  readonly newSecret?: string;
  /** In milliseconds since 1970. */
  readonly until: number;
}

/** How long a sign-in waits where the app client does not say. */
const usualMinutes = 3;

const sessionOver = () =>
  new StepRefusal('NotAuthorizedException', 'Invalid session for the user, session is expired.');

/**
 * The steps of a sign-in by Cognito's API after the password: a new password, an authenticator app, its codes. The control plane
 * decides which step is next; but it gives everybody the same secret, takes a code twice, and its sessions are good for ever. Here
 * each session is good for one answer, a wrong one excepted, and each code for one sign-in.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html
 * A class: it holds sessions, and the secrets of apps.
 */
export class Challenges {
  readonly #target: Target;
  readonly #waiting = new Map<string, Waiting>();
  /** Secrets of verified apps, by pool and user. */
  readonly #secrets = new Map<string, string>();
  /** Codes that were used, with their secret. */
  readonly #used = new Set<string>();

  constructor(target: Target) {
    this.#target = target;
  }

  /** Begins a sign-in with a password: the tokens of the control plane, or the next challenge. */
  async begin(request: JsonObject, client: AppClient): Promise<JsonObject> {
    const { USERNAME: name } = isObject(request.AuthParameters) ? request.AuthParameters : {};
    const reply = await cognito(this.#target, 'InitiateAuth', request);
    return this.#next(reply, client, userOf(client, name));
  }

  /** Answers a challenge. @throws StepRefusal */
  async respond(request: JsonObject, client: AppClient): Promise<JsonObject> {
    const waiting = this.#take(request);
    const responses = isObject(request.ChallengeResponses) ? request.ChallengeResponses : {};
    const { challenge, user, inner } = waiting;
    // an app that is not verified yet gives nobody tokens
    const isUnverified = challenge === 'MFA_SETUP' && !this.#secrets.has(user);
    if (request.ChallengeName !== challenge || userOf(client, responses.USERNAME) !== user || isUnverified)
      throw sessionOver();
    if (challenge === 'SOFTWARE_TOKEN_MFA')
      await this.#orAgain(request, waiting, () => {
        this.#use(this.#secrets.get(user) ?? '', text(responses, 'SOFTWARE_TOKEN_MFA_CODE') ?? '');
      });
    const ChallengeResponses =
      challenge === 'SOFTWARE_TOKEN_MFA'
        ? { ...responses, SOFTWARE_TOKEN_MFA_CODE: await this.#innerCode(inner) }
        : responses;
    const reply = await this.#orAgain(request, waiting, () =>
      cognito(this.#target, 'RespondToAuthChallenge', { ...request, Session: inner, ChallengeResponses }),
    );
    return this.#next(reply, client, user);
  }

  /** The secret for a new app. @throws StepRefusal */
  associate(request: JsonObject): JsonObject {
    const waiting = this.#take(request);
    if (waiting.challenge !== 'MFA_SETUP') throw sessionOver();
    const newSecret = newAppSecret();
    return { SecretCode: newSecret, Session: this.#wait({ ...waiting, newSecret }) };
  }

  /** Checks the first code of a new app. @throws StepRefusal */
  async verify(request: JsonObject): Promise<JsonObject> {
    const waiting = this.#take(request);
    const { newSecret, user, inner } = waiting;
    if (newSecret === undefined) throw sessionOver();
    const code = text(request, 'UserCode') ?? '';
    if (!isShown(newSecret, code, Date.now())) {
      this.#waiting.set(text(request, 'Session') ?? '', waiting);
      throw new StepRefusal('EnableSoftwareTokenMFAException', 'Code mismatch');
    }
    const UserCode = await this.#innerCode(inner);
    const reply = await cognito(this.#target, 'VerifySoftwareToken', {
      ...request,
      Session: inner,
      UserCode,
    });
    this.#used.add(`${newSecret} ${code}`);
    this.#secrets.set(user, newSecret);
    const next = {
      user,
      challenge: 'MFA_SETUP',
      inner: text(reply, 'Session') ?? inner,
      until: waiting.until,
    };
    return { Status: 'SUCCESS', Session: this.#wait(next) };
  }

  /** The code that the control plane takes now, for the secret that it gives everybody. */
  async #innerCode(Session: string): Promise<string> {
    const { SecretCode } = await cognito(this.#target, 'AssociateSoftwareToken', { Session });
    return oneTimeCode(String(SecretCode), Date.now());
  }

  /** Takes a code, once. @throws StepRefusal */
  #use(secret: string, code: string): void {
    if (!/^\d+$/.test(code))
      throw new StepRefusal('InvalidParameterException', 'SOFTWARE_TOKEN_MFA_CODE must have digits only');
    if (!isShown(secret, code, Date.now()))
      throw new StepRefusal('CodeMismatchException', 'Invalid code received for user');
    const used = `${secret} ${code}`;
    if (this.#used.has(used))
      throw new StepRefusal('ExpiredCodeException', 'Your software token has already been used once.');
    this.#used.add(used);
  }

  /** After a wrong answer the session waits for another one. */
  async #orAgain<T>(request: JsonObject, waiting: Waiting, step: () => T | Promise<T>): Promise<T> {
    try {
      return await step();
    } catch (error) {
      this.#waiting.set(text(request, 'Session') ?? '', waiting);
      throw error;
    }
  }

  /** The tokens of an answer, or its challenge with a session of its own. */
  #next(reply: JsonObject, { settings }: AppClient, user: string): JsonObject {
    const challenge = text(reply, 'ChallengeName');
    if (challenge === undefined) return reply;
    const { AuthSessionValidity: minutes } = settings;
    const until = Date.now() + (typeof minutes === 'number' ? minutes : usualMinutes) * 60_000;
    return {
      ...reply,
      Session: this.#wait({ user, challenge, inner: text(reply, 'Session') ?? '', until }),
    };
  }

  #wait(waiting: Waiting): string {
    const session = randomBytes(200).toString('base64url');
    this.#waiting.set(session, waiting);
    return session;
  }

  /** A session, which is good for one answer. @throws StepRefusal */
  #take(request: JsonObject): Waiting {
    const session = text(request, 'Session') ?? '';
    const waiting = this.#waiting.get(session);
    this.#waiting.delete(session);
    if (!waiting || waiting.until < Date.now()) throw sessionOver();
    return waiting;
  }
}

const userOf = ({ poolId }: AppClient, name: unknown) => `${poolId}/${String(name)}`;
