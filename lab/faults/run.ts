import { readFileSync, writeFileSync } from 'node:fs';
import type { Environment } from '../../config/load';
import type { StackId } from '../../config/stack-ids';
import { applyAgain, dnsFiles, stackFile, synthesizeAgain } from '../deployment/deploy';
import { parseObject } from '../shared/json';
import type { Lab } from '../system/lab';
import { isAbout, runRows, type Row, type RowResult } from '../walkthrough/row';
import { allRows } from '../walkthrough/rows';
import { allFaults } from './all-faults';
import { inDnsFiles, inSource, inStack, stacksOf } from './apply';
import { isThere, stackOf } from './change';
import type { DeploymentFault, DnsFault, Fault, FunctionFault } from './fault';

/** The results of the rows that ran with a fault. */
interface FaultResult {
  readonly fault: Fault;
  readonly results: readonly RowResult[];
}

/**
 * Builds each fault into the lab, and runs its rows; the next fault replaces it. Prints a table in Markdown; true if
 * every fault turned at least one row red.
 * @throws when a fault no longer fits, when a row does not exist, or when a row fails without faults, before or after
 * @param isOver ends it early
 */
export async function runFaults(
  lab: Lab,
  faults: readonly Fault[],
  print: (text: string) => void,
  isOver: () => boolean,
): Promise<boolean> {
  await checkFits(lab, faults);
  const named = new Set(faults.flatMap(({ rows }) => rows));
  const rows = allRows.filter(({ id }) => named.has(id));
  await passWithoutFault(lab, rows);
  print(
    `${rows.length} rows pass without a fault\n\n| fault | red rows | result of one of them |\n| --- | --- | --- |`,
  );
  const results: FaultResult[] = [];
  const left: Left = { sources: new Map(), stacks: new Set() };
  for (const [index, fault] of faults.entries()) {
    await bringIn(lab, left, fault, faults[index - 1]);
    const result = { fault, results: await runRows(lab, rowsOf(fault)) };
    if (isOver()) return false;
    results.push(result);
    print(line(result));
  }
  await bringIn(lab, left, undefined, faults.at(-1));
  // a fault that broke a row for good would make later faults look detected
  await passWithoutFault(lab, rows);
  const missed = results.filter((result) => seenBy(result).length === 0);
  print(
    `\n${results.length - missed.length} of ${results.length} faults were detected; the ${rows.length} rows pass again without faults`,
  );
  if (faults.length === allFaults.filter((fault) => isFaultFor(fault, lab.environment)).length) {
    const others = allRows
      .filter((row) => isAbout(row, lab.environment) && !named.has(row.id))
      .map(({ id }) => id);
    print(`\nNo fault is about the rows ${others.join(', ')}.`);
  }
  return missed.length === 0;
}

/** @throws when faults do not fit what is deployed, naming each; those of other settings are a matter of the tests */
async function checkFits({ deployed: { deployment } }: Lab, faults: readonly Fault[]): Promise<void> {
  const files = await dnsFiles(deployment);
  const problems = faults.flatMap((fault) => {
    try {
      if ('file' in fault) inSource(deployment.project.read(fault.file), fault);
      if (hasDnsEdits(fault)) inDnsFiles(files, fault);
      if ('changes' in fault && !isDeployedByRows(fault))
        for (const id of stacksOf(fault))
          inStack(id, parseObject(readFileSync(stackFile(deployment, id), 'utf8')), fault);
      return [];
    } catch (error) {
      return [error instanceof Error ? error.message : String(error)];
    }
  });
  if (problems.length > 0) throw new Error(['these faults no longer fit:', ...problems].join('\n  '));
}

/** @throws when rows fail */
async function passWithoutFault(lab: Lab, rows: readonly Row[]): Promise<void> {
  const broken = (await runRows(lab, rows)).filter(({ passed }) => !passed);
  if (broken.length === 0) return;
  const list = broken.map(({ row, got }) => `${row.id}: ${got}`).join('\n  ');
  throw new Error(`these rows fail without any fault, so they cannot detect one:\n  ${list}`);
}

/** Changes of earlier faults that are still there. */
interface Left {
  /** Files of the project that a fault is in, with their text without it. */
  readonly sources: Map<string, string>;
  /** Stacks that are deployed with a fault, or may be. */
  readonly stacks: Set<StackId>;
}

