import { readEnvironment, wholeNumber, writeEnvironment } from '../../../handlers/shared/environment';

const word = { expected: 'a word', accepts: (value: string) => /^\w+$/.test(value) };

test('variables are read by their rules, and no others are', () => {
  const variables = { NAME: 'alice', OTHER: 'x' };
  expect(readEnvironment(variables, { NAME: word, KIND: { ...word, default: 'user' } })).toEqual({
    NAME: 'alice',
    KIND: 'user',
  });
});

test.each(['', undefined])('a variable that is %j is not set', (NAME) => {
  expect(() => readEnvironment({ NAME }, { NAME: word })).toThrow(
    'environment has 1 problem:\nNAME is not set, expected a word',
  );
  expect(readEnvironment({ NAME }, { NAME: { ...word, default: 'user' } })).toEqual({ NAME: 'user' });
});

test('every problem is named, with no more than the start of a long value', () => {
  const variables = { ONE: 'a b', TWO: `${'x '.repeat(1000)}end\n` };
  expect(() => readEnvironment(variables, { ONE: word, TWO: word, THREE: word })).toThrow(
    `environment has 3 problems:\nONE is "a b", expected a word\nTWO is "${'x '.repeat(100)}", expected a word\nTHREE is not set, expected a word`,
  );
});

describe('a writer', () => {
  const rules = { NAME: word, KIND: { ...word, default: 'user' } } as const;

  test('leaves out what a default stands in for', () => {
    const written = [undefined, '', 'guest'].map((KIND) =>
      writeEnvironment<typeof rules>({ NAME: 'alice', KIND }),
    );
    expect(written).toEqual([{ NAME: 'alice' }, { NAME: 'alice' }, { NAME: 'alice', KIND: 'guest' }]);
    expect(written.map((variables) => readEnvironment(variables, rules).KIND)).toEqual([
      'user',
      'user',
      'guest',
    ]);
  });

  test('that forgets, misspells or leaves out a variable does not compile', () => {
    // @ts-expect-error -- KIND is forgotten
    expect(writeEnvironment<typeof rules>({ NAME: 'alice' })).toEqual({ NAME: 'alice' });
    // @ts-expect-error -- no rule names KIN
    expect(writeEnvironment<typeof rules>({ NAME: 'alice', KIND: '', KIN: 'x' })).toHaveProperty('KIN');
    // @ts-expect-error -- NAME has no default
    expect(writeEnvironment<typeof rules>({ NAME: undefined, KIND: '' })).toEqual({});
  });
});

describe('a whole number from 5 to 300', () => {
  const rule = wholeNumber({ minimum: 5, maximum: 300 });

  test('says so in messages', () => {
    expect(rule.expected).toBe('a whole number from 5 to 300');
  });

  test.each(['5', '300', '007'])('may be %j', (value) => {
    expect(rule.accepts(value)).toBe(true);
  });

  test.each([
    '4',
    '301',
    '',
    ' 30',
    '30 ',
    '30\n',
    '3e1',
    '0x1e',
    '30.0',
    '+30',
    '-30',
    '٣٠',
    '9'.repeat(400),
  ])('is not %j', (value) => {
    expect(rule.accepts(value)).toBe(false);
  });
});
