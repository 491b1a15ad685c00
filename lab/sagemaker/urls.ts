import { Clock } from '../shared/clock';

/** A presigned URL that exists. */
export interface PresignedUrl {
  readonly token: string;
  readonly domainId: string;
  readonly profile: string;
  /** The role that created it, whose policy every request with it is measured by. */
  readonly roleArn: string;
  /** In milliseconds since 1970. */
  readonly expiresAt: number;
  readonly sessionSeconds: number;
  used: boolean;
}

/** A Studio session, begun by opening a URL. */
export interface StudioSession {
  readonly url: PresignedUrl;
  readonly until: number;
}

/** SageMaker's memory of URLs and sessions. A class: it is that memory. */
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
