import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ServerSyntax } from '../dns/server-syntax';
import { syntaxes } from '../dns/syntaxes';

/** A table in a document, generated from the code. */
export interface DocumentTable {
  /** Path of the document from the project's folder. */
  readonly document: string;
  /** Name of the table in the comments around it. */
  readonly name: string;
  readonly markdown: string;
}

/** The outputs in a stack's file. */
interface StackJson {
  readonly output?: Readonly<Record<string, { readonly description?: string }>>;
}

/**
 * The tables, from the code and from an output folder.
 *
 * @param outputFolder what `npm run synth` wrote for `environments/example.json`
 */
export function documentTables(outputFolder: string): DocumentTable[] {
  return [
    { document: 'docs/dns.md', name: 'servers', markdown: serversTable() },
    { document: 'docs/operations.md', name: 'outputs', markdown: outputsTable(outputFolder) },
  ];
}

/**
 * Puts a table into a document, between the comments `<!-- npm run docs: NAME -->` and `<!-- end of NAME -->`.
 *
 * @throws if the document lacks them
 */
export function withTable(text: string, { document, name, markdown }: DocumentTable): string {
  const begin = `<!-- npm run docs: ${name} -->`;
  const end = `<!-- end of ${name} -->`;
  const [before, rest] = splitOnce(text, begin);
  const after = rest === undefined ? undefined : splitOnce(rest, end)[1];
  if (after === undefined) {
    throw new Error(`${document}: the table ${name} has no place, expected the lines ${begin} and ${end}`);
  }
  return `${before}${begin}\n\n${markdown}\n${end}${after}`;
}

function splitOnce(text: string, divider: string): [before: string, after: string | undefined] {
  const place = text.indexOf(divider);
  return place < 0 ? [text, undefined] : [text.slice(0, place), text.slice(place + divider.length)];
}

function serversTable(): string {
  const codes = ({ files }: ServerSyntax) => files.map(({ name }) => `\`${name}\``).join(', ');
  return markdownTable(
    ['server', 'file', 'checked by'],
    syntaxes.map((syntax) => [syntax.server, codes(syntax), syntax.checkedBy]),
  );
}

/** Outputs for people: those that cdktf makes to join stacks have no description. */
function outputsTable(outputFolder: string): string {
  const folder = path.join(outputFolder, 'stacks');
  const rows = readdirSync(folder).flatMap((stack) => {
    const text = readFileSync(path.join(folder, stack, 'cdk.tf.json'), 'utf8');
    const { output = {} } = JSON.parse(text) as StackJson;
    return Object.entries(output).flatMap(([name, { description }]) =>
      description === undefined ? [] : [[`\`${stack}\``, `\`${name}\``, description]],
    );
  });
  return markdownTable(['stack', 'output', 'what it is'], rows);
}

/** A table of plain text and code, its columns aligned as Prettier does it. */
function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [header, ...rows].map((row) => row.map((cell) => cell.replaceAll(/[|<]/g, '\\$&')));
  const widths = header.map((_, column) => Math.max(...lines.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  const [first = [], ...others] = lines.map((row) =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)),
  );
  return [line(first), line(widths.map((width) => '-'.repeat(width))), ...others.map(line)].join('');
}
