import { leaverText, linesOfUser } from '../../../cli/teardown/leaver';

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

test('what is left to do names the line', () => {
  const text = leaverText('bob', 'folder 200001 of fs-1', linesOfUser('bob', [json('"users": ["bob"]')]));
  expect(text).toContain('environments/prod.json, line 1: "users": ["bob"]');
  expect(text).toContain('studio.removedUsers');
  expect(text).toContain('the home directory, folder 200001 of fs-1.');
});
