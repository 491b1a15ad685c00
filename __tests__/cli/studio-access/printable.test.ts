import { jsonLine, oneLine, printable } from '../../../cli/studio-access/printable';

it.each<[what: string, text: string, expected: string]>([
  ['a name that clears the screen', 'as al\u001b[2Jice', 'as al?[2Jice'],
  ['a name that sets the title of the window', '\u001b]0;x\u0007', '?]0;x?'],
  ['the second set of such characters', '\u009b2J', '?2J'],
  ['a return to the beginning of the line', 'no\ryes', 'no?yes'],
  ['a text that turns its direction', 'a\u202etxt.exe', 'a?txt.exe'],
  ['lines and letters of all languages', 'Zoë 日本\nnext', 'Zoë 日本\nnext'],
])('a terminal is shown %s', (_, text, expected) => {
  expect(printable(text)).toBe(expected);
});

it('a JSON document steers no terminal, and says the same', () => {
  const value = { user: 'a\u001b[2J\u009b2J\u007f' };
  expect(jsonLine(value)).toBe('{"user":"a\\u001b[2J\\u009b2J\\u007f"}\n');
  expect(JSON.parse(jsonLine(value))).toEqual(value);
});

it.each([
  ['no such client', 50, 'no such client'],
  ['two\n\u001b[2Jlines', 50, 'two [2Jlines'],
  ['Müller \u202eHbmG', 50, 'Müller  HbmG'],
  ['x'.repeat(60), 50, 'x'.repeat(50)],
])('%j in a sentence, with at most %d characters', (words, longest, expected) => {
  expect(oneLine(words, longest)).toBe(expected);
});
