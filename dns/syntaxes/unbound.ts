import type { ServerSyntax } from '../server-syntax';

/**
 * Configuration for Unbound: forward zones without a way around the resolver (`forward-first: no`), names exempt
 * from DNSSEC validation (`domain-insecure`) and from rebinding protection (`private-domain`).
 * https://unbound.docs.nlnetlabs.nl/en/latest/manpages/unbound.conf.html
 */
export const unbound = {
  server: 'Unbound',
  checkedBy: 'tests on Unbound 1.17',
  files: [
    {
      name: 'unbound.conf',
      heading: { commentSign: '#', title: 'forward zones for Unbound' },
      install: () => [
        'Install, on every server that answers people and their machines:',
        '  1. Put this file into /etc/unbound/unbound.conf.d, as studio-access.conf.',
        '  2. Check and apply: unbound-checkconf && unbound-control reload',
      ],
      test: { command: 'dig' },
      undo: () => ['Undo: remove the file, then step 2.'],
      body: ({ zones, forwarders }) => [
        [
          'server:',
          ...zones.final.flatMap(({ name }) => [
            `    domain-insecure: "${name}."`,
            `    private-domain: "${name}."`,
          ]),
        ],
        ...zones.final.map(({ name, purpose }) => [
          `# ${purpose}`,
          'forward-zone:',
          `    name: "${name}."`,
          '    forward-first: no',
          ...forwarders.map((address) => `    forward-addr: ${address}`),
        ]),
      ],
    },
  ],
} as const satisfies ServerSyntax;
