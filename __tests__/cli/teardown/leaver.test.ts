import { Refused } from '../../../cli/teardown/consent';
import { findSignIn, leaverText, linesOfUser, requireKnown, type Leaver } from '../../../cli/teardown/leaver';
import { answeringClients, awsError } from '../../../test-support/teardown/answering-clients';

const json = (text: string) => ({ name: 'environments/prod.json', text });
const csv = (text: string) => ({ name: 'environments/people/prod.csv', text });

test.each([
  ['a list in one line', [json('{\n"users": ["alice", "bob"]\n}')], ['environments/prod.json 2']],
  ['an entry', [json('[\n"alice",\n{ "name": "bob" }\n]')], ['environments/prod.json 3']],
  [
    'suspended as well',
    [json('"users": ["bob"],\n"suspended": ["bob"]')],
    ['environments/prod.json 1', 'environments/prod.json 2'],
  ],
  [
    'a table',
    [json('"users": "people/prod.csv"'), csv('name,email\r\nbob,bob@corp.example.com\r\nbobby,x@y.zz')],
    ['environments/people/prod.csv 2'],
  ],
  ['a quoted cell', [csv('name\n"bob"')], ['environments/people/prod.csv 2']],
  ['part of another name', [json('["bobby", "kobob"]'), csv('bobby,bob')], []],
])('the line of a person: %s', (_, files, expected) => {
  expect(linesOfUser('bob', files).map(({ file, line }) => `${file} ${line}`)).toEqual(expected);
});

const listed = linesOfUser('bob', [json('"users": ["bob"]')]);
const bob: Leaver = {
  user: 'bob',
  environment: 'prod',
  apps: 1,
  spaces: 2,
  hasProfile: true,
  existingDomain: undefined,
  signIn: 'found',
  home: 'folder 200001 of fs-1',
  listed,
};
const nothing = { apps: 0, spaces: 0, hasProfile: false, home: undefined };
const federated = { ...bob, signIn: 'missing' } as const;

test.each<[string, Leaver, string[], string[]]>([
  [
    'everything',
    bob,
    [
      'bob in prod: deleted: 1 app, 2 spaces, the profile, the sign-in.',
      'and the home directory, folder 200001 of fs-1',
      'environments/prod.json, line 1: "users": ["bob"]',
      'studio.removedUsers',
    ],
    ['sign-in:', 'not looked for'],
  ],
  [
    'federated',
    federated,
    ['deleted: 1 app, 2 spaces, the profile.', 'no user of the pool is called bob', 'federation'],
    ['the sign-in.'],
  ],
  ['no pool', { ...bob, signIn: 'no pool' }, ['has no user pool'], ['the sign-in.']],
  [
    'an existing domain',
    { ...bob, ...nothing, existingDomain: 'd-9' },
    ['deleted: the sign-in.', 'not looked for: apps, spaces and profile in the domain d-9'],
    ['the profile', 'home directory'],
  ],
  ['again', { ...federated, ...nothing }, ['nothing was there to delete'], ['deleted:', 'home directory']],
  ['in no file', { ...bob, listed: [] }, ['no line of the environment file names them'], ['removedUsers']],
])('the end says only what was done: %s', (_, leaver, words, absent) => {
  const text = leaverText(leaver);
  for (const word of words) expect(text).toContain(word);
  for (const word of absent) expect(text).not.toContain(word);
});

test('a name that nothing has is refused', () => {
  const unknown: Leaver = { ...federated, ...nothing, listed: [] };
  expect(() => {
    requireKnown(unknown);
  }).toThrow(Refused);
  for (const found of [{ hasProfile: true }, { spaces: 1 }, { signIn: 'found' as const }, { listed }]) {
    expect(() => {
      requireKnown({ ...unknown, ...found });
    }).not.toThrow();
  }
});

test.each<[string, string | undefined, Leaver['signIn']]>([
  ['bob', 'pool-1', 'found'],
  ['eve', 'pool-1', 'missing'],
  ['bob', undefined, 'no pool'],
])('the sign-in of %s in %s: %s', async (user, pool, expected) => {
  const { clients } = answeringClients({
    AdminGetUserCommand: ({ Username }) => {
      if (Username === 'bob') return { Username };
      throw awsError('UserNotFoundException', 'User does not exist.');
    },
  });
  expect(await findSignIn(clients, pool, user)).toBe(expected);
});
