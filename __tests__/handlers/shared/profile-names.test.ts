import { noProfileNames, profileNamesFile, readProfileNames } from '../../../handlers/shared/profile-names';

const hash = '0123456789abcdef0123456789abcdef';
const names = {
  users: ['bob', 'alice'],
  removed: ['carol', 'me', `dave-${hash}`],
  signInNames: { 'Bob.Builder@Corp.Example': 'bob', 'B-17': 'bob', 'Ä@corp.example': 'bob' },
};

test('the file is read as it was written, with names in their form for comparison', () => {
  expect(readProfileNames(profileNamesFile(names))).toEqual({
    users: new Set(['alice', 'bob']),
    removed: new Set(['carol', 'me', `dave-${hash}`]),
    signInNames: new Map([
      ['bob.builder@corp.example', 'bob'],
      ['B-17', 'bob'],
      ['Ä@corp.example', 'bob'],
    ]),
    usersWithSignInNames: new Set(['bob']),
  });
});

test('the text does not depend on the order in which people are listed', () => {
  const { signInNames } = names;
  const reversed = {
    users: names.users.toReversed(),
    removed: names.removed.toReversed(),
    signInNames: Object.fromEntries(Object.entries(signInNames).toReversed()),
  };
  expect(profileNamesFile(reversed)).toBe(profileNamesFile(names));
  expect(profileNamesFile(names)).toMatch(/^\{"users":\["alice","bob"\],"removed":\[.*\}\}\n$/);
});

test.each(['__proto__', 'constructor', 'toString'])('%s may be a sign-in name', (name) => {
  const signInNames = Object.fromEntries([[name, 'alice']]);
  const table = readProfileNames(profileNamesFile({ ...names, signInNames }));
  expect([...table.signInNames]).toEqual([[name, 'alice']]);
});

test('a file of nobody is the table where there is no file', () => {
  expect(readProfileNames(profileNamesFile({ users: [], removed: [], signInNames: {} }))).toEqual(
    noProfileNames,
  );
});

test('names with an @ that differ in capitals are one, other names are not', () => {
  const twice = { 'bob@corp.example': 'bob', 'BOB@corp.example': 'alice' };
  expect(() => profileNamesFile({ ...names, signInNames: twice })).toThrow('a sign-in name occurs twice');
  expect(() => profileNamesFile({ ...names, signInNames: { bob1: 'bob', BOB1: 'alice' } })).not.toThrow();
});

const good = { users: ['alice'], removed: ['carol'], signInNames: { 'a@b': 'alice' } };

test.each<[what: string, file: unknown, problem: string]>([
  ['no list of users', { ...good, users: undefined }, 'has a user that is no profile name'],
  ['users in an object', { ...good, users: { 0: 'alice' } }, 'has a user that is no profile name'],
  ['a user with capitals', { ...good, users: ['alice', 'Marked'] }, 'has a user that is no profile name'],
  ['a user who is a number', { ...good, users: ['alice', 7] }, 'has a user that is no profile name'],
  ['a user with a reserved name', { ...good, users: ['alice', 'me'] }, 'has a user that is no profile name'],
  [
    'a user in the form of derived names',
    { ...good, users: ['alice', `x-${hash}`] },
    'form of derived names',
  ],
  ['no list of removed names', { ...good, removed: null }, 'has a removed name that is no profile name'],
  [
    'a removed name with a wildcard',
    { ...good, removed: ['marked*'] },
    'has a removed name that is no profile name',
  ],
  ['no sign-in names', { ...good, signInNames: undefined }, 'has no object signInNames'],
  ['sign-in names in a list', { ...good, signInNames: [['marked@b', 'alice']] }, 'has no object signInNames'],
  ['a sign-in name in capitals', { ...good, signInNames: { 'Marked@b': 'alice' } }, 'with an @ and capitals'],
  ['a sign-in name of nobody', { ...good, signInNames: { 'marked@b': 'bob' } }, 'who is not in users'],
  ['a sign-in name of a list', { ...good, signInNames: { 'marked@b': ['alice'] } }, 'who is not in users'],
  ['a member more', { ...good, marked: [] }, 'has members besides users'],
  ['a list', [good], 'is no object'],
  ['null', null, 'is no object'],
])('%s is refused, and no entry is quoted', (_, file, problem) => {
  const read = () => readProfileNames(JSON.stringify(file));
  expect(read).toThrow(problem);
  expect(read).not.toThrow(/marked/i);
});

test.each(['', '{"users":["marked', '<marked>'])('%j is refused, and not quoted', (text) => {
  expect(() => readProfileNames(text)).toThrow(/^the file of profile names is not JSON$/);
});
