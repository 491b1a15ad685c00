import type { Fetch } from '../network/fetch';
import type { SignInSettings } from '../settings/schema';
import type { Tokens } from './tokens';

/** What the place where people sign in can do with a session. */
export interface Provider {
  /** @returns undefined if the provider refuses: the session is over */
  readonly refresh: (refreshToken: string) => Promise<Tokens | undefined>;
  /** Ends the session there. @returns whether the provider can do that, and has */
  readonly revoke: (refreshToken: string) => Promise<boolean>;
}

/** Loads only what this way of signing in needs. */
export async function providerOf(settings: SignInSettings, fetch: Fetch): Promise<Provider> {
  if (settings.kind === 'password') {
    const { cognitoProvider } = await import('./cognito');
    return cognitoProvider(settings, fetch);
  }
  const { codeProvider } = await import('./code');
  return codeProvider(settings, fetch);
}
