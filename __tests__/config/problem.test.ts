import { parseJson } from '../../config/parse-json';
import { ConfigError, formatPath } from '../../config/problem';

const problem = (path: string, got: unknown) => ({ path, got, expected: 'something else' });

it('a message lists every problem, with the value and what is expected', () => {
  const problems = [problem('region', undefined), problem('', []), problem('studio.users[1]', { a: 1 })];
  expect(new ConfigError('environments/x.json', problems).message).toBe(
    [
      'environments/x.json has 3 problems:',
      '  region: got nothing, expected something else',
      '  got [], expected something else',
      '  studio.users[1]: got {"a":1}, expected something else',
    ].join('\n'),
  );
});

it('a message lists 100 of many problems, and counts the others', () => {
  const { message } = new ConfigError(
    'x',
    Array.from({ length: 100_000 }, (_, index) => problem(`users[${index}]`, 'u')),
  );
  expect(message).toMatch(/^x has 100000 problems:/);
  expect(message).toMatch(/\n {2}and 99900 more$/);
  expect(message.split('\n')).toHaveLength(102);
});

it.each([
  ['a long value', 'x'.repeat(1000), `"${'x'.repeat(76)}...`],
  ['a line end', 'a\nregion: got "forged"', '"a\\nregion: got \\"forged\\""'],
  ['a command to the terminal', '\u009b2J', '"\\u{9b}2J"'],
  ['text that is shown from right to left', '\u202e', '"\\u{202e}"'],
])('%s is shown so that it changes nothing around it', (_, got, shown) => {
  expect(new ConfigError('x', [problem('key', got)]).message).toBe(
    `x has 1 problem:\n  key: got ${shown}, expected something else`,
  );
});

it.each([
  ['a value below its key', 'oidc.clientSecret.value', 'hush', '"(not shown)"'],
  [
    'a key within a part',
    'provider',
    { oidc: { client_secret: ['hush'], id: 1 } },
    '{"oidc":{"client_secret":["(not shown)"],"id":1}}',
  ],
  ['an ARN, which only names one', 'secretArn', 'arn:aws:secretsmanager:x', '"arn:aws:secretsmanager:x"'],
])('what may be a secret is not shown, as messages end in logs: %s', (_, path, got, shown) => {
  expect(new ConfigError('x', [problem(path, got)]).message).toBe(
    `x has 1 problem:\n  ${path}: got ${shown}, expected something else`,
  );
});

it.each(['"clientSecret": hush', '"clientSecret": "hush', 'clientSecret: "hush"'])(
  'nor is it where the file is no JSON: %s',
  (line) => {
    const { problems } = parseJson(`{\n  ${line}\n}`);
    expect(problems.length).toBeGreaterThan(0);
    expect(JSON.stringify(problems)).not.toContain('hush');
  },
);

it.each([
  [['studio', 'users', 2], 'studio.users[2]'],
  [[0, 'a'], '[0].a'],
  [['tags', 'Cost Center'], 'tags.Cost Center'],
  [['tags', 'a\nb'], 'tags."a\\nb"'],
  [['tags', ''], 'tags.""'],
  [['tags', 'k'.repeat(129)], `tags."${'k'.repeat(76)}...`],
  [[], ''],
])('the path %j is written %s', (path, expected) => {
  expect(formatPath(path)).toBe(expected);
});
