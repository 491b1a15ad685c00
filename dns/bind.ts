import type { Forwarding } from './forwarding';
import { asComments, describeDelegation, describeTest, describeZones } from './heading';
import type { ForwardZone } from './zones';

const folder = '/etc/bind/studio-access';

/**
 * Forward zones for BIND 9, a file to be included from named.conf, on primaries and secondaries alike.
 * `forward only`: when the resolver is silent the answer is SERVFAIL, and no other server gets to see the name.
 * https://bind9.readthedocs.io/en/stable/reference.html#namedconf-statement-forward
 */
export function renderNamedConf(forwarding: Forwarding): string {
  const { zones, forwarders } = forwarding;
  return [
    ...asComments('//', [
      ...describeZones(forwarding, 'forward zones for BIND 9.14 or later'),
      '',
      ...describeInstallation(forwarding),
      '',
      ...describeTest(forwarding),
      '  SERVFAIL although the resolver answers: the names of step 3 are missing, and DNSSEC validation fails.',
      '',
      'When one resolver address falls silent, a query now and then waits about a second for the other. When all do,',
      'the answer is SERVFAIL after ten seconds; no other server is asked.',
      '',
      'Undo: remove the two include lines, then steps 4 and 5.',
      ...describeDelegation(forwarding),
    ]),
    ...zones.final.flatMap((zone) => ['', ...renderZone(zone, forwarders)]),
    '',
  ].join('\n');
}

/**
 * What the existing options block needs. These names are answered privately and without signatures: a validating
 * server would ask the public parents for proofs, and answer SERVFAIL where it cannot reach them.
 * https://bind9.readthedocs.io/en/stable/reference.html#namedconf-statement-validate-except
 */
export function renderNamedConfOptions(forwarding: Forwarding): string {
  return [
    ...asComments('//', [
      ...describeZones(forwarding, 'lines for the options block of BIND 9.14 or later'),
      '',
      'Include this file inside the options block; named.conf beside it says how. It exempts the zones from DNSSEC',
      'validation and nothing else.',
      '  If the block has a validate-except already: add these names to that one instead of including this file.',
      '  If it has deny-answer-addresses: add these names to its except-from list.',
    ]),
    '',
    'validate-except {',
    ...forwarding.zones.final.map(({ name }) => `    "${name}";`),
    '};',
    '',
  ].join('\n');
}

function describeInstallation({ zones }: Forwarding): string[] {
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

function renderZone({ name, purpose }: ForwardZone, forwarders: readonly string[]): string[] {
  return [
    `// ${purpose}`,
    `zone "${name}" {`,
    '    type forward;',
    '    forward only;',
    `    forwarders { ${forwarders.map((address) => `${address};`).join(' ')} };`,
    '};',
  ];
}
