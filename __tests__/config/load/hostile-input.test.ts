import fc from 'fast-check';
import { parseEnvironment } from '../../../config/load';
import { ConfigError } from '../../../config/problem';
import { userRoleName } from '../../../config/resource-name';
import { wholeDomainWarning } from '../../../dns/whole-domain-warning';
import { environmentWith, exampleWith, readNamedFile } from '../../../test-support/environments';

const parse = (file: unknown, name = 'test') =>
  parseEnvironment(
    typeof file === 'string' ? file : JSON.stringify(file),
    `environments/${name}.json`,
    readNamedFile,
  );

function refusal(file: unknown, name?: string): string {
  try {
    parse(file, name);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('the file was accepted');
}

const many = <T>(length: number, item: (index: number) => T) =>
  Array.from({ length }, (_, index) => item(index));

it('accepts 5,000 users', () => {
  const users = many(5000, (index) => `user-${index}`);
  expect(parse(exampleWith({ 'studio.users': users })).studio.users).toEqual(users);
  expect(refusal(exampleWith({ 'studio.users': [...users, 'one-more'] }))).toContain(
    'a list of up to 5000 users',
  );
});

/**
 * What is long · the file · text of the message. Each is nearly as large as a file may be. A step whose time grows with
 * the square of a list's length would take minutes, and the test would exceed its time limit.
 */
const longInputs: [string, unknown, string][] = [
  ['users', exampleWith({ 'studio.users': many(90_000, (index) => `u${index}`) }), 'studio.users: got'],
  ['one user many times', exampleWith({ 'studio.users': many(200_000, () => 'u') }), 'and 4900 more'],
  [
    'accounts',
    exampleWith({ allowedAccountIds: many(60_000, (n) => String(n).padStart(12, '1')) }),
    'allowedAcc',
  ],
  ['tags', exampleWith({ tags: Object.fromEntries(many(60_000, (n) => [`t${n}`, 'v'])) }), 'at most 40 tags'],
  ['unknown keys', exampleWith(Object.fromEntries(many(60_000, (n) => [`t${n}`, 1]))), 'has 60000 problems'],
  [
    'one key many times',
    `{${many(150_000, () => '"a":1').join()}}`,
    'a: got "a twice", expected each key once',
  ],
  [
    'corporate networks',
    exampleWith({ 'corporate.cidrs': many(45_000, (n) => `11.${n >> 8}.${n & 255}.0/24`) }),
    'one to 30 CIDRs',
  ],
  [
    'egress networks',
    exampleWith({ 'corporate.egressCidrs': many(60_000, () => '11.0.0.0/24') }),
    'up to 50 CIDRs',
  ],
  [
    'zones',
    exampleWith({ 'network.vpc.create.availabilityZones': many(70_000, () => 'us-east-1a') }),
    'two to six',
  ],
  [
    'subnets and addresses outside them',
    exampleWith({
      'network.vpc': {
        existing: {
          vpcId: 'vpc-0123456789abcdef0',
          cidr: '10.30.0.0/16',
          subnets: many(7000, () => ({
            id: 'subnet-1',
            cidr: '10.30.1.0/24',
            availabilityZone: 'us-east-1a',
          })),
          routeTableIds: many(7000, () => 'rtb-0123456789abcdef0'),
        },
      },
      'network.resolver': { ipAddresses: many(7000, () => '10.31.1.10') },
    }),
    'two to six private subnets',
  ],
  [
    'policies and topics',
    exampleWith({
      'studio.domain': {
        create: { name: 's', executionPolicyArns: many(15_000, (n) => `arn:aws-cn:iam::aws:policy/X${n}`) },
      },
      'api.alarmTopicArns': many(9000, (n) => `arn:aws-cn:sns:us-east-1:111122223333:x${n}`),
    }),
    'up to 10 managed policy ARNs',
  ],
  ['syntax errors', `${'\n'.repeat(500_000)}${'x '.repeat(250_000)}`, 'line 500001, column 1: got "x"'],
  [
    'open brackets',
    '['.repeat(200_000),
    'line 1, column 33: got "[", expected at most 32 levels of nested objects and lists',
  ],
  ['open braces', '{"a":'.repeat(200_000), 'line 1, column 161: got "{", expected at most 32 levels'],
  ['mixed nesting', '[{"a":'.repeat(150_000), 'expected at most 32 levels of nested objects and lists'],
  ['brackets in a text', `{"region": "${'['.repeat(900_000)}"}`, 'region: got "[[['],
  ['a key', `{"${'k'.repeat(900_000)}": 1}`, 'kkk...: got 1'],
];

describe('long input is refused without delay, and in a message that can be read', () => {
  it.each(longInputs)('%s', (_, file, expected) => {
    const message = refusal(file);
    expect(message).toContain(expected);
    expect(message.length).toBeLessThan(50_000);
  });

  // each has a start that its pattern matches for long, and an end that does not match
  const repeated = (text: string) => text.repeat(300_000 / text.length);
  it.each([
    ['region', `us${repeated('-a')}`],
    ['network.vpc.create.availabilityZones', [`us${repeated('-a')}`, 'us-east-1a']],
    ['allowedAccountIds', [repeated('1')]],
    [
      'state',
      { type: 's3', bucket: `a${repeated('-.')}`, region: 'us-east-1', keyPrefix: `a${repeated('/a')}/` },
    ],
    ['studio.domain.create.name', `a${repeated('-')}`],
    ['studio.domain', { existing: { domainId: `d-${repeated('-')}` } }],
    ['studio.users', [`a${repeated('-')}`, `a${repeated('-a')}-`]],
    ['studio.domain.create.kmsKeyArn', `arn:aws:kms:us${repeated('-a')}:`],
    ['api.alarmTopicArns', [`arn:aws:sns:us${repeated('-a')}`]],
    ['api.customDomain', { name: repeated('a.'), certificateArn: repeated(':') }],
    ['api.customDomain', { name: repeated('a-'), certificateArn: `arn:aws:acm:us${repeated('-a')}` }],
    ['corporate.cidrs', [repeated('1.'), `10.0.0.0/${repeated('1')}`]],
    ['tags', { [repeated('a ')]: repeated(' a') }],
  ])('%s with texts that patterns match for long', (key, value) => {
    expect(refusal(exampleWith({ [key]: value })).split('\n').length).toBeGreaterThan(1);
  });
});

it('escapes control characters and line ends in its messages', () => {
  const message = refusal(
    exampleWith({ region: '\u001b[2J\u009b1m\u202e', 'a\nregion: got "x"': 1, '\u009b2J': 2 }),
  );
  expect(message).not.toMatch(/(?!\n)\p{C}/u);
  expect(message).toContain('"a\\nregion: got \\"x\\"": got 1, expected');
  expect(message).toContain('"\\u{9b}2J": got 2, expected');
});

describe('keys that mean something to JavaScript', () => {
  const withText = (before: string, after: string) => JSON.stringify(exampleWith({})).replace(before, after);

  it.each([
    ['at the top', withText('{', '{"__proto__":{"region":"us-west-2"},'), '__proto__: got "__proto__"'],
    ['as a tag', withText('{"Owner":', '{"__proto__":"x","Owner":'), 'tags.__proto__: got'],
    [
      'spelled in another way',
      withText('{"Owner":', '{"\\u005f_proto__":"x","Owner":'),
      'tags.__proto__: got',
    ],
    ['in a list', '{"studio":{"users":[{"__proto__":1}]}}', 'studio.users[0].__proto__: got'],
  ])('__proto__ is refused %s', (_, text, expected) => {
    expect(refusal(text)).toContain(expected);
  });

  it.each(['constructor', 'prototype', 'toString', 'hasOwnProperty', '__defineGetter__'])(
    '%s is an unknown key like any other, and a tag like any other',
    (key) => {
      expect(refusal(withText('{', `{"${key}":1,`))).toContain(`${key}: got 1, expected a known key`);
      const { tags } = parse(withText('{"Owner":', `{"${key}":"x","Owner":`));
      expect(Object.entries(tags)).toEqual([
        [key, 'x'],
        ['Owner', 'ml-platform'],
      ]);
    },
  );
});

it('whatever the text is, it is accepted or refused with a message, never anything else', () => {
  const text = JSON.stringify(exampleWith({}));
  const pieces = fc.constantFrom(
    '"',
    '\\',
    '\0',
    '\n',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '-',
    '1e',
    '\\u',
    '//',
    '/*',
    '\ud800',
    '\u2028',
    'null',
    'é',
    '\uFEFF',
  );
  fc.assert(
    fc.property(fc.nat(text.length), fc.nat(4), fc.oneof(pieces, fc.string()), (place, cut, piece) => {
      const changed = text.slice(0, place) + piece + text.slice(place + cut);
      try {
        parse(changed);
      } catch (error) {
        expect(error).toBeInstanceOf(ConfigError);
      }
    }),
    { numRuns: 500 },
  );
});

describe('networks that overlap are found wherever they stand, each one once', () => {
  it('with the same result as a comparison of every pair', () => {
    const cidr = fc.tuple(fc.integer({ min: 16, max: 24 }), fc.nat(2 ** 12)).map(([prefix, place]) => {
      const first = (((11 << 24) | (place << 12)) >>> (32 - prefix)) << (32 - prefix);
      return {
        text: `${[24, 16, 8, 0].map((n) => (first >>> n) & 255).join('.')}/${prefix}`,
        first,
        size: 2 ** (32 - prefix),
      };
    });
    fc.assert(
      fc.property(fc.array(cidr, { maxLength: 30 }), (cidrs) => {
        const expected = cidrs.flatMap((a, index) =>
          cidrs.slice(0, index).some((b) => a.first < b.first + b.size && b.first < a.first + a.size)
            ? [`corporate.egressCidrs[${index}]`]
            : [],
        );
        const file = exampleWith({ 'corporate.egressCidrs': cidrs.map(({ text }) => text) });
        const found =
          expected.length === 0
            ? (parse(file), [])
            : refusal(file)
                .split('\n')
                .slice(1)
                .map((line) => line.trim().split(':')[0]);
        expect(found).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });
});

it('refuses two users whose roles would have the same name: hashes of 32 bits can collide', () => {
  const environmentName = 'an-environment-of-24-let';
  // both start alike, as the part that is kept ends before the number; found by trying 124,418 numbers
  const pair = ['maximiliane-54244-of-the-long-names', 'maximiliane-124418-of-the-long-names'] as const;
  expect(userRoleName(environmentName, pair[0])).toBe(userRoleName(environmentName, pair[1]));
  expect(refusal(exampleWith({ 'studio.users': pair }), environmentName)).toContain(
    `studio.users[1]: got "${pair[1]}", expected another name, or a shorter name of the environment`,
  );
  expect(parse(exampleWith({ 'studio.users': pair }), 'short').studio.users).toEqual(pair);
});

describe('api.customDomain.name', () => {
  const withName = (name: string) => ({
    'api.customDomain': {
      name,
      certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/11111111-2222-3333-4444-555555555555',
    },
  });

  it.each([
    ['example.com', 'all of example.com, such as its mail and its websites,'],
    ['example.co.uk', 'all of example.co.uk,'],
    ['example.uk.com', 'all of example.uk.com,'],
    ['company.github.io', 'all of company.github.io,'],
    ['10.in-addr.arpa', 'all of 10.in-addr.arpa,'],
    ['co.uk', 'companies register their domains under co.uk'],
    ['uk.com', 'companies register their domains under uk.com'],
    ['anything.ck', 'companies register their domains under anything.ck'],
  ])('%s is refused: it is more than one name', (name, reason) => {
    const message = refusal(exampleWith(withName(name)));
    expect(message).toContain(
      `api.customDomain.name: got "${name}", expected a name within a domain of your own`,
    );
    expect(message).toContain('corporate DNS forwards the name with everything below it');
    expect(message).toContain(reason);
  });

  it('of two labels causes a warning if no list shows whether it is a whole domain', () => {
    const warning = wholeDomainWarning(environmentWith(withName('studio.corp')));
    expect(warning).toMatch(/^warning: environment example sets api\.customDomain\.name to "studio\.corp"/);
    expect(warning).toContain('"access.studio.corp"');
  });

  it.each(['studio.example.com', 'studio.example.co.uk', 'a.studio.corp', 'studio.corp.example.com'])(
    '%s is taken without a word',
    (name) => {
      expect(wholeDomainWarning(environmentWith(withName(name)))).toBeUndefined();
    },
  );

  it('causes no warning if it is not set', () => {
    expect(wholeDomainWarning(environmentWith())).toBeUndefined();
  });
});
