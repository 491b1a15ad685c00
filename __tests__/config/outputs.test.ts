import { parseOutputs } from '../../config/outputs';

it('reads the values of outputs, and nothing of a stack that is not deployed', () => {
  const json = '{"api_url":{"sensitive":false,"type":"string","value":"https://x"},"ids":{"value":["a"]}}';
  expect(parseOutputs(json)).toEqual({ api_url: 'https://x', ids: ['a'] });
  expect(parseOutputs('{}')).toEqual({});
});
