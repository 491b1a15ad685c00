import { randomBytes } from 'node:crypto';
import type { Context } from '../context';
import { Failure } from '../failure';
import type { Landing } from '../network/api';
import { secret } from '../secrets';
import type { Settings } from '../settings/schema';
import { openBrowser, whyNoBrowser } from '../sign-in/browser';
import { leadOnOnce } from '../sign-in/loopback';
import { isOfSameUser } from '../sign-in/peer';
import { untilAborted, untilLate } from '../waiting';
import type { Result } from './result';
import { urlFor } from './session';

/** Opens Studio in the browser, and never shows the URL to anybody else. */
export async function open(context: Context, settings: Settings, landing: Landing): Promise<Result> {
  const why = whyNoBrowser(context, false);
  if (why !== undefined) throw noBrowser(`No browser can be started: ${why}.`);
  const { authorizedUrl, expiresInSeconds } = await urlFor(context, settings, landing);
  const name = secret(randomBytes(32).toString('base64url'));
  const { address, opened, close } = await leadOnOnce(authorizedUrl, name, ({ socket }) =>
    isOfSameUser(socket, context.userId),
  );
  const late = new AbortController();
  try {
    if (!(await openBrowser(address, context))) throw noBrowser('The browser could not be started.');
    const lateError = noBrowser(
      `The browser did not come for the URL within its ${expiresInSeconds} seconds.`,
    );
    await Promise.race([
      opened,
      untilLate(expiresInSeconds * 1000, lateError, late.signal),
      untilAborted(context.signal),
    ]);
  } finally {
    late.abort();
    close();
  }
  return { text: 'The browser opens Studio.', json: { opened: true, environment: settings.environment } };
}

function noBrowser(what: string): Failure {
  return new Failure({
    code: 'no_browser',
    what,
    todo: 'Run: studio-access url, and open what it prints in a browser in the company’s network, at once. Whoever has it is in Studio as you.',
  });
}