/** Builds a fault, or none, into the lab, and removes the previous one. */
async function bringIn(
  lab: Lab,
  left: Left,
  fault: Fault | undefined,
  previous: Fault | undefined,
): Promise<void> {
  if (previous && hasDnsEdits(previous)) await installDns(lab, undefined);
  const wasInSource = left.sources.size > 0;
  restoreSources(lab, left.sources);
  if (fault && 'file' in fault) writeIntoSource(lab, left.sources, fault);
  const byRows = fault !== undefined && isDeployedByRows(fault);
  const changes = fault && 'changes' in fault ? fault : undefined;
  lab.deployed.deployment.applyOthers =
    byRows && changes
      ? (stacks) => deployStacks(lab, isWhole(lab, changes) ? changes : undefined, stacks)
      : undefined;
  if (byRows && 'file' in fault) {
    for (const stack of stacksOfRows(fault)) left.stacks.add(stack);
    return;
  }
  const own = fault && !byRows ? stacksOf(fault) : [];
  const stacks = new Set([...left.stacks, ...own]);
  left.stacks.clear();
  for (const stack of own) left.stacks.add(stack);
  if (wasInSource || left.sources.size > 0) await synthesizeAgain(lab.deployed.deployment);
  await deployStacks(lab, byRows ? undefined : changes, stacks);
  if (stacks.size > 0) await lab.reload();
  if (fault && hasDnsEdits(fault)) await installDns(lab, fault);
}

/** Whether all rows of a fault deploy settings of their own, and so the fault. */
function isDeployedByRows(fault: Fault): boolean {
  return rowsOf(fault).every(
    ({ settings, studio }) => settings !== undefined || ('changes' in fault && studio !== undefined),
  );
}

function stacksOfRows(fault: Fault): StackId[] {
  return rowsOf(fault).flatMap(({ settings }) => settings?.stacks ?? []);
}

function hasDnsEdits(fault: Fault): fault is Fault & Pick<DnsFault, 'dnsEdits'> {
  return 'dnsEdits' in fault;
}

/** Writes a fault into the source, where it stays until the next one: a row may synthesize again. */
function writeIntoSource({ deployed }: Lab, sources: Left['sources'], fault: FunctionFault): void {
  const { project } = deployed.deployment;
  const source = project.read(fault.file);
  sources.set(fault.file, source);
  writeFileSync(project.path(fault.file), inSource(source, fault));
}

/** Whether the synthesized stacks have all that a fault changes: not each deployment of a row has it. */
function isWhole({ deployed }: Lab, { changes }: DeploymentFault): boolean {
  return changes.every((change) => {
    const file = stackFile(deployed.deployment, stackOf(change));
    return isThere(parseObject(readFileSync(file, 'utf8')), change);
  });
}

/** Takes the fault out of the source again. */
function restoreSources({ deployed }: Lab, sources: Left['sources']): void {
  for (const [file, text] of sources) writeFileSync(deployed.deployment.project.path(file), text);
  sources.clear();
}

/** Deploys the synthesized stacks, with or without a fault; then restores their files, to the byte. */
async function deployStacks(
  lab: Lab,
  fault: DeploymentFault | undefined,
  stacks: ReadonlySet<StackId>,
): Promise<void> {
  const { deployment } = lab.deployed;
  const originals = [...stacks].map((id) => {
    const file = stackFile(deployment, id);
    return { id, file, text: readFileSync(file, 'utf8') };
  });
  try {
    if (fault) {
      for (const { id, file, text } of originals)
        writeFileSync(file, JSON.stringify(inStack(id, parseObject(text), fault)));
    }
    await applyAgain(deployment, stacks);
  } finally {
    for (const { file, text } of originals) writeFileSync(file, text);
  }
}

/** Installs the files of corporate BIND, with or without a fault. */
async function installDns(
  { deployed, nameServers }: Lab,
  fault: Pick<DnsFault, 'id' | 'dnsEdits'> | undefined,
): Promise<void> {
  const files = await dnsFiles(deployed.deployment);
  nameServers.corporate.install(fault ? inDnsFiles(files, fault) : files);
  nameServers.corporate.rndc('reload');
  nameServers.corporate.rndc('flush');
}

/** Whether the rows of a fault are about what an environment has. */
export function isFaultFor(fault: Fault, environment: Environment): boolean {
  return rowsOf(fault).every((row) => isAbout(row, environment));
}

function rowsOf(fault: Fault): Row[] {
  return fault.rows.map(rowNamed);
}

function rowNamed(id: string): Row {
  const row = allRows.find((candidate) => candidate.id === id);
  if (!row) throw new Error(`no row ${id}`);
  return row;
}

/** The rows that a fault turned red; a row that ended with an error of its own does not count. */
function seenBy({ results }: FaultResult): RowResult[] {
  return results.filter(({ passed, crashed }) => !passed && !crashed);
}

function line(result: FaultResult): string {
  const { fault } = result;
  const red = seenBy(result);
  const got = red[0] ? `${red[0].got} (expected ${red[0].expected})` : 'nothing: the fault was not detected';
  return `| ${fault.what} | ${red.map(({ row }) => row.id).join(', ') || '**none**'} | ${got.replaceAll('|', '\\|').replaceAll('\n', ' ').slice(0, 200)} |`;
}
