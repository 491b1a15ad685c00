import type { Choice } from './choice';
import type { Begun } from './code-sign-in';

/** In this window only; taken out when the browser is back. */
const begunKey = 'studio-sign-in';

/**
 * The last choice, in this browser. An app and a space say which work, not whose: only their owner, signed in, can open
 * them. Signing out takes it away.
 */
const lastKey = 'studio-choice';

/** The sign-in that is on its way. Reading and writing throw where the browser stores nothing. */
export const begun = {
  save: (value: Begun) => {
    sessionStorage.setItem(begunKey, JSON.stringify(value));
  },
  take: (): Begun | undefined => {
    const text = sessionStorage.getItem(begunKey);
    sessionStorage.removeItem(begunKey);
    return text === null ? undefined : (JSON.parse(text) as Begun);
  },
};

/** A browser that stores nothing has no last choice. */
export const last = {
  read: (): Choice => {
    try {
      const { app, space } = JSON.parse(localStorage.getItem(lastKey) ?? '{}') as Choice;
      return { app, space };
    } catch {
      return {};
    }
  },
  write: (choice: Choice) => {
    try {
      localStorage.setItem(lastKey, JSON.stringify(choice));
    } catch {
      // it is a convenience
    }
  },
  clear: () => {
    try {
      localStorage.removeItem(lastKey);
    } catch {
      // there is none
    }
  },
};
