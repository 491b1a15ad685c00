import type { Forwarding } from './forwarding';
import { asText, describeTest, describeZones, separated } from './rendering';
import type { ServerSyntax } from './server-syntax';
import { syntaxes } from './syntaxes';

/** A text for the DNS administrator: which file is for which server. */
export function renderReadMe(forwarding: Forwarding): string {
  return asText(
    separated([
      ...describeZones(forwarding, 'what corporate DNS servers forward'),
      [`Resolver in the VPC that they forward to: ${forwarding.forwarders.join(', ')}`],
      [
        'One of these is for your servers; each says how to install, check and undo it.',
        ...syntaxes.map((syntax) => `  ${fileNames(syntax).padEnd(longestNames)}   ${syntax.server}`),
      ],
      describeTest(forwarding, { command: 'dig' }),
    ]),
  );
}

function fileNames({ files }: ServerSyntax): string {
  return files.map(({ name }) => name).join(', ');
}

const longestNames = Math.max(...syntaxes.map((syntax) => fileNames(syntax).length));
