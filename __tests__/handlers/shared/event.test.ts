import { isRecord, record, text } from '../../../handlers/shared/event';

const hostile = [null, undefined, 7, true, 'text', [], ['profile'], () => 'alice'];

test.each(hostile)('%p is no record, and reading it finds nothing', (value) => {
  expect(isRecord(value)).toBe(false);
  expect(record(value)).toEqual({});
});

test('a record is read as it is', () => {
  const value = { requestContext: null };
  expect(isRecord(value)).toBe(true);
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
