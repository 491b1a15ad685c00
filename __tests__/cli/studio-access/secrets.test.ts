import { secret, valueWithoutSecrets, withoutSecrets } from '../../../cli/studio-access/secrets';

it.each<[what: string, text: string, expected: string]>([
  ['a remembered value', `x ${secret('hunter22-hunter22')} y`, 'x [concealed] y'],
  [
    'a token that nobody remembered',
    'at eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln end',
    'at [concealed] end',
  ],
  [
    'a code in an address',
    'http://127.0.0.1:8401/callback?state=s&code=abc',
    'http://127.0.0.1:8401/callback?state=s&code=[concealed]',
  ],
  [
    'a Studio URL',
    'https://x.studio.us-east-1.sagemaker.aws/auth?token=abc"',
    'https://x.studio.us-east-1.sagemaker.aws/auth?token=[concealed]"',
  ],
  ['nothing', 'an ordinary text', 'an ordinary text'],
  ['a short value, which is in many texts', `${secret('abc')} abc`, 'abc abc'],
])('a message with %s', (_, text, expected) => {
  expect(withoutSecrets(text)).toBe(expected);
});

it('a document has none either, whatever quotes are around', () => {
  const password = secret('quoted-"-\\-hunter22');
  expect(
    valueWithoutSecrets({ got: `a ${password}`, checks: [{ got: 'by x?code=abc"def', count: 1 }] }),
  ).toEqual({
    got: 'a [concealed]',
    checks: [{ got: 'by x?code=[concealed]"def', count: 1 }],
  });
});
