import { parseObject, requiredText, text } from '../../shared/json';

it('finds an empty object where a text holds none', () => {
  expect(parseObject('')).toEqual({});
});

it('reads the text of a field, which may be missing or must not be', () => {
  const object = parseObject('{"Name":"alice","Count":1}');
  expect(text(object, 'Count')).toBeUndefined();
  expect(requiredText(object, 'Name')).toBe('alice');
  expect(() => requiredText(object, 'Count')).toThrow('no text Count, only Name, Count');
});
