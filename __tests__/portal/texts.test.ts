import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { appWords } from '../../api/landing';
import { problems } from '../../api/problems';
import { projectFolder } from '../../config/project-folder';
import { appNames, fieldTexts, isProblemCode, noticeTexts, texts } from '../../portal/texts';

test.each(Object.keys(problems))('the error %s of the API has a text', (code) => {
  expect(isProblemCode(code)).toBe(true);
});

test.each(Object.entries(texts))('%s says what happened and what to do', (_, { what, todo }) => {
  for (const sentence of [what, todo]) expect(sentence).toMatch(/^\p{Lu}.{5,}[.?]$/u);
});

test('nothing else is an error of the API', () => {
  for (const code of ['unreachable', 'constructor', '__proto__', '', 7, undefined]) {
    expect(isProblemCode(code)).toBe(false);
  }
});

test('every app has a name', () => {
  expect(Object.keys(appNames).toSorted()).toEqual(appWords.toSorted());
});

test('every text is used, so that none is forgotten', () => {
  const folder = path.join(projectFolder, 'portal');
  const sources = readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && file !== 'texts.ts')
    .map((file) => readFileSync(path.join(folder, file), 'utf8'))
    .join('\n');
  const own = Object.keys(texts).filter((code) => !Object.hasOwn(problems, code));
  for (const code of [...own, ...Object.keys(fieldTexts), ...Object.keys(noticeTexts)]) {
    expect(sources).toMatch(new RegExp(String.raw`['.]${code}\b`));
  }
});
