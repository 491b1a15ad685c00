import { randomBytes } from 'node:crypto';
import { codeOf } from '../authenticator-app';
import { jwt } from '../unverified-token';
import { CognitoError } from '../../cli/studio-access/sign-in/cognito';

/** A user of the pool. */
export interface CognitoUser {
  password: string;
  /** @default the password is the user's own */
  mustChange?: boolean;
  /** Secret of the authenticator app. @default there is none yet */
  appSecret?: string;
  /** @default true */
  enabled?: boolean;
}

interface OpenSession {
  readonly name: string;
  readonly challenge: string;
  /** Of an app that is being set up. */
  readonly newSecret?: string;
}

type Request = Readonly<Record<string, unknown>> & {
  readonly Session?: string;
  readonly ChallengeName?: string;
  readonly AuthParameters?: Readonly<Record<string, string>>;
  readonly ChallengeResponses?: Readonly<Record<string, string>>;
};

const notAuthorized = (message: string) => new CognitoError('NotAuthorizedException', message);
const startedAt = Date.now();

/** The code that an app shows for `FakeCognito`, whose clock for codes stands: a busy machine may need longer than a code is good. */
export const appCode = (secret: string): string => codeOf(secret, startedAt);

const sessionOver = 'Invalid session for the user, session is expired.';

/**
 * The part of Cognito that signs people in with a password: errors and challenges as AWS documents them. Each session is good for
 * one answer, a wrong one excepted; each code for one sign-in.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html
 */
export class FakeCognito {
  readonly users = new Map<string, CognitoUser>();
  readonly refreshTokens = new Map<string, string>();
  /** Operations in the order in which they came. */
  readonly calls: string[] = [];
  /** Lifetime of access tokens. */
  lifetimeSeconds = 3600;
  private readonly sessions = new Map<string, OpenSession>();
  private readonly usedCodes = new Set<string>();

  constructor(private readonly clientId: string) {}

  /** Ends all sessions of sign-ins, as time does. */
  expireSessions(): void {
    this.sessions.clear();
  }

  /** Lets every code be good again, as half a minute does with the next one. */
  forgetUsedCodes(): void {
    this.usedCodes.clear();
  }

  /** @throws CognitoError */
  answer(operation: string, request: Request): object {
    this.calls.push(operation);
    if ('ClientId' in request && request.ClientId !== this.clientId) {
      throw new CognitoError(
        'ResourceNotFoundException',
        `User pool client ${String(request.ClientId)} does not exist.`,
      );
    }
    switch (operation) {
      case 'InitiateAuth':
        return request.AuthFlow === 'REFRESH_TOKEN_AUTH' ? this.refresh(request) : this.begin(request);
      case 'RespondToAuthChallenge':
        return this.respond(request);
      case 'AssociateSoftwareToken':
        return this.associate(request);
      case 'VerifySoftwareToken':
        return this.verify(request);
      case 'RevokeToken':
        this.refreshTokens.delete(String(request.Token));
        return {};
      default:
        throw new CognitoError('UnknownOperationException', '');
    }
  }

  private begin({ AuthParameters: { USERNAME: name = '', PASSWORD: password } = {} }: Request): object {
    const user = this.users.get(name);
    if (user?.enabled === false) throw notAuthorized('User is disabled.');
    if (user?.password !== password) throw notAuthorized('Incorrect username or password.');
    return this.next(name);
  }

  private next(name: string): object {
    const user = this.userOf(name);
    if (user.mustChange) return this.challenge(name, 'NEW_PASSWORD_REQUIRED');
    if (user.appSecret === undefined) return this.challenge(name, 'MFA_SETUP');
    return this.challenge(name, 'SOFTWARE_TOKEN_MFA');
  }

  private respond({ Session, ChallengeName, ChallengeResponses: responses = {} }: Request): object {
    const open = this.sessionOf(Session);
    if (open.challenge !== ChallengeName) throw notAuthorized(sessionOver);
    const user = this.userOf(open.name);
    if (ChallengeName === 'NEW_PASSWORD_REQUIRED') {
      const password = responses.NEW_PASSWORD ?? '';
      if (password.length < 14) {
        throw new CognitoError(
          'InvalidPasswordException',
          'Password did not conform with policy: Password not long enough',
        );
      }
      Object.assign(user, { password, mustChange: false });
      this.sessions.delete(Session ?? '');
      return this.next(open.name);
    }
    if (ChallengeName === 'SOFTWARE_TOKEN_MFA')
      this.check(user.appSecret ?? '', responses.SOFTWARE_TOKEN_MFA_CODE ?? '');
    else if (user.appSecret === undefined) throw notAuthorized(sessionOver);
    this.sessions.delete(Session ?? '');
    return { AuthenticationResult: this.tokens(open.name) };
  }

  private associate({ Session }: Request): object {
    const open = this.sessionOf(Session);
    this.sessions.delete(Session ?? '');
    const newSecret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSW';
    return { SecretCode: newSecret, Session: this.open({ ...open, newSecret }) };
  }

  private verify({ Session, UserCode }: Request): object {
    const { newSecret = '', ...open } = this.sessionOf(Session);
    if (UserCode !== appCode(newSecret))
      throw new CognitoError('EnableSoftwareTokenMFAException', 'Code mismatch');
    this.usedCodes.add(UserCode);
    this.userOf(open.name).appSecret = newSecret;
    this.sessions.delete(Session ?? '');
    return { Status: 'SUCCESS', Session: this.open(open) };
  }

  private refresh({ AuthParameters: { REFRESH_TOKEN: token = '' } = {} }: Request): object {
    const name = this.refreshTokens.get(token);
    if (name === undefined) throw notAuthorized('Refresh Token has been revoked');
    const result = this.tokens(name, false);
    return { AuthenticationResult: result };
  }

  private check(secret: string, code: string): void {
    if (!/^\d+$/.test(code)) {
      throw new CognitoError('InvalidParameterException', 'SOFTWARE_TOKEN_MFA_CODE must have digits only');
    }
    if (code !== appCode(secret))
      throw new CognitoError('CodeMismatchException', 'Invalid code received for user');
    if (this.usedCodes.has(code)) {
      throw new CognitoError('ExpiredCodeException', 'Your software token has already been used once.');
    }
    this.usedCodes.add(code);
  }

  private tokens(name: string, withRefreshToken = true) {
    const refreshToken = `rt-${randomBytes(400).toString('base64url')}`;
    if (withRefreshToken) this.refreshTokens.set(refreshToken, name);
    return {
      AccessToken: jwt({ username: name, token_use: 'access', jti: randomBytes(8).toString('hex') }),
      IdToken: jwt({ 'cognito:username': name, token_use: 'id' }),
      ...(withRefreshToken && { RefreshToken: refreshToken }),
      ExpiresIn: this.lifetimeSeconds,
      TokenType: 'Bearer',
    };
  }

  private challenge(name: string, challenge: string): object {
    return { ChallengeName: challenge, ChallengeParameters: {}, Session: this.open({ name, challenge }) };
  }

  private open(session: OpenSession): string {
    const id = randomBytes(200).toString('base64url');
    this.sessions.set(id, session);
    return id;
  }

  private sessionOf(id: string | undefined): OpenSession {
    const found = this.sessions.get(id ?? '');
    if (!found) throw notAuthorized(sessionOver);
    return found;
  }

  private userOf(name: string): CognitoUser {
    const user = this.users.get(name);
    if (!user) throw notAuthorized('Incorrect username or password.');
    return user;
  }
}
