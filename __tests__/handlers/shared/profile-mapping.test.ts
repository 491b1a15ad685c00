import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { profileNamePattern } from '../../../api/limits';
import { reservedProfileNames } from '../../../api/routes';
import { type MappingRules, profileFor } from '../../../handlers/shared/profile-mapping';
import { signInKey } from '../../../api/sign-in';
import { profileNamesFile, readProfileNames } from '../../../handlers/shared/profile-names';
import { anyText } from '../../../test-support/any-text';

const digits = (value: string) => createHash('sha256').update(value).digest('hex').slice(0, 32);
const table = readProfileNames(
  profileNamesFile({
    users: ['alice', 'bob', 'erin'],
    removed: ['carol', `dave-corp-example-${digits('dave@corp.example')}`],
    signInNames: {
      'Bob.Builder@corp.example': 'bob',
      'B-17': 'bob',
      carol: 'erin',
      ...Object.fromEntries([['__proto__', 'erin']]),
    },
  }),
);
const listedOnly: MappingRules = { table, deriveProfileNames: false, localUsers: false };
const everybody: MappingRules = { table, deriveProfileNames: true, localUsers: false };
const besideLocalUsers: MappingRules = { table, deriveProfileNames: true, localUsers: true };

const profile = (name: string) => ({ profile: name });
const refused = (code: string) => ({ refused: code });
const derived = (slug: string, value: string) => profile(`${slug}-${digits(value)}`);

describe('the table', () => {
  test.each([
    ['bob.builder@corp.example', profile('bob')],
    ['BOB.BUILDER@CORP.EXAMPLE', profile('bob')],
    ['B-17', profile('bob')],
    ['__proto__', profile('erin')],
    // not equal, though nearly
    ['b-17', refused('name_not_listed')],
    ['bob.builder@corp.exampl\u0065\u0301', refused('name_not_normalized')],
    ['bob.builder@corp.\u212a', refused('name_not_normalized')],
    ['bob.builder@corp.example.', refused('name_not_listed')],
    ['b\u043eb.builder@corp.example', refused('name_not_listed')],
    ['constructor', refused('name_not_listed')],
    ['toString', refused('name_not_listed')],
  ])('%j', (value, expected) => {
    expect(profileFor(value, listedOnly)).toEqual(expected);
  });
});

describe("a listed user's own name", () => {
  test.each([
    ['alice', listedOnly, profile('alice')],
    ['alice', everybody, profile('alice')],
    ['alice', besideLocalUsers, refused('name_of_listed_user')],
    ['alice', { ...besideLocalUsers, deriveProfileNames: false }, refused('name_of_listed_user')],
    // bob is who has bob's sign-in names
    ['bob', listedOnly, refused('name_of_listed_user')],
    ['bob', everybody, refused('name_of_listed_user')],
    // the name of somebody who left is not even the table's to give
    ['carol', listedOnly, refused('name_of_removed_user')],
    ['carol', everybody, refused('name_of_removed_user')],
    // nor is one that was derived
    ['dave@corp.example', everybody, refused('name_of_removed_user')],
    ['ALICE', listedOnly, refused('name_not_listed')],
    ['ALICE', everybody, derived('alice', 'ALICE')],
  ])('%s', (value, rules, expected) => {
    expect(profileFor(value, rules)).toEqual(expected);
  });
});

describe('a derived name', () => {
  const hashForm = `frank-${digits('frank@corp.example')}`;
  test.each([
    ['frank', profile('frank')],
    ['frank--7', profile('frank--7')],
    ['a'.repeat(63), profile('a'.repeat(63))],
    ['a'.repeat(64), derived('a'.repeat(30), 'a'.repeat(64))],
    ['f', derived('f', 'f')],
    ['Frank', derived('frank', 'Frank')],
    ['frank@corp.example', derived('frank-corp-example', 'frank@corp.example')],
    // which is the name of somebody else, so it is made anew
    [hashForm, derived(hashForm.slice(0, 30).replace(/-$/, ''), hashForm)],
    ['-frank-', derived('frank', '-frank-')],
    ['CORP\\frank', derived('corp-frank', 'CORP\\frank')],
    ['Frank Müller', derived('frank-m-ller', 'Frank Müller')],
    ['李雷', derived('u', '李雷')],
    ['---', derived('u', '---')],
    ['🦊', derived('u', '🦊')],
    ['*', derived('u', '*')],
    ['${aws:username}', derived('aws-username', '${aws:username}')],
    ['../bob', derived('bob', '../bob')],
    ['\u0430lice', derived('lice', '\u0430lice')],
    ['\uff41\uff4c\uff49\uff43\uff45', derived('u', '\uff41\uff4c\uff49\uff43\uff45')],
    // cut in the middle of a run, so that it ends in a hyphen
    [`${'x'.repeat(29)}@y`, derived('x'.repeat(29), `${'x'.repeat(29)}@y`)],
    ['constructor', profile('constructor')],
    ['__proto_', derived('proto', '__proto_')],
    ...reservedProfileNames.map((name): [string, object] => [name, derived(name, name)]),
  ])('of %j', (value, expected) => {
    expect(profileFor(value, everybody)).toEqual(expected);
    expect(profileFor(value, listedOnly)).toEqual(refused('name_not_listed'));
  });
});

