import { describeDelegation } from '../delegation';
import type { Forwarding } from '../forwarding';
import type { Paragraph, ServerSyntax } from '../server-syntax';

/** The file with the exemption from DNSSEC validation, which FreeIPA's BIND takes too. */
export const exemptionFile = 'validate-except.conf';

/** Under these names the files lie beside the server's own, in `/etc/bind` or `/etc/named`. */
const installed = { zones: 'studio-access-zones.conf', exemption: `studio-access-${exemptionFile}` };

/**
 * Forward zones for BIND 9, a file to be included from named.conf, on primaries and secondaries alike.
 * `forward only`: when the resolver is silent the answer is SERVFAIL, and no other server sees the name.
 * https://bind9.readthedocs.io/en/stable/reference.html#namedconf-statement-forward
 *
 * The second file holds what the existing options block needs. These names are answered privately and without
 * signatures: a validating server would ask the public parents for proofs, and answer SERVFAIL where it cannot reach
 * them. https://bind9.readthedocs.io/en/stable/reference.html#namedconf-statement-validate-except
 *
 * `/etc/named` is the folder that Red Hat's bind-chroot mounts into its chroot; `/etc/bind` does not exist there.
 */
export const bind = {
  server: 'BIND 9.14 or later',
  checkedBy: 'tests on BIND 9.18; 9.16 and 9.20 by hand',
  files: [
    {
      name: 'named.conf',
      heading: { commentSign: '//', title: 'forward zones for BIND 9.14 or later' },
      install: describeInstallation,
      test: {
        command: 'dig',
        findings: [
          'SERVFAIL, and an address with dig +cd: DNSSEC validation fails. The names of step 3 are missing, or',
          '  a view has a validate-except of its own, which replaces that of the options block.',
          'SERVFAIL with dig +cd too, and "denied for" in the log: deny-answer-addresses holds the VPC. Add these',
          '  names to its except-from list.',
          'NXDOMAIN, and "rpz" in the log: a response policy (rpz-ip) holds the VPC. Let these names and those below them',
          '  pass in a policy zone that comes before it: CNAME rpz-passthru.',
          'REFUSED: this client, perhaps in its view only, gets no recursion (recursion, allow-recursion).',
        ],
      },
      whenSilent: [
        'When one resolver address falls silent, a query now and then waits about a second for the other. When all do,',
        'the answer is SERVFAIL after ten seconds; no other server is asked.',
      ],
      ownParent: describeDelegation,
      undo: () => ['Undo: remove the two include lines, then steps 4 and 5.'],
      body: ({ zones, forwarders }) =>
        zones.final.map(({ name, purpose }) => [
          `// ${purpose}`,
          `zone "${name}" {`,
          '    type forward;',
          '    forward only;',
          `    forwarders { ${forwarders.map((address) => `${address};`).join(' ')} };`,
          '};',
        ]),
    },
    {
      name: exemptionFile,
      heading: { commentSign: '//', title: 'lines for the options block of BIND 9.14 or later' },
      install: () => [
        'Include this file inside the options block; named.conf beside it says how. It exempts the zones from DNSSEC',
        'validation and nothing else.',
        '  If the block or a view has a validate-except already: add these names to that one instead.',
        '  If the block or a view has deny-answer-addresses: add these names to its except-from list.',
      ],
      body: ({ zones }) => [['validate-except {', ...zones.final.map(({ name }) => `    "${name}";`), '};']],
    },
  ],
} as const satisfies ServerSyntax;

function describeInstallation({ zones }: Forwarding): Paragraph {
  const names = zones.final.map(({ name }) => name);
  return [
    'Install, on every server that answers people and their machines. Primary or secondary makes no difference:',
    "forward zones are a server's own settings, which no zone transfer carries. BIND 9.11, as in RHEL 8, has no",
    'validate-except: install bind9.16 there, or leave out step 3 if the server does not validate (dnssec-validation no).',
    "  1. Copy both files beside the server's own, and over none of them: this is not a whole named.conf, and",
    '     named-checkconf does not notice when the rest is gone.',
    '     Debian, Ubuntu:',
    `       install -m 644 named.conf /etc/bind/${installed.zones}`,
    `       install -m 644 ${exemptionFile} /etc/bind/${installed.exemption}`,
    '     RHEL, Fedora and their kin, with bind-chroot too:',
    `       install -m 644 named.conf /etc/named/${installed.zones}`,
    `       install -m 644 ${exemptionFile} /etc/named/${installed.exemption}`,
    '     Another chroot (named -t FOLDER): put FOLDER before these paths here, but not in the lines below.',
    '  2. At the end of named.conf (Debian: named.conf.local; with views: in each view for people and their machines)',
    `       include "/etc/bind/${installed.zones}";     or /etc/named/${installed.zones}`,
    '  3. Inside the options block that is there already (Debian: in named.conf.options)',
    `       include "/etc/bind/${installed.exemption}";     or /etc/named/${installed.exemption}`,
    '     A view with a validate-except of its own ignores this one: add the names there too.',
    '  4. Check and apply, without a restart (in a chroot: named-checkconf -t FOLDER):',
    '       named-checkconf && rndc reload',
    '  5. Forget earlier answers:',
    ...names.map((name) => `       rndc flushtree ${name}`),
  ];
}
