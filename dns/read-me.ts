import type { Forwarding } from './forwarding';
import { asText, describeDelegation, describeTest, describeZones, separated } from './rendering';
import type { ServerSyntax } from './server-syntax';
import { syntaxes } from './syntaxes';

/** A text for the DNS administrator: which file is for which server, and the instructions that JSON cannot hold. */
export function renderReadMe(forwarding: Forwarding): string {
  return asText(
    separated([
      ...describeZones(forwarding, 'what corporate DNS servers forward'),
      [`Resolver in the VPC that they forward to: ${forwarding.forwarders.join(', ')}`],
      [
        'One of these is for your servers; each says how to install, check and undo it.',
        ...syntaxes.flatMap((syntax) => describeServer(syntax, forwarding)),
      ],
      describeTest(forwarding, { command: 'dig' }),
      ...describeDelegation(forwarding),
    ]),
  );
}

/** A line with the server's files, and the instructions of those that cannot hold them. */
function describeServer(syntax: ServerSyntax, forwarding: Forwarding): string[] {
  const instructions = syntax.files
    .filter(({ heading }) => heading === undefined)
    .flatMap(({ install, undo }) => [...install(forwarding), ...(undo?.(forwarding) ?? [])]);
  const line = `  ${fileNames(syntax).padEnd(longestNames)}   ${syntax.server}`;
  return instructions.length === 0
    ? [line]
    : [`${line}:`, ...instructions.map((instruction) => `    ${instruction}`)];
}

function fileNames({ files }: ServerSyntax): string {
  return files.map(({ name }) => name).join(', ');
}

const longestNames = Math.max(...syntaxes.map((syntax) => fileNames(syntax).length));
