import { randomBytes, randomUUID } from 'node:crypto';
import type { Target } from '../shared/aws-client';
import { Clock } from '../shared/clock';
import { isObject, text, without, type JsonObject } from '../shared/json';
import { PoolKeys } from './keys';
import type { AppClient, AppClients } from './app-clients';
import type { PoolUser, PoolUsers } from './pool-users';
import { askTrigger, type InvokeTrigger, type TriggerSource } from './trigger';

/** A sign-in for which tokens are made, and made again. */
export interface SignIn {
  readonly clientId: string;
  readonly poolId: string;
  readonly userName: string;
  readonly scopes: readonly string[];
  /** In seconds since 1970. */
  readonly authTime: number;
}

/** The tokens of a sign-in; those of a refresh come without a refresh token. */
export interface TokenSet {
  readonly access: string;
  readonly id: string;
  readonly refresh?: string;
  readonly expiresInSeconds: number;
}

/** Cognito refuses to make tokens. */
export class TokenRefusal extends Error {}

interface TokensOptions {
  readonly target: Target;
  readonly users: PoolUsers;
  readonly clients: AppClients;
  readonly invokeTrigger: InvokeTrigger;
}

interface Granted {
  readonly signIn: SignIn;
  /** When it ends, in milliseconds since 1970. */
  readonly until: number;
}

/** Makes tokens in Cognito's form, with the lifetimes of the app client. A class: it holds keys and refresh tokens. */
export class Tokens {
  readonly #options: TokensOptions;
  readonly #keys = new Map<string, PoolKeys>();
  readonly #granted = new Map<string, Granted>();
  /** The clock of refresh tokens. */
  readonly clock = new Clock();

  constructor(options: TokensOptions) {
    this.#options = options;
  }

  /** The keys of a pool. */
  keys(poolId: string): PoolKeys {
    const keys = this.#keys.get(poolId) ?? new PoolKeys();
    this.#keys.set(poolId, keys);
    return keys;
  }

  /**
   * Tokens for somebody who has just signed in.
   * @param nonce what the client wants to find in the ID token
   * @throws TokenRefusal or TriggerRefusal
   */
  async first(signIn: SignIn, source: TriggerSource, nonce?: string): Promise<TokenSet> {
    const { client, set } = await this.#make(signIn, source, nonce);
    const refresh = randomBytes(48).toString('base64url');
    const until = this.clock.now() + lifetimeOf(client.settings, 'RefreshToken') * 1000;
    this.#granted.set(refresh, { signIn, until });
    return { ...set, refresh };
  }

  /** New tokens for a refresh token of a client. @throws TokenRefusal or TriggerRefusal */
  async again(refresh: string, clientId: string): Promise<TokenSet> {
    const granted = this.#granted.get(refresh);
    if (granted?.signIn.clientId !== clientId) throw new TokenRefusal('Invalid Refresh Token');
    if (granted.until <= this.clock.now()) throw new TokenRefusal('Refresh Token has expired');
    return (await this.#make(granted.signIn, 'TokenGeneration_RefreshTokens')).set;
  }

  /** Takes a refresh token back. */
  revoke(refresh: string, clientId: string): void {
    if (this.#granted.get(refresh)?.signIn.clientId === clientId) this.#granted.delete(refresh);
  }

  async #make(
    signIn: SignIn,
    source: TriggerSource,
    nonce?: string,
  ): Promise<{ readonly client: AppClient; readonly set: TokenSet }> {
    const { target, users, clients, invokeTrigger } = this.#options;
    const client = await clients.find(signIn.clientId);
    const user = await users.find(signIn.poolId, signIn.userName);
    if (!client || !user) throw new TokenRefusal('Incorrect username or password.');
    if (!user.isEnabled) throw new TokenRefusal('User is disabled.');
    const { region } = target;
    const { scopes } = signIn;
    const { claims, suppressed } = await askTrigger({ client, user, source, scopes, region }, invokeTrigger);
    const seconds = lifetimeOf(client.settings, 'AccessToken');
    const iat = Math.floor(Date.now() / 1000);
    const common = {
      sub: user.attributes.sub,
      iss: `https://cognito-idp.${region}.amazonaws.com/${client.poolId}`,
      origin_jti: randomUUID(),
      event_id: randomUUID(),
      auth_time: signIn.authTime,
      exp: iat + seconds,
      iat,
    };
    const access = {
      ...common,
      version: 2,
      client_id: client.id,
      token_use: 'access',
      scope: scopes.join(' '),
      jti: randomUUID(),
      username: user.name,
      ...claims,
    };
    const keys = this.keys(client.poolId);
    return {
      client,
      set: {
        access: keys.sign('access', without(access, ...suppressed)),
        id: keys.sign('id', { ...common, ...idClaims(user, nonce), aud: client.id, jti: randomUUID() }),
        expiresInSeconds: seconds,
      },
    };
  }
}

/** Claims of ID tokens alone. */
function idClaims({ name, attributes }: PoolUser, nonce: string | undefined): JsonObject {
  const { identities, email } = attributes;
  return {
    token_use: 'id',
    'cognito:username': name,
    ...(nonce !== undefined && { nonce }),
    ...(email !== undefined && { email }),
    ...(identities !== undefined && { identities: JSON.parse(identities) as unknown }),
  };
}

/** How long tokens of a client live, in seconds; ID tokens, which the product refuses, live as long as access tokens here. */
function lifetimeOf(client: JsonObject, kind: 'AccessToken' | 'RefreshToken'): number {
  const { TokenValidityUnits: units, [`${kind}Validity`]: validity } = client;
  if (typeof validity !== 'number') return kind === 'AccessToken' ? 3600 : 30 * 24 * 3600;
  const unit = isObject(units) ? text(units, kind) : undefined;
  return validity * (secondsPer[unit ?? (kind === 'AccessToken' ? 'hours' : 'days')] ?? Number.NaN);
}

const secondsPer: Readonly<Record<string, number>> = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };
