import { isObject, objectIn, record, text } from '../../api/json';

const hostile = [null, undefined, 7, true, 'text', [], ['profile'], () => 'alice'];

test.each(hostile)('%p is no object, and reading it finds nothing', (value) => {
  expect(isObject(value)).toBe(false);
  expect(record(value)).toEqual({});
});

test('an object is read as it is', () => {
  const value = { requestContext: null };
  expect(isObject(value)).toBe(true);
  expect(record(value)).toBe(value);
});

test.each([null, undefined, 7, ['alice'], { toString: () => 'alice' }, Object('alice')])(
  '%p is no text',
  (value) => {
    expect(text(value)).toBeUndefined();
  },
);

test.each(['alice', ''])('%j is text', (value) => {
  expect(text(value)).toBe(value);
});

test.each(['', '{', '[]', 'null', '7', '"text"'])('%j holds no object', (json) => {
  expect(objectIn(json)).toBeUndefined();
});

test('the object in a text is read', () => {
  expect(objectIn('{"code":"not_allowed"}')).toEqual({ code: 'not_allowed' });
});
