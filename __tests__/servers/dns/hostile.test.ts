import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { ConfigError } from '../../../config/problem';
import { dnsFiles } from '../../../dns/files';
import { checkForwarding, type Forwarding } from '../../../dns/forwarding';
import { anyText } from '../../../test-support/any-text';
import { settingsWith, zoneNamed, type Settings } from '../../../test-support/dns/forwarding';

const folder = mkdtempSync(path.join(tmpdir(), 'studio-hostile-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The configuration as `named-checkconf` reads it from the files, without comments. */
function parsedByBind(forwarding: Forwarding): string {
  const file = path.join(folder, 'named.conf');
  const files = dnsFiles(forwarding);
  writeFileSync(file, `options {\n${files['validate-except.conf']}};\n${files['named.conf']}`);
  return execFileSync('named-checkconf', ['-p', file], { encoding: 'utf8', stdio: 'pipe' });
}

/** The intended zones, and nothing else, in the form that `named-checkconf -p` prints. */
function intended({ zones, forwarders }: Forwarding): string {
  return [
    'options {',
    '\tvalidate-except {',
    ...zones.final.map(({ name }) => `\t\t"${name}";`),
    '\t};',
    '};',
    ...zones.final.flatMap(({ name }) => [
      `zone "${name}" {`,
      '\ttype forward;',
      '\tforward only;',
      '\tforwarders {',
      ...forwarders.map((address) => `\t\t${address};`),
      '\t};',
      '};',
    ]),
    '',
  ].join('\n');
}

const fragments = [
  '"; }; zone "evil.example" { type forward; forwarders { 192.0.2.1; }; };',
  '; }; options { recursion no; }; //',
  'include "/etc/passwd";',
  '*/ zone "." { type hint; }; /*',
  '\n',
  '\r\n',
  '\u2028',
  '\0',
  '"',
  "'",
  '\\',
  '{',
  '}',
  ';',
  '#',
  '//',
  '${',
  '`',
  '$(reboot)',
  ' ',
];

/** Harmless and hostile texts: fragments that end statements, around and inside good values. */
const hostile = (harmless: fc.Arbitrary<string>) =>
  fc.oneof(
    harmless,
    anyText({ maxLength: 40 }),
    fc
      .array(fc.oneof(fc.constantFrom(...fragments), harmless), { minLength: 1, maxLength: 4 })
      .map((parts) => parts.join('')),
  );

const domain = fc.domain().map((name) => name.toLowerCase());
const words = fc.constantFrom('the API', 'Studio and its apps', 'a, b. (c) - d');
const name = fc.constantFrom('example', 'prod-2');

const settings: fc.Arbitrary<Settings> = fc
  .record({
    environmentName: hostile(name),
    zones: fc.array(fc.record({ name: hostile(domain), purpose: hostile(words) }), {
      minLength: 1,
      maxLength: 3,
    }),
    pending: fc.array(fc.record({ parent: hostile(domain), purpose: hostile(words) }), { maxLength: 1 }),
    forwarders: fc.array(hostile(fc.ipV4()), { minLength: 1, maxLength: 3 }),
  })
  .map(({ environmentName, zones, pending, forwarders }) => ({
    environmentName,
    zones: { final: zones.map((zone) => zoneNamed(zone.name, { purpose: zone.purpose })), pending },
    forwarders,
  }));

/** Settings with at most one hostile value, so that many are accepted. */
const nearlyGood: fc.Arbitrary<Settings> = fc.oneof(
  hostile(domain).map((zone) => settingsWith({ zones: { final: [zoneNamed(zone)], pending: [] } })),
  hostile(fc.ipV4()).map((address) => settingsWith({ forwarders: [address] })),
  hostile(words).map((purpose) =>
    settingsWith({ zones: { final: [zoneNamed('studio.example.com', { purpose })], pending: [] } }),
  ),
  hostile(name).map((environmentName) => settingsWith({ environmentName })),
);

describe('hostile names, addresses and words', () => {
  it('are refused with a message, or BIND reads exactly the intended zones', () => {
    let accepted = 0;
    fc.assert(
      fc.property(fc.oneof(settings, nearlyGood), (candidate) => {
        let forwarding: Forwarding;
        try {
          forwarding = checkForwarding(candidate);
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigError);
          return;
        }
        accepted += 1;
        expect(parsedByBind(forwarding)).toBe(intended(forwarding));
      }),
      { numRuns: 400 },
    );
    // the test must see both outcomes
    expect(accepted).toBeGreaterThan(20);
  });
});
