import type { Forwarding } from '../forwarding';
import type { Paragraph, ServerSyntax } from '../server-syntax';

const folder = '/etc/bind/studio-access';

/**
 * Forward zones for BIND 9, a file to be included from named.conf, on primaries and secondaries alike.
 * `forward only`: when the resolver is silent the answer is SERVFAIL, and no other server sees the name.
 * https://bind9.readthedocs.io/en/stable/reference.html#namedconf-statement-forward
 *
 * The second file holds what the existing options block needs. These names are answered privately and without
 * signatures: a validating server would ask the public parents for proofs, and answer SERVFAIL where it cannot reach
 * them. https://bind9.readthedocs.io/en/stable/reference.html#namedconf-statement-validate-except
 */
export const bind = {
  server: 'BIND 9.14 or later',
  checkedBy: 'tests on BIND 9.18',
  files: [
    {
      name: 'named.conf',
      heading: { commentSign: '//', title: 'forward zones for BIND 9.14 or later' },
      install: describeInstallation,
      test: {
        command: 'dig',
        findings: [
          'SERVFAIL although the resolver answers: the names of step 3 are missing, and DNSSEC validation fails.',
        ],
      },
      whenSilent: [
        'When one resolver address falls silent, a query now and then waits about a second for the other. When all do,',
        'the answer is SERVFAIL after ten seconds; no other server is asked.',
      ],
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
      name: 'named.conf.options',
      heading: { commentSign: '//', title: 'lines for the options block of BIND 9.14 or later' },
      install: () => [
        'Include this file inside the options block; named.conf beside it says how. It exempts the zones from DNSSEC',
        'validation and nothing else.',
        '  If the block has a validate-except already: add these names to that one instead of including this file.',
        '  If it has deny-answer-addresses: add these names to its except-from list.',
      ],
      body: ({ zones }) => [['validate-except {', ...zones.final.map(({ name }) => `    "${name}";`), '};']],
    },
  ],
} as const satisfies ServerSyntax;

function describeInstallation({ zones }: Forwarding): Paragraph {
  const names = zones.final.map(({ name }) => name);
  return [
    'Install, on every server that answers people and their machines. Primary or secondary makes no difference:',
    "forward zones are a server's own settings, which no zone transfer carries.",
    `  1. Put this file and named.conf.options into ${folder}, readable for named.`,
    '  2. In named.conf, at the end (with views: in each view for people and their machines), write',
    `       include "${folder}/named.conf";`,
    '  3. In named.conf, inside the options block that is there already, write',
    `       include "${folder}/named.conf.options";`,
    '     or, without that file, the line',
    `       validate-except { ${names.map((name) => `"${name}";`).join(' ')} };`,
    '  4. Check and apply, without a restart:',
    '       named-checkconf && rndc reload',
    '  5. Forget earlier answers:',
    ...names.map((name) => `       rndc flushtree ${name}`),
  ];
}
