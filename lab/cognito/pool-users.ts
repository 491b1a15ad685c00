import type { Target } from '../shared/aws-client';
import { objects, text } from '../shared/json';
import { cognito, errorType } from './control-plane';

/** A user of a pool, as the trigger before tokens sees them. */
export interface PoolUser {
  readonly name: string;
  readonly isEnabled: boolean;
  /** `CONFIRMED`, `EXTERNAL_PROVIDER`, … */
  readonly status: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** An entry of a user's attribute `identities`. */
export interface Identity {
  readonly userId: string;
  readonly providerName: string;
  readonly providerType: string;
}

/**
 * The users of all pools. The control plane holds them; it knows neither where they sign in nor to whom they are linked.
 * A class: it remembers both.
 */
export class PoolUsers {
  readonly #target: Target;
  /** Identities by pool and user name. */
  readonly #identities = new Map<string, readonly Identity[]>();
  /** Pool and name of users that a sign-in at a provider made. */
  readonly #external = new Set<string>();

  constructor(target: Target) {
    this.#target = target;
  }

  /** A user; undefined if there is none. */
  async find(UserPoolId: string, name: string): Promise<PoolUser | undefined> {
    const found = await cognito(this.#target, 'AdminGetUser', { UserPoolId, Username: name }).catch(
      (error: unknown) => {
        if (errorType(error) === 'UserNotFoundException') return undefined;
        throw error;
      },
    );
    if (!found) return undefined;
    const ownName = text(found, 'Username') ?? name;
    const key = `${UserPoolId}/${ownName}`;
    const identities = this.#identities.get(key);
    return {
      name: ownName,
      isEnabled: found.Enabled !== false,
      status: this.#external.has(key) ? 'EXTERNAL_PROVIDER' : (text(found, 'UserStatus') ?? ''),
      attributes: {
        ...Object.fromEntries(
          objects(found, 'UserAttributes').map(({ Name, Value }) => [String(Name), String(Value)]),
        ),
        ...(identities && { identities: JSON.stringify(identities.map(asStored)) }),
      },
    };
  }

  /**
   * The user of an identity at a provider, made at the first sign-in, with the attributes that the provider sends now. An
   * attribute that it no longer sends keeps its value.
   */
  async fromProvider(
    UserPoolId: string,
    identity: Identity,
    attributes: Readonly<Record<string, string>>,
  ): Promise<PoolUser> {
    const known = [...this.#identities].find(
      ([key, own]) => key.startsWith(`${UserPoolId}/`) && own.some((one) => isSame(one, identity)),
    );
    const name =
      known?.[0].slice(UserPoolId.length + 1) ?? `${identity.providerName}_${identity.userId}`.toLowerCase();
    const request = {
      UserPoolId,
      Username: name,
      UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    };
    if (known) await cognito(this.#target, 'AdminUpdateUserAttributes', request);
    else {
      await cognito(this.#target, 'AdminCreateUser', { ...request, MessageAction: 'SUPPRESS' });
      this.#identities.set(`${UserPoolId}/${name}`, [identity]);
      this.#external.add(`${UserPoolId}/${name}`);
    }
    const found = await this.find(UserPoolId, name);
    if (!found) throw new Error(`no user ${name}`);
    return found;
  }

  /**
   * Links an identity to a user, as an administrator may.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminLinkProviderForUser.html
   */
  link(poolId: string, userName: string, identity: Identity): void {
    const key = `${poolId}/${userName}`;
    this.#identities.set(key, [...(this.#identities.get(key) ?? []), identity]);
  }

  /** Takes all links of a user of the pool's own away. */
  unlink(poolId: string, userName: string): void {
    this.#identities.delete(`${poolId}/${userName}`);
  }
}

const isSame = (one: Identity, other: Identity) =>
  one.userId === other.userId && one.providerName === other.providerName;

const asStored = (identity: Identity) => ({
  ...identity,
  issuer: null,
  primary: 'true',
  dateCreated: String(Date.now()),
});
