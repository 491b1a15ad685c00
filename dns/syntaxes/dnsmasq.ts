import type { ServerSyntax } from '../server-syntax';

/**
 * Configuration for dnsmasq: the servers of each zone, which replace the general ones for it, and an exemption from
 * rebinding protection. The longest domain that matches decides, whatever `local=` or `address=` says about a parent. What
 * has a server of its own is not validated (DNSSEC).
 * https://thekelleys.org.uk/dnsmasq/docs/dnsmasq-man.html
 */
export const dnsmasq = {
  server: 'dnsmasq',
  checkedBy: 'tests on dnsmasq 2.90; 2.85 and 2.91 by hand',
  files: [
    {
      name: 'dnsmasq.conf',
      heading: { commentSign: '#', title: 'servers for dnsmasq' },
      install: () => [
        'Install, on every server that answers people and their machines:',
        '  1. Copy this file into the folder of drop-ins:',
        '       install -m 644 dnsmasq.conf /etc/dnsmasq.d/studio-access.conf',
        '  2. Check. Debian and Ubuntu name the folder on the command line of the service, so a check must do so, too:',
        '       dnsmasq --test -7 /etc/dnsmasq.d,.dpkg-dist,.dpkg-old,.dpkg-new',
        '     RHEL, Fedora and their kin name it in /etc/dnsmasq.conf (conf-dir):',
        '       dnsmasq --test',
        '  3. Apply; this forgets earlier answers, too: systemctl restart dnsmasq',
        '  When a resolver address falls silent, dnsmasq turns to the other within 50 queries or 20 seconds; until then',
        '  queries fail. A line all-servers avoids that: each query, for other names too, then goes to all its servers.',
      ],
      test: {
        command: 'dig',
        findings: [
          'NOERROR without an address: the name lacks its rebind-domain-ok line, so this file is not read.',
        ],
      },
      undo: () => ['Undo: remove the file, then steps 2 and 3.'],
      body: ({ zones, forwarders }) =>
        zones.final.map(({ name, purpose }) => [
          `# ${purpose}`,
          ...forwarders.map((address) => `server=/${name}/${address}`),
          `rebind-domain-ok=/${name}/`,
        ]),
    },
  ],
} as const satisfies ServerSyntax;
