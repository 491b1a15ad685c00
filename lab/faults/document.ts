import { allFaults } from './all-faults';
import type { Fault } from './fault';

/** The attributes of resources, the source file, or the DNS files that a fault changes. */
function changedBy(fault: Fault): string[] {
  if ('file' in fault) return [fault.file];
  const changes = 'changes' in fault ? fault.changes : [];
  return [
    ...changes.map(({ resource, attribute }) => [resource, attribute].filter(Boolean).join(' ')),
    ...new Set((fault.dnsEdits ?? []).map(([file]) => file)),
  ];
}

/** A clause as a sentence; the name of a command at its start stays as it is typed. */
function sentence(clause: string): string {
  const text = clause.replace(/^studio-access(?= )/, '`$&`');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

const listed = (texts: readonly string[]) =>
  texts.map((text) => `\`${text.replaceAll('|', '\\|')}\``).join(', ');

/** The list of all faults, in Markdown. */
export function faultsDocument(): string {
  const rows = allFaults.map((fault) => {
    const cells = [sentence(fault.what.replaceAll('|', '\\|')), listed(changedBy(fault)), listed(fault.rows)];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    '# Seeded faults',
    '',
    `\`npm run lab -- --faults\` builds each of these ${allFaults.length} defects into the lab, one after the other, and runs the`,
    'rows of the walkthrough that are about it. At least one of these rows must turn red; otherwise the walkthrough would',
    'not detect the defect in the product either. `npm run --silent lab -- --list-faults > lab/faults.md` writes this file.',
    '',
    '| Defect | What is changed | Rows that are about it |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
