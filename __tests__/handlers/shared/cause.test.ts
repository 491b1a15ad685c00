import { causeOf } from '../../../handlers/shared/cause';

const withCode = (code: unknown) => Object.assign(new Error('marked'), { code });
const withName = (name: string) => Object.assign(new Error('marked'), { name });

test.each<[unknown, string | undefined]>([
  [new TypeError('marked'), 'TypeError'],
  [withCode('ECONNREFUSED'), 'Error ECONNREFUSED'],
  [withCode('marked: arn:aws:iam'), 'Error'],
  [withCode('A'.repeat(65)), 'Error'],
  [withCode('E\nforged'), 'Error'],
  [withCode(7), 'Error'],
  [withName('arn:aws:iam::123456789012:role/x'), undefined],
  [withName('A'.repeat(65)), undefined],
  [withName(''), undefined],
  ['marked', undefined],
  [{ name: 'Error', code: 'marked' }, undefined],
  [undefined, undefined],
])('of %p the log may hold %p', (error, expected) => {
  expect(causeOf(error)).toBe(expected);
});
