import { writeFileSync } from 'node:fs';
import { deployAgain, dnsFiles } from '../deployment/deploy';
import type { Lab } from '../system/lab';
import { runRows, type Row, type RowResult } from '../walkthrough/row';
import { allRows } from '../walkthrough/rows';
import { deploymentFaults } from './deployment-faults';
import type { Fault } from './fault';
import { functionFaults } from './function-faults';

const faults = [...functionFaults, ...deploymentFaults];

/** What came of a fault. */
interface FaultResult {
  readonly fault: Fault;
  readonly results: readonly RowResult[];
}

/**
 * Builds each fault into the lab's own copy of the project, deploys what it changes, and tries the rows that are about
 * it; the next one's deployment takes it out again. Prints a table in Markdown; true if every fault turned at least one row red.
 * @throws when a fault no longer applies to the source, or a row of a fault does not exist, or fails without it, before
 *   all faults or after them
 * @param isOver ends it early
 */
export async function runFaults(
  lab: Lab,
  print: (text: string) => void,
  isOver: () => boolean,
): Promise<boolean> {
  for (const fault of faults) withFault(lab.deployed.deployment.project.read(fault.file), fault);
  const named = [...new Set(faults.flatMap(({ rows }) => rows))];
  const rows = named.map(rowNamed);
  await passWithoutFault(lab, rows);
  print(
    `${rows.length} rows pass without a fault\n\n| fault | red rows | what one of them got |\n| --- | --- | --- |`,
  );
  const results: FaultResult[] = [];
  for (const [index, fault] of faults.entries()) {
    const result = await tryFault(lab, fault, faults[index - 1]);
    if (isOver()) return false;
    results.push(result);
    print(line(result));
  }
  await bringIn(lab, undefined, faults.at(-1));
  // a row that a fault has made red for good would have seen the later faults, too
  await passWithoutFault(lab, rows);
  const missed = results.filter((result) => seenBy(result).length === 0);
  print(
    `\n${results.length - missed.length} of ${results.length} faults were seen; the ${rows.length} rows pass again without`,
  );
  const others = allRows.filter(({ id }) => !named.includes(id)).map(({ id }) => id);
  print(`\nNo fault is about the rows ${others.join(', ')}.`);
  return missed.length === 0;
}

/** @throws when rows fail */
async function passWithoutFault(lab: Lab, rows: readonly Row[]): Promise<void> {
  const broken = (await runRows(lab, rows)).filter(({ passed }) => !passed);
  if (broken.length === 0) return;
  const list = broken.map(({ row, got }) => `${row.id}: ${got}`).join('\n  ');
  throw new Error(`these rows fail without any fault, so that they say nothing about one:\n  ${list}`);
}

/** A file's text with a fault in it. @throws when the fault no longer fits */
function withFault(source: string, { id, file, edits }: Fault): string {
  return edits.reduce((text, [find, replacement]) => {
    if (text.split(find).length !== 2) throw new Error(`${file}: expected once for the fault ${id}: ${find}`);
    return text.replace(find, () => replacement);
  }, source);
}

async function tryFault(lab: Lab, fault: Fault, previous: Fault | undefined): Promise<FaultResult> {
  const { project } = lab.deployed.deployment;
  const source = project.read(fault.file);
  const faulty = withFault(source, fault);
  try {
    writeFileSync(project.path(fault.file), faulty);
    await bringIn(lab, fault, previous);
    return { fault, results: await runRows(lab, fault.rows.map(rowNamed)) };
  } finally {
    writeFileSync(project.path(fault.file), source);
  }
}

/** Deploys a fault, or none; the same deployment takes the previous one out. */
async function bringIn(lab: Lab, fault: Fault | undefined, previous: Fault | undefined): Promise<void> {
  const { deployment } = lab.deployed;
  await deployAgain(deployment, [...(previous?.stacks ?? []), ...(fault?.stacks ?? [])]);
  await lab.reload();
  if (fault?.dns ?? previous?.dns) {
    lab.nameServers.corporate.install(await dnsFiles(deployment));
    lab.nameServers.corporate.rndc('reload');
    lab.nameServers.corporate.rndc('flush');
  }
}

function rowNamed(id: string): Row {
  const row = allRows.find((candidate) => candidate.id === id);
  if (!row) throw new Error(`no row ${id}`);
  return row;
}

/** The rows that a fault turned red; one that came to no result says nothing about it. */
function seenBy({ results }: FaultResult): RowResult[] {
  return results.filter(({ passed, crashed }) => !passed && !crashed);
}

function line(result: FaultResult): string {
  const { fault } = result;
  const red = seenBy(result);
  const got = red[0] ? `${red[0].got} (expected ${red[0].expected})` : 'nothing: the fault was not seen';
  return `| ${fault.what} | ${red.map(({ row }) => row.id).join(', ') || '**none**'} | ${got.replaceAll('|', '\\|').replaceAll('\n', ' ').slice(0, 200)} |`;
}
