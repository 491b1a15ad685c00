import type { ServerSyntax } from '../server-syntax';

/**
 * Server blocks for CoreDNS. A name is served by the block with the longest zone that matches, so the block for "."
 * never sees these names.
 * https://coredns.io/plugins/forward/ · https://coredns.io/manual/configuration/
 */
export const coredns = {
  server: 'CoreDNS',
  checkedBy: 'its documented grammar',
  files: [
    {
      name: 'Corefile',
      heading: { commentSign: '#', title: 'server blocks for CoreDNS' },
      install: () => [
        'Install, on every server that answers people and their machines:',
        '  1. Put this file beside the Corefile, as studio-access.conf, and write at the end of the Corefile',
        '       import studio-access.conf',
        "  2. If the Corefile's other blocks name another port or a bind address, write the same here.",
        '  3. Apply: kill -USR1 (process id of CoreDNS). If the log shows an error, the earlier settings stay in force.',
      ],
      test: { command: 'dig' },
      undo: () => ['Undo: remove the import line, then step 3.'],
      body: ({ zones, forwarders }) =>
        zones.final.map(({ name, purpose }) => [
          `# ${purpose}`,
          `${name}:53 {`,
          '    errors',
          '    cache 60',
          `    forward . ${forwarders.join(' ')}`,
          '}',
        ]),
    },
  ],
} as const satisfies ServerSyntax;
