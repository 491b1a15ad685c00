import type { Context } from '../context';
import { causeOf, runChecks } from './check';
import { factsOf, type Place } from './facts';
import { nameChecks } from './name-checks';
import { outsideChecks } from './outside-checks';
import { reportText } from './report';
import { sessionChecks } from './session-checks';
import { wayChecks } from './way-checks';
import { Failure } from '../failure';
import { questionsOf } from '../questions';
import { secret, valueWithoutSecrets, withoutSecrets } from '../secrets';
import type { Settings } from '../settings/schema';
import type { Result } from '../commands/result';

/** What the person says about the checks. */
export interface DoctorOptions {
  /** Where the computer is. */
  readonly place: Place;
  /** Whether somebody pipes or types in a URL that was made inside. Only outside. */
  readonly withUrl: boolean;
}

/** Erases the line of a terminal. https://invisible-island.net/xterm/ctlseqs/ctlseqs.html (EL) */
const eraseLine = '\r\u001b[K';

/**
 * Checks the whole way to Studio, or outside that there is none. It makes at most one URL, opens it itself, and shows it to nobody.
 */
export async function doctor(
  context: Context,
  settings: Settings,
  { place, withUrl }: DoctorOptions,
): Promise<Result> {
  const { messages, output, signal } = context;
  if (withUrl && place === 'inside') {
    throw new Failure({
      code: 'usage',
      what: 'Inside, the doctor makes a URL by itself.',
      todo: 'Leave out --url-stdin, or add --expect outside.',
      ending: 'usage',
    });
  }
  const url = withUrl
    ? secret((await questionsOf(context).ask('URL (not shown): ', { isHidden: true })).trim())
    : undefined;
  const facts = factsOf(context, settings);
  const checks =
    place === 'outside'
      ? outsideChecks(facts, url)
      : [...nameChecks(facts), ...wayChecks(facts), ...sessionChecks(facts)];
  const show = (text: string) => messages.isTTY === true && messages.write(`${eraseLine}${text}`);
  let results;
  try {
    results = await runChecks(
      checks,
      ({ what }) => show(`Checking ${what} …`.slice(0, (messages.columns ?? 80) - 1)),
      signal,
    );
  } finally {
    show('');
  }
  const cause = causeOf(results);
  return {
    text: withoutSecrets(
      reportText(results, output.isTTY === true ? output.columns : undefined, settings.help),
    ),
    json: valueWithoutSecrets({
      environment: settings.environment,
      expect: place,
      cause: cause ?? null,
      found: results.filter(({ status }) => status === 'found').length,
      checks: results,
      ...(settings.help !== undefined && { help: settings.help }),
    }),
    ...(cause && { ending: 'found' }),
  };
}
