import { parseObject, requiredText, text } from '../../shared/json';

it.each(['', '{', '[]', 'null', '7', '"text"'])('%j holds no object', (json) => {
  expect(parseObject(json)).toEqual({});
});

it('reads the text of a field, which may be missing or must not be', () => {
  const object = parseObject('{"Name":"alice","Count":1}');
  expect(text(object, 'Count')).toBeUndefined();
  expect(requiredText(object, 'Name')).toBe('alice');
  expect(() => requiredText(object, 'Count')).toThrow('no text Count, only Name, Count');
});
