import type { AppWord } from '../api/landing';
import { problemTexts, type ProblemText } from '../api/problem-texts';
import type { ProblemCode } from '../api/problems';
import { passwordRule } from '../api/password';

const tellOperator = 'Tell your operator.';
const tryAgain = 'Try again. If it lasts, tell your operator.';

/** What goes wrong on the page itself, or at the sign-in. */
const pageTexts = {
  unreachable: {
    what: 'The API does not answer.',
    todo: 'Are you still in the company’s network, or connected to its VPN? If so, try again in a minute.',
  },
  unexpected_answer: {
    what: 'Something else than the API answered.',
    todo: 'A proxy may have answered in its place. Try again; if it lasts, tell your operator.',
  },
  settings_unavailable: {
    what: 'The page could not load its settings.',
    todo: 'Load the page again. If it lasts, tell your operator.',
  },
  sign_in_unreachable: {
    what: 'The sign-in service does not answer.',
    todo: 'It is on the internet, or in the company’s network: a proxy or a firewall may keep this page from it. If it lasts, tell your operator.',
  },
  sign_in_refused: { what: 'The sign-in service refused.', todo: tryAgain },
  sign_in_stale: {
    what: 'This sign-in is over, or was begun in another window.',
    todo: 'Sign in again.',
  },
  sign_in_unknown_step: {
    what: 'The sign-in service asks for something that this page does not know.',
    todo: tellOperator,
  },
  sign_in_misconfigured: {
    what: 'The sign-in service does not take this way of signing in.',
    todo: tellOperator,
  },
  storage_refused: {
    what: 'This browser stores nothing for this page, not even until you are back from the sign-in.',
    todo: 'Allow it in the settings of the browser, or use another browser.',
  },
  too_many_attempts: {
    what: 'There were too many wrong attempts.',
    todo: 'Wait a quarter of an hour, then try again.',
  },
  sign_in_busy: {
    what: 'The sign-in service has too many requests at the moment.',
    todo: 'Wait a minute, then try again.',
  },
  user_disabled: { what: 'Your user is disabled.', todo: 'Ask your operator.' },
  user_not_confirmed: { what: 'Your user is not confirmed.', todo: 'Ask your operator.' },
  one_time_password_over: {
    what: 'The one-time password has expired.',
    todo: 'Ask your operator for another one, and use it within three days.',
  },
  password_reset_required: {
    what: 'Your password must be set anew.',
    todo: 'Ask your operator for a one-time password.',
  },
} as const satisfies Readonly<Record<string, ProblemText>>;

/** A failure that the page has words for: of the API, of the sign-in, or of its own. */
export type Code = ProblemCode | keyof typeof pageTexts;

/** What each failure means. */
export const texts: Readonly<Record<Code, ProblemText>> = { ...problemTexts, ...pageTexts };

/** An error of the API that this page knows. */
export function isProblemCode(value: unknown): value is ProblemCode {
  return typeof value === 'string' && Object.hasOwn(problemTexts, value);
}

/** Answers in a form that are to be given again, in words beside the field. */
export const fieldTexts = {
  wrong_password: 'The user name or the password is wrong.',
  password_not_taken: `That password is not accepted. It needs ${passwordRule}.`,
  passwords_differ: 'The two passwords are not the same.',
  wrong_code:
    'That code is wrong. If it is the one that the app shows, the clock of your telephone may be wrong.',
  code_used: 'That code was used before, or has expired. Wait for the next one.',
  begun_anew:
    'That took longer than the sign-in waits, so it began anew. If there is a picture, it is a new one. Give the code again.',
  wrong_form: 'That is not a code: a code has six digits.',
} as const;

/** A code for what is wrong with an answer in a form. */
export type FieldCode = keyof typeof fieldTexts;

/** What to say above the sign-in. */
export const noticeTexts = {
  session_over: 'Your sign-in is over. Sign in again: what you have chosen is kept.',
  sign_in_slow:
    'That took longer than the sign-in waits. Go on from the password; if you have chosen a new one, with that.',
  signed_out: 'You are signed out.',
  someone_else:
    'Sign in as somebody else. If the sign-in page does not ask who you are, sign out there first, or use a private window.',
} as const;

/** A code for what is said above the sign-in. */
export type Notice = keyof typeof noticeTexts;

/** Names of the places in Studio. */
export const appNames: Readonly<Record<AppWord, string>> = {
  studio: 'Studio’s home page',
  jupyterlab: 'JupyterLab',
  'code-editor': 'Code Editor',
};
