import { createPublicKey, type JsonWebKeyInput, type KeyObject } from 'node:crypto';
import { leastModulusBits } from '../../api/sign-in';
import { keySetAttemptMilliseconds, keySetMilliseconds } from '../../api/time-budget';

/** The used fields of a `jwks-rsa` signing key, or of a pinned one. */
export interface PublishedKey {
  readonly kid?: string;
  readonly alg?: string;
  /** PEM, or a JSON Web Key. */
  readonly publicKey: string | JsonWebKeyInput;
}

/** What a {@link KeyRing} needs from outside. */
export interface KeyRingProps {
  /** Fetches the whole key set, or fails after this time. */
  readonly fetchKeys: (timeoutMilliseconds: number) => Promise<readonly PublishedKey[]>;
  /** The time, in milliseconds since 1970. */
  readonly now: () => number;
  /** Called for each fetch that fails while the held keys still serve. */
  readonly onStale: (error: unknown) => void;
}

/** The key set cannot be fetched, so nobody knows whether it holds the key: our failure, not the caller's. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
}

const minutes = 60_000;
/** How long held keys are used without asking again. */
const freshFor = 10 * minutes;
/** How long held keys go on serving while the set cannot be fetched: Cognito's longest access token lives one day. */
const heldFor = 24 * 60 * minutes;
/**
 * Limits fetches caused by unknown key ids: `size` at once, and one more after each interval. At most ten a minute. While
 * fetches are left, a new key of the issuer is found with its first token.
 */
const bucket = { size: 4, refillInterval: 10_000 };
/** Shortest time between two fetches in an outage; after the outage, keys are found within this time. */
const pauseAfterFailure = 1500;

/**
 * The issuer's public keys, as key objects: parsing a key costs several times what using it does.
 *
 * `jwks-rsa` itself caches and limits per key id: requests for unknown ids would use up the fetches that the real key's
 * next refresh needs. Here one fetch refreshes, adds and withdraws all keys together.
 *
 * A class, because there is state.
 */
export class KeyRing {
  readonly #props: KeyRingProps;
  #keys: ReadonlyMap<string, KeyObject> = new Map();
  #fetchedAt = -Infinity;
  #triedAt = -Infinity;
  #failure: unknown;
  #refreshing: Promise<void> | undefined;
  #fetchesLeft = bucket.size;
  #refilledAt = -Infinity;

  constructor(props: KeyRingProps) {
    this.#props = props;
  }

  /**
   * Finds a key by its id, fetching the set if it is old or does not hold the id; undefined if the set has no such key.
   * @throws KeysUnavailable if the set cannot be fetched and the held keys do not include the id
   */
  async find(kid: string): Promise<KeyObject | undefined> {
    const held = this.#keys.get(kid);
    const now = this.#props.now();
    if (held !== undefined && now - this.#fetchedAt < freshFor) return held;

    if (this.#refreshing !== undefined || this.#mayFetch(now)) await this.#refresh();

    const stale = this.#props.now() - this.#fetchedAt >= heldFor;
    const key = stale ? undefined : this.#keys.get(kid);
    if (key !== undefined || this.#failure === undefined) return key;
    throw new KeysUnavailable('signing keys cannot be fetched', { cause: this.#failure });
  }

  #mayFetch(now: number): boolean {
    if (this.#failure !== undefined) return now - this.#triedAt >= pauseAfterFailure;
    const refills = Math.floor((now - this.#refilledAt) / bucket.refillInterval);
    if (refills > 0) {
      this.#fetchesLeft = Math.min(bucket.size, this.#fetchesLeft + refills);
      // a full bucket starts to fill again with the first fetch that is taken from it
      this.#refilledAt =
        this.#fetchesLeft === bucket.size ? now : this.#refilledAt + refills * bucket.refillInterval;
    }
    return this.#fetchesLeft > 0;
  }

  async #refresh(): Promise<void> {
    this.#refreshing ??= this.#fetch().finally(() => {
      this.#refreshing = undefined;
    });
    await this.#refreshing;
  }

  async #fetch(): Promise<void> {
    const begun = this.#props.now();
    try {
      this.#keys = usableKeys(
        await this.#attempt(keySetAttemptMilliseconds).catch((error: unknown) => this.#again(error, begun)),
      );
      this.#fetchedAt = begun;
      this.#failure = undefined;
    } catch (error) {
      this.#failure = error ?? new Error('unknown failure');
      if (this.#keys.size > 0) this.#props.onStale(error);
    }
  }

  /** Tries once more at once, in the remaining time; not in an outage, when the fetch before failed too. */
  async #again(error: unknown, begun: number): Promise<readonly PublishedKey[]> {
    if (this.#failure !== undefined) throw error;
    const left = keySetMilliseconds - (this.#props.now() - begun);
    return this.#attempt(Math.min(keySetAttemptMilliseconds, left));
  }

  async #attempt(timeoutMilliseconds: number): Promise<readonly PublishedKey[]> {
    this.#triedAt = this.#props.now();
    if (this.#failure === undefined) this.#fetchesLeft -= 1;
    return this.#props.fetchKeys(timeoutMilliseconds);
  }
}

/**
 * The keys that can verify RS256 tokens, by their ids. Of two keys of one id, the first counts.
 * @throws Error if there is none
 */
export function usableKeys(published: readonly PublishedKey[]): Map<string, KeyObject> {
  const keys = new Map<string, KeyObject>();
  for (const { kid, alg, publicKey } of published) {
    if (kid === undefined || keys.has(kid) || (alg !== undefined && alg !== 'RS256')) continue;
    const key = createPublicKey(publicKey);
    if (key.asymmetricKeyType !== 'rsa') continue;
    if ((key.asymmetricKeyDetails?.modulusLength ?? 0) < leastModulusBits) continue;
    keys.set(kid, key);
  }
  if (keys.size === 0) throw new Error('key set holds no RSA key of 2048 bits or more');
  return keys;
}
