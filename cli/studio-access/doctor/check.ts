import { isFileSystemError, messageOf } from '../../failure';
import { Failure } from '../failure';

/** Who can do something about a finding. */
export type Who =
  | 'you'
  | 'DNS administrator'
  | 'network administrator'
  | 'sign-in administrator'
  | 'operator of the deployment';

/** The check found what it expects. */
interface Passed {
  readonly got: string;
}

/** The check found something else. */
export interface Finding extends Passed {
  /** A stable word for the cause, such as `public_address`. */
  readonly cause: string;
  /** What that means, and what to do about it: whole sentences. */
  readonly todo: string;
  readonly who: Who;
}

/** What a check comes to. */
export type Examined = Passed | Finding;

/** One thing that must be true at a desk, or outside. */
export interface Check {
  /** A stable word, such as `api-name`. */
  readonly id: string;
  /** What is checked, in a few words. */
  readonly what: string;
  readonly expected: string;
  /** Checks, by their ids, without which this one would only repeat what they say. */
  readonly needs: readonly string[];
  /** @throws Failure, or an error of the file system: both count as findings */
  readonly examine: () => Promise<Examined>;
}

/** A check with its result. */
export type CheckResult = Pick<Check, 'id' | 'what' | 'expected'> &
  (
    | ({ readonly status: 'ok' } & Passed)
    | ({ readonly status: 'found' } & Finding)
    /** `because`: the check, by its id, that must pass first. */
    | { readonly status: 'not_tried'; readonly because: string }
  );

/**
 * Tries checks in their order, from the most basic one to what needs all others.
 *
 * @param onCheck is called before each that is tried
 * @throws what is neither a Failure nor about a file, and the signal's reason
 */
export async function runChecks(
  checks: readonly Check[],
  onCheck: (check: Check) => void,
  signal: AbortSignal,
): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const check of checks) {
    signal.throwIfAborted();
    const { id, what, expected, needs } = check;
    const because = needs.find((need) =>
      results.some((result) => result.id === need && result.status !== 'ok'),
    );
    if (because !== undefined) {
      results.push({ id, what, expected, status: 'not_tried', because });
      continue;
    }
    onCheck(check);
    const examined = await examineWithFailures(check, signal);
    results.push({ id, what, expected, ...statusOf(examined) });
  }
  return results;
}

/** The first finding. Checks come after those that they need, so later findings may follow from it. */
export function causeOf(
  results: readonly CheckResult[],
): Extract<CheckResult, { readonly status: 'found' }> | undefined {
  return results.find((result) => result.status === 'found');
}

function statusOf(examined: Examined) {
  return 'cause' in examined
    ? ({ status: 'found', ...examined } as const)
    : ({ status: 'ok', ...examined } as const);
}

async function examineWithFailures({ examine }: Check, signal: AbortSignal): Promise<Examined> {
  try {
    return await examine();
  } catch (error) {
    signal.throwIfAborted();
    if (isFileSystemError(error) && error.path !== undefined) {
      const todo = 'The file is on this computer: see to it that you can read it, then try again.';
      return { got: messageOf(error), cause: 'file_system', todo, who: 'you' };
    }
    if (!(error instanceof Failure)) throw error;
    const { code, what, todo, ending } = error.details;
    const who = ending === 'signInNeeded' ? 'you' : (whoCanDo[code] ?? 'operator of the deployment');
    return { got: what.replace(/\.$/, ''), cause: code, todo, who };
  }
}

/** Failures of the other commands that somebody else than the operator can do something about. */
const whoCanDo: Readonly<Record<string, Who>> = {
  certificate_unknown: 'network administrator',
  certificates_missing: 'you',
  no_answer: 'network administrator',
  name_not_found: 'DNS administrator',
  proxy: 'network administrator',
  others_can_read: 'you',
  no_keychain: 'you',
  session_in_use: 'you',
  sign_in_unexpected: 'network administrator',
};
