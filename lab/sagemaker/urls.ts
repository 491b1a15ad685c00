import { Clock } from '../shared/clock';

/** A presigned URL. */
export interface PresignedUrl {
  readonly token: string;
  readonly domainId: string;
  readonly profile: string;
  /** The role that created it; its policy decides about every request with the URL. */
  readonly roleArn: string;
  /** In milliseconds since 1970. */
  readonly expiresAt: number;
  readonly sessionSeconds: number;
  /** The space that it opens. @default none */
  readonly spaceName?: string | undefined;
  /** The page that it leads to. @default that of the domain */
  readonly landingUri?: string | undefined;
  used: boolean;
}

/** A Studio session, which opening a URL begins. */
export interface StudioSession {
  readonly url: PresignedUrl;
  readonly until: number;
}

/** All URLs and sessions. A class: it holds them. */
export class PresignedUrls {
  readonly #urls = new Map<string, PresignedUrl>();
  readonly #sessions = new Map<string, StudioSession>();
  readonly clock = new Clock();

  add(url: PresignedUrl): void {
    this.#urls.set(url.token, url);
  }

  find(token: string): PresignedUrl | undefined {
    return this.#urls.get(token);
  }

  begin(cookie: string, session: StudioSession): void {
    this.#sessions.set(cookie, session);
  }

  session(cookie: string): StudioSession | undefined {
    const session = this.#sessions.get(cookie);
    return session && session.until > this.clock.now() ? session : undefined;
  }
}
