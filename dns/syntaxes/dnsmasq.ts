import type { ServerSyntax } from '../server-syntax';

/**
 * Configuration for dnsmasq: the servers of each zone, which replace the general ones for it, and an exemption from
 * rebinding protection.
 * https://thekelleys.org.uk/dnsmasq/docs/dnsmasq-man.html
 */
export const dnsmasq = {
  server: 'dnsmasq',
  checkedBy: 'tests on dnsmasq 2.90',
  files: [
    {
      name: 'dnsmasq.conf',
      heading: { commentSign: '#', title: 'servers for dnsmasq' },
      install: () => [
        'Install, on every server that answers people and their machines:',
        '  1. Put this file into /etc/dnsmasq.d, as studio-access.conf.',
        '  2. Check and apply: dnsmasq --test && systemctl restart dnsmasq',
        '  When a resolver address falls silent, dnsmasq turns to the other within 50 queries or 20 seconds; until then',
        '  queries fail. A line all-servers avoids that: each query, for other names too, then goes to all its servers.',
      ],
      test: { command: 'dig' },
      undo: () => ['Undo: remove the file, then step 2.'],
      body: ({ zones, forwarders }) =>
        zones.final.map(({ name, purpose }) => [
          `# ${purpose}`,
          ...forwarders.map((address) => `server=/${name}/${address}`),
          `rebind-domain-ok=/${name}/`,
        ]),
    },
  ],
} as const satisfies ServerSyntax;
