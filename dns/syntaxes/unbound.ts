import type { ServerSyntax } from '../server-syntax';

/** How long Unbound remembers how fast a server answers, in seconds. Its default is 900. */
const hostMemorySeconds = 30;

/**
 * Configuration for Unbound: forward zones without a way around the resolver (`forward-first: no`), names exempt
 * from DNSSEC validation (`domain-insecure`) and from rebinding protection (`private-domain`).
 * https://unbound.docs.nlnetlabs.nl/en/latest/manpages/unbound.conf.html
 *
 * Without `infra-keep-probing`, Unbound leaves servers that were silent alone for a quarter of an hour; with it alone, it
 * waits up to two minutes between probes, which forgetting their silence soon makes shorter. In the company's
 * own domain, a signed public answer that a parent does not exist would hide the name: Unbound before 1.18 takes it
 * from the cache (harden-below-nxdomain), so answers of the forward zone bypass the cache. A local zone of the parent
 * would hide the name too; the nearest local zone decides, and `transparent` lets the name through.
 */
export const unbound = {
  server: 'Unbound 1.13 or later',
  checkedBy: 'tests on Unbound 1.17; 1.13 and 1.26 by hand',
  files: [
    {
      name: 'unbound.conf',
      heading: { commentSign: '#', title: 'forward zones for Unbound 1.13 or later' },
      install: () => [
        'Install, on every server that answers people and their machines. Versions before 1.13 do not know',
        'infra-keep-probing; without that line they take these settings, and stay silent for up to fifteen minutes after',
        'an outage of the resolver.',
        "  1. Copy this file into the folder of the server's own drop-ins:",
        '     Debian, Ubuntu:',
        '       install -m 644 unbound.conf /etc/unbound/unbound.conf.d/studio-access.conf',
        '     RHEL, Fedora and their kin:',
        '       install -m 644 unbound.conf /etc/unbound/conf.d/studio-access.conf',
        '  2. Check and apply; this forgets earlier answers, too:',
        '       unbound-checkconf && unbound-control reload',
        '     Where unbound-control is not set up: systemctl restart unbound',
      ],
      test: {
        command: 'dig',
        findings: [
          'SERVFAIL, and an address with dig +cd: DNSSEC validation fails, so this file is not read.',
          'REFUSED: access-control does not admit this client.',
        ],
      },
      whenSilent: [
        'When one resolver address falls silent, queries now and then wait up to about a second. After an outage of all,',
        'answers come again within a minute.',
      ],
      ownParent: (names) => [
        'If this server itself serves a parent domain as an auth-zone, it answers from that. Add to that auth-zone:',
        '  for-downstream: no',
        "and to the server: clause, with the parent's name, what its own unsigned, private answers need from then on:",
        '  domain-insecure: and private-domain:',
        `Local zones of a parent need nothing: the local-zone line below lets ${names.join(' and ')} through.`,
      ],
      undo: () => ['Undo: remove the file, then step 2.'],
      body: ({ zones, forwarders }) => [
        [
          'server:',
          '    infra-keep-probing: yes',
          `    infra-host-ttl: ${hostMemorySeconds}`,
          ...zones.final.flatMap(({ name, inCompanyDomain }) => [
            `    domain-insecure: "${name}."`,
            `    private-domain: "${name}."`,
            ...(inCompanyDomain ? [`    local-zone: "${name}." transparent`] : []),
          ]),
        ],
        ...zones.final.map(({ name, purpose, inCompanyDomain }) => [
          `# ${purpose}`,
          'forward-zone:',
          `    name: "${name}."`,
          '    forward-first: no',
          ...(inCompanyDomain ? ['    forward-no-cache: yes'] : []),
          ...forwarders.map((address) => `    forward-addr: ${address}`),
        ]),
      ],
    },
  ],
} as const satisfies ServerSyntax;
