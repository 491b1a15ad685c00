import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Settings } from '../settings/schema';

const session = z.strictObject({
  accessToken: z.string(),
  /** Milliseconds since 1970, by this computer's clock. */
  accessTokenExpiresAt: z.number(),
  /** @default the session ends with the access token */
  refreshToken: z.string().optional(),
});

/** The tokens of a sign-in, as they are stored. */
export type Session = z.output<typeof session>;

/** What a session belongs to. Sessions with different keys are stored apart. */
export interface SessionKey {
  readonly environment: string;
  readonly issuer: string;
  readonly clientId: string;
  /** The name under which somebody is signed in. */
  readonly user: string;
}

/** What the sessions of all people of a deployment have in common. */
export type Deployment = Omit<SessionKey, 'user'>;

/** The deployment that settings are for. */
export function deploymentOf({ environment, signIn: { issuer, clientId } }: Settings): Deployment {
  return { environment, issuer, clientId };
}

/** A name for the session of this key, for files and for entries of the keychain. */
export function sessionName({ environment, issuer, clientId, user }: SessionKey): string {
  return nameOf([environment, issuer, clientId, user]);
}

/** A name for what belongs to all people of a deployment. */
export function deploymentName({ environment, issuer, clientId }: Deployment): string {
  return nameOf([environment, issuer, clientId]);
}

function nameOf(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

/** Base64, as not every keychain takes every character. */
export function writeSession(value: Session): string {
  return Buffer.from(JSON.stringify(value)).toString('base64');
}

/** @returns undefined for a text that this version did not write */
export function parseSession(text: string): Session | undefined {
  try {
    return session.safeParse(JSON.parse(Buffer.from(text, 'base64').toString())).data;
  } catch {
    return undefined;
  }
}
