import { sessionCommands, signedInOf, siteChecks, type Check, type SiteFacts } from './checks';
import type { RunOnHost } from './remote';

/** Ids of the hosts that checks run on. */
export type CheckHosts = Readonly<Record<Check['host'], string>>;

/** The result of a check. */
export interface CheckResult {
  readonly what: string;
  readonly result: 'yes' | 'NO' | 'not tried';
  /** What the commands printed. */
  readonly got: string;
}

/**
 * Runs all checks, one after the other. Those for which somebody must be signed in are left out if nobody is, or nobody known.
 * @param onProgress gets each result
 */
export async function checkSite(
  facts: SiteFacts,
  hosts: CheckHosts,
  run: RunOnHost,
  onProgress: (result: CheckResult) => void,
): Promise<CheckResult[]> {
  const session = signedInOf(await run(hosts.linux, sessionCommands));
  const results: CheckResult[] = [];
  for (const check of siteChecks(facts, session)) {
    const result = await resultOf(check, hosts, run);
    results.push(result);
    onProgress(result);
  }
  return results;
}

async function resultOf(
  { what, host, commands, notTried, passes }: Check,
  hosts: CheckHosts,
  run: RunOnHost,
): Promise<CheckResult> {
  if (notTried !== undefined) return { what, result: 'not tried', got: notTried };
  const output = await run(hosts[host], commands);
  return { what, result: passes(output) ? 'yes' : 'NO', got: output.replaceAll('\n', ' ') };
}

/** A result on one line. */
export function resultLine({ what, result, got }: CheckResult): string {
  return `${result.padEnd(9)}  ${what.padEnd(58)}  ${got}`.trimEnd();
}

/** What an operator does after the checks. */
export function afterChecks(results: readonly CheckResult[], sessionCommand: string): string {
  const failed = results.filter(({ result }) => result === 'NO').length;
  const untried = results.filter(({ result }) => result === 'not tried').length;
  const first = failed === 0 ? 'no check failed' : `${failed} of ${results.length} checks failed`;
  if (untried === 0) return first;
  return [
    `${first}; ${untried} need one of studio.users who is signed in on the Linux client. Sign in there, and run this again:`,
    `  ${sessionCommand}`,
    '  bash --login',
    '  studio-access login --no-browser --store-in-file',
  ].join('\n');
}