test.each<[what: string, value: unknown, code: string]>([
  ['nothing', undefined, 'name_missing'],
  ['null', null, 'name_missing'],
  ['a number', 7, 'name_not_text'],
  ['true', true, 'name_not_text'],
  ['a list of one', ['alice'], 'name_not_text'],
  ['an object', { toString: () => 'alice' }, 'name_not_text'],
  ['no characters', '', 'name_empty'],
  ['257 characters', 'x'.repeat(257), 'name_too_long'],
  ['257 characters of two code units', '🦊'.repeat(257), 'name_too_long'],
  ['10 kB', 'x'.repeat(10_000), 'name_too_long'],
  ['a blank', ' ', 'name_with_outer_blank'],
  ['a blank before', ' alice', 'name_with_outer_blank'],
  ['a blank after', 'alice ', 'name_with_outer_blank'],
  ['a no-break space after', 'alice\u00a0', 'name_with_outer_blank'],
  ['a line break', 'alice\n', 'name_with_control_character'],
  ['a NUL byte', 'alice\0', 'name_with_control_character'],
  ['a tab inside', 'a\tb', 'name_with_control_character'],
  ['a zero-width space', 'ali\u200bce', 'name_with_control_character'],
  ['a zero-width joiner', 'ali\u200dce', 'name_with_control_character'],
  ['a soft hyphen', 'ali\u00adce', 'name_with_control_character'],
  ['a right-to-left override', '\u202eecila', 'name_with_control_character'],
  ['a byte order mark', '\ufeffalice', 'name_with_control_character'],
  ['a tag character', 'alice\u{e0061}', 'name_with_control_character'],
  ['half a surrogate pair', 'alice\ud83e', 'name_with_control_character'],
  ['the other half', 'alice\udd8a', 'name_with_control_character'],
  ['a combining accent', 'alice\u0301', 'name_not_normalized'],
  ['an Angstrom sign', '\u212b', 'name_not_normalized'],
])('%s leads nowhere', (_, value, code) => {
  for (const rules of [listedOnly, everybody, besideLocalUsers]) {
    expect(profileFor(value, rules)).toEqual(refused(code));
  }
});

test('256 characters may have two code units each', () => {
  expect(profileFor('🦊'.repeat(256), everybody)).toEqual(derived('u', '🦊'.repeat(256)));
});

describe('any value', () => {
  const people = [
    'alice',
    'bob',
    'carol',
    'Bob.Builder@corp.example',
    'B-17',
    'frank',
    'frank@corp.example',
    'me',
  ];
  const name = fc.oneof(
    anyText({ maxLength: 300 }),
    fc.string({ unit: 'grapheme', maxLength: 70 }),
    fc.stringMatching(/^[a-zA-Z0-9@.-]{1,66}$/),
    fc.stringMatching(/^[a-f]{1,3}-[0-9a-f]{32}$/),
    fc.constantFrom(...people, ...people.map((person) => `u-${digits(person)}`), '__proto__', 'constructor'),
  );
  const rules = fc.record({
    table: fc.constant(table),
    deriveProfileNames: fc.boolean(),
    localUsers: fc.boolean(),
  });

  test('gives a valid name, or a refusal, and never what belongs to a user of the table or a leaver', () => {
    fc.assert(
      fc.property(fc.oneof(name, fc.anything()), rules, (value, given) => {
        const mapping = profileFor(value, given);
        if ('refused' in mapping) {
          expect(mapping.refused).toMatch(/^name_[a-z_]+$/);
          return;
        }
        expect(mapping.profile).toMatch(profileNamePattern);
        expect(reservedProfileNames).not.toContain(mapping.profile);
        expect(table.removed.has(mapping.profile)).toBe(false);
        if (table.users.has(mapping.profile)) {
          const entry = table.signInNames.get(signInKey(String(value)));
          expect([entry, given.localUsers ? undefined : value]).toContain(mapping.profile);
        }
      }),
      { numRuns: 3000 },
    );
  });

  test('gives no name that another value gives too, but for the table', () => {
    fc.assert(
      fc.property(name, name, rules, (one, other, given) => {
        const first = profileFor(one, given);
        const second = profileFor(other, given);
        if ('refused' in first || 'refused' in second || one === other) return;
        if (table.signInNames.has(signInKey(one)) || table.signInNames.has(signInKey(other))) return;
        expect(first.profile).not.toBe(second.profile);
      }),
      { numRuns: 3000 },
    );
  });

  test('a name that was derived leads to no name but one of its own', () => {
    fc.assert(
      fc.property(name, (value) => {
        const first = profileFor(value, everybody);
        if ('refused' in first || first.profile === value) return;
        expect(profileFor(first.profile, everybody)).not.toEqual(first);
      }),
      { numRuns: 2000 },
    );
  });
});
