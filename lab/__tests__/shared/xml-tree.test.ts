import { childText, find, findAll, parseXml, requiredText } from '../../shared/xml-tree';

const reply = parseXml(
  '<?xml version="1.0"?><Reply xmlns="https://ec2.example"><set><item><id>a</id><none/></item><item><id>b</id></item></set></Reply>',
);

it('finds elements at any depth, and all of a name in their order', () => {
  expect(find(reply, 'item')?.children.map(({ name }) => name)).toEqual(['id', 'none']);
  expect(findAll(reply, 'id').map(({ text }) => text)).toEqual(['a', 'b']);
  expect(find(reply, 'gone')).toBeUndefined();
});

it('reads the text of a child, which may be missing or must not be', () => {
  const [item] = findAll(reply, 'item');
  if (!item) throw new Error('there is no item');
  expect(childText(item, 'gone')).toBeUndefined();
  expect(requiredText(item, 'id')).toBe('a');
  expect(requiredText(item, 'none')).toBe('');
  expect(() => requiredText(item, 'gone')).toThrow('no element gone in item, only id, none');
});
