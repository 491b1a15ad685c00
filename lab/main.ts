import { mkdtempSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { chosenEnvironment } from '../config/environment-name';
import { loadEnvironment, type Environment } from '../config/load';
import { projectFolder } from '../config/project-folder';
import { shellWord } from '../config/shell';
import { stackIdsOf } from '../config/stack-ids';
import { allFaults } from './faults/all-faults';
import { faultsDocument } from './faults/document';
import { isFaultFor, runFaults } from './faults/run';
import { instructions } from './walkthrough/by-hand';
import { createCleanup, type Cleanup } from './system/cleanup';
import { copyProject, startControlPlane } from './system/control-plane';
import { forOwnWork, ofOwnNode } from './shared/host-environment';
import { missingRequirements } from './system/requirements';
import { startSession } from './system/session';
import { unsupported } from './system/unsupported';
import { providerVariables } from './terraform/provider-mirror';
import { check } from './walkthrough/check';
import { invite, withPassword, labEnvironment } from './system/people';
import { commandLine } from './walkthrough/command-line';
import { isAbout } from './walkthrough/row';
import { allRows } from './walkthrough/rows';
import { summaryText } from './walkthrough/table';

const started = Date.now();

/** The lab's command: runs the whole system, checks it, tries faults in it, or runs its control plane alone. */
async function main(cleanup: Cleanup): Promise<void> {
  const { values, positionals: ids } = readArguments();
  const ways = Object.keys(values).filter((name) => name !== 'env');
  if (ways.length > 1)
    throw new Error(`expected one of these, got all: ${ways.map((way) => `--${way}`).join(', ')}`);
  const namedRows = values.check ? withIds('rows', allRows, ids) : [];
  const namedFaults = values.faults ? withIds('faults', allFaults, ids) : [];
  if (values['list-faults']) {
    process.stdout.write(faultsDocument());
    return;
  }
  const name = chosenEnvironment(values.env, process.env.STUDIO_ENV);
  const environment = loadEnvironment(name, path.join(projectFolder, 'environments'));
  if (values['control-plane']) {
    await runControlPlane(environment, cleanup);
    return;
  }
  refuse('the lab cannot run this environment (nothing was changed)', unsupported(environment));
  const rows = namedRows.filter((row) => isAbout(row, environment));
  const faults = namedFaults.filter((fault) => isFaultFor(fault, environment));
  if (ids.length > 0) {
    const others = [...namedRows, ...namedFaults].filter((one) => ![...rows, ...faults].includes(one));
    const why = 'these need a setting that this environment does not have (nothing was changed)';
    refuse(
      why,
      others.map(({ id }) => id),
    );
  }
  refuse(
    'the lab needs these (nothing was changed)',
    missingRequirements(environment, process.env.PATH ?? ''),
  );
  // Debian keeps servers in these folders, and root may have a user's path without them
  const folders = [process.env.PATH, '/usr/sbin', '/usr/local/sbin'].filter(Boolean);
  process.env.PATH = folders.join(path.delimiter);
  for (const name of ofOwnNode) Reflect.deleteProperty(process.env, name);
  const lab = await startSession({
    environment: labEnvironment(environment),
    hostEnvironment: process.env,
    cleanup,
    onProgress,
  });
  await invite(lab);
  onProgress(`up after ${seconds().toFixed(0)} s`);
  if (values.check) {
    const results = await check(lab, rows, console.log, () => cleanup.begun);
    if (cleanup.begun) return;
    console.log(summaryText(results, seconds()));
    process.exitCode = results.every(({ passed }) => passed) ? 0 : 1;
  } else if (values.faults) {
    const areSeen = await runFaults(lab, faults, console.log, () => cleanup.begun);
    if (cleanup.begun) return;
    process.exitCode = areSeen ? 0 : 1;
  } else {
    console.log(instructions(lab, await withPassword(lab, 'alice'), await commandLine(lab)));
    return;
  }
  await cleanup.run();
}

const options = {
  env: { type: 'string' },
  check: { type: 'boolean' },
  faults: { type: 'boolean' },
  'list-faults': { type: 'boolean' },
  'control-plane': { type: 'boolean' },
} as const;

function readArguments() {
  try {
    const parsed = parseArgs({ options, allowPositionals: true });
    const [id] = parsed.positionals;
    if (id === undefined || parsed.values.check || parsed.values.faults) return parsed;
    throw new Error(`got ${id}, which is no option`);
  } catch (error) {
    const expected =
      'no option, or one of --check, --faults, --list-faults, --control-plane; optionally ids of rows after --check, or of ' +
      'faults after --faults; and optionally --env NAME';
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n  expected ${expected}`, {
      cause: error,
    });
  }
}

/** Those of a list that have the given ids, or all without ids. @throws naming the ids that the list lacks */
function withIds<T extends { readonly id: string }>(
  what: string,
  all: readonly T[],
  ids: readonly string[],
): readonly T[] {
  const unknown = ids.filter((id) => !all.some((one) => one.id === id));
  refuse(`the lab has no ${what} with these ids (nothing was changed)`, unknown);
  return ids.length === 0 ? all : all.filter(({ id }) => ids.includes(id));
}

function refuse(why: string, problems: readonly string[]): void {
  if (problems.length > 0) throw new Error([`${why}:`, ...problems].join('\n  '));
}

async function runControlPlane(environment: Environment, cleanup: Cleanup): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'studio-lab-'));
  cleanup.add(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const standIn = await startControlPlane(environment, process.env, cleanup);
  const project = copyProject(environment, cleanup);
  const variables = {
    STUDIO_ENV: environment.name,
    ...standIn.environment,
    ...providerVariables(folder, process.env),
  };
  console.log(
    'A stand-in for AWS is running. Deploy from another terminal, in a copy of this project with its own state:\n',
  );
  console.log(`  cd ${shellWord(project.folder)}`);
  console.log(`  unset $(env | sed -n -E 's/^(${forOwnWork.source.slice(1)}[A-Za-z0-9_]*)=.*/\\1/p')`);
  for (const [key, value] of Object.entries(variables)) console.log(`  export ${key}=${shellWord(value)}`);
  const command = (name: string) =>
    `  npx cdktf ${name} ${stackIdsOf(environment).join(' ')} --auto-approve --skip-provider-lock`;
  console.log(`\n${command('deploy')}`);
  console.log(
    environment.protectFromDestroy
      ? '\nTo destroy, first set "protectFromDestroy" to false in the copy and deploy again; then:\n'
      : '',
  );
  console.log(command('destroy'));
  console.log('\nCtrl-C ends the stand-in and removes everything deployed, and the copy.');
}

function seconds(): number {
  return (Date.now() - started) / 1000;
}

function onProgress(line: string): void {
  console.log(`${seconds().toFixed(0).padStart(4)} s  ${line}`);
}

const cleanup = createCleanup();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const) {
  // `on` and not `once`: Ctrl-C arrives twice, from the terminal and from npm, which passes it on
  process.on(signal, () => {
    process.exitCode ??= 128 + constants.signals[signal];
    void cleanup.run().then(() => process.exit());
  });
}
const failAndExit = (error: unknown) => {
  void fail(error).then(() => process.exit());
};
main(cleanup).catch(failAndExit);
// errors that nothing awaits must also run the cleanup
process.on('uncaughtException', failAndExit);

async function fail(error: unknown): Promise<void> {
  // Ctrl-C ends this process and its commands in any order; a command that it ended has not failed
  await setTimeout(100);
  // after an interrupt, errors come from the cleanup, which removes what the lab still uses
  if (!cleanup.begun) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
  await cleanup.run();
}
