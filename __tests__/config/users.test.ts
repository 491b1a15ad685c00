import { parseEnvironment } from '../../config/load';
import { ConfigError } from '../../config/problem';
import { companyTokens, exampleWith } from '../../test-support/environments';

const withFile = (name: string, text: string) =>
  parseEnvironment(
    JSON.stringify(exampleWith({ identity: companyTokens, 'studio.users': name })),
    'environments/test.json',
    (named) => {
      if (named !== name) throw new Error(`${named} was read, expected ${name}`);
      return text;
    },
  ).studio;

function refusal(name: string, text: string): string {
  try {
    withFile(name, text);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('the file was accepted');
}

const expected = {
  users: ['alice', 'bob', 'carol'],
  userDetails: {
    alice: {
      signInNames: ['e-1001', 'alice, "A"@corp.example.com'],
      email: 'alice@corp.example.com',
      executionPolicyArns: ['arn:aws:iam::111122223333:policy/data-access'],
      tags: { CostCentre: '47=11', Team: 'a' },
    },
  },
};

const table = [
  'signInNames,name,email,executionPolicyArns,tags',
  '"e-1001;alice, ""A""@corp.example.com",alice,alice@corp.example.com,arn:aws:iam::111122223333:policy/data-access,CostCentre=47=11;Team=a',
  ',bob,,,',
  '',
  ',carol,,,',
];

describe('people in a file of their own', () => {
  it.each([
    ['a table', table.join('\n')],
    ['a table that Excel wrote', `\uFEFF${table.join('\r\n')}\r\n`],
    ['a table with rows that were emptied', `${table.join('\n')}\n,,,,\n , ,,,\n`],
  ])('%s', (_, text) => {
    expect(withFile('people/all.csv', text)).toMatchObject(expected);
    expect(withFile('people/all.csv', text).userDetails.bob).toEqual({});
  });

  it('a list in JSON, as in the environment file', () => {
    const list = [{ name: 'alice', ...expected.userDetails.alice }, 'bob', { name: 'carol' }];
    expect(withFile('people/all.json', JSON.stringify(list))).toMatchObject(expected);
  });

  it.each<[what: string, name: string, text: string, message: string]>([
    [
      'a wrong name, with its line',
      'people/all.csv',
      'name\nalice\nBob',
      'studio.users[1].name (people/all.csv, line 3): got "Bob", expected a user profile name',
    ],
    [
      'a name twice, with its line',
      'people/all.csv',
      'name\nalice\n\n\nalice',
      'studio.users[1].name (people/all.csv, line 5): got "alice", expected a name that is not listed before',
    ],
    [
      'an unknown column',
      'people/all.csv',
      'name,admin\nalice,yes',
      'people/all.csv has 1 problem:\n  line 1: got "name,admin", expected a heading with the column name, and of the others only signInNames',
    ],
    [
      'a column twice, of which the second would count',
      'people/all.csv',
      'name,signInNames,name\nalice,e-1001,bob',
      'line 1: got "name,signInNames,name", expected a heading with the column name',
    ],
    [
      'a table without a heading',
      'people/all.csv',
      'alice\nbob',
      'line 1: got "alice", expected a heading with the column name',
    ],
    [
      'a table with semicolons, as Excel writes it in many countries',
      'people/all.csv',
      '\uFEFFname;signInNames\r\nalice;e-1001',
      'only signInNames, email, executionPolicyArns, tags, divided by commas: this file has semicolons or tabs',
    ],
    ['an empty file', 'people/all.csv', '', 'line 1: got nothing, expected a heading with the column name'],
    [
      'a line with too many cells',
      'people/all.csv',
      'name\nalice,bob',
      'expected a table as RFC 4180 has it',
    ],
    [
      'quotation marks that do not end',
      'people/all.csv',
      'name\n"alice',
      'expected a table as RFC 4180 has it',
    ],
    [
      'a tag without a key',
      'people/all.csv',
      'name,tags\nalice,=x',
      'studio.users[0].tags."" (people/all.csv, line 2)',
    ],
    ['no JSON', 'people/all.json', '[', 'people/all.json has 1 problem:\n  line 1, column'],
    [
      'no list',
      'people/all.json',
      '{"alice": {}}',
      'studio.users (people/all.json): got {"alice":{}}, expected a list of up to 5000 users',
    ],
  ])('refuses %s', (_, name, text, message) => {
    expect(refusal(name, text)).toContain(message);
  });

  it('says that a file is missing', () => {
    const read = () =>
      parseEnvironment(
        JSON.stringify(exampleWith({ 'studio.users': 'people/none.csv' })),
        'environments/test.json',
        () => {
          throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
        },
      );
    expect(read).toThrow(
      'got "people/none.csv", expected a file in the environments folder, but it cannot be read (ENOENT)',
    );
  });
});
