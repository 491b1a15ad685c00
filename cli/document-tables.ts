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

/**
 * Environments that together have every output, and what a deployment needs for those outputs that no environment before
 * has.
 */
const environmentsWithOutputs = [
  ['keycloak', 'always'],
  ['example', 'with a user pool'],
  ['okta', 'with a federated pool'],
  ['entra-saml', 'with a sign-in domain in your own DNS'],
  ['site-peering', 'with a simulated corporate site'],
] as const;

/** A stack's file, as far as the tables need it. */
export interface StackWithOutputs {
  readonly output?: Readonly<Record<string, { readonly description?: string }>>;
}

type StacksOf = (environment: string) => Readonly<Record<string, StackWithOutputs>>;

/**
 * The tables, from the code and from synthesized stacks.
 *
 * @param stacksOf the stacks, by id, of one of `environmentsWithOutputs`
 */
export function documentTables(stacksOf: StacksOf): DocumentTable[] {
  return [
    { document: 'docs/dns.md', name: 'servers', markdown: serversTable() },
    { document: 'docs/operations.md', name: 'outputs', markdown: outputsTable(stacksOf) },
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
function outputsTable(stacksOf: StacksOf): string {
  const rows = new Map<string, readonly string[]>();
  for (const [environment, when] of environmentsWithOutputs) {
    for (const [stack, { output = {} }] of Object.entries(stacksOf(environment))) {
      for (const [name, { description }] of Object.entries(output)) {
        const key = `${stack} ${name}`;
        if (description === undefined || rows.has(key)) continue;
        rows.set(key, [`\`${stack}\``, `\`${name}\``, description, when]);
      }
    }
  }
  const sorted = [...rows].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row);
  return markdownTable(['stack', 'output', 'what it is', 'when'], sorted);
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
