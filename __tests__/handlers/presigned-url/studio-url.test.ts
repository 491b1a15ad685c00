import fc from 'fast-check';
import { isStudioUrl, studioZone } from '../../../handlers/presigned-url/studio-url';

test.each([
  ['eu-central-1', 'studio.eu-central-1.sagemaker.aws'],
  ['us-gov-west-1', 'studio.us-gov-west-1.sagemaker.aws'],
  ['cn-north-1', 'studio.cn-north-1.sagemaker.com.cn'],
])('the Studio zone of %s is %s', (region, zone) => {
  expect(studioZone(region)).toBe(zone);
});

test.each([
  ['https://d-abc.studio.eu-central-1.sagemaker.aws/auth?token=x', 'eu-central-1'],
  ['https://studio-d-abc.studio.eu-central-1.sagemaker.aws/auth?token=x', 'eu-central-1'],
  ['https://yexx4faui3i0k2x.studio.eu-central-1.sagemaker.aws/', 'eu-central-1'],
  ['https://d-abc.studio.cn-north-1.sagemaker.com.cn/auth?token=x', 'cn-north-1'],
])('%s leads to Studio in %s', (url, region) => {
  expect(isStudioUrl(url, region)).toBe(true);
});

test.each<unknown>([
  undefined,
  null,
  7,
  '',
  'd-abc.studio.eu-central-1.sagemaker.aws',
  'http://d-abc.studio.eu-central-1.sagemaker.aws/',
  'https://d-abc.studio.eu-west-1.sagemaker.aws/',
  'https://d-abc.studio.eu-central-1.sagemaker.com.cn/',
  'https://studio.eu-central-1.sagemaker.aws/',
  'https://.studio.eu-central-1.sagemaker.aws/',
  'https://a.b.studio.eu-central-1.sagemaker.aws/',
  'https://d-abc.studio.eu-central-1.sagemaker.aws./',
  'https://d-abc.studio.eu-central-1.sagemaker.aws.evil.example/',
  'https://evil.example/d-abc.studio.eu-central-1.sagemaker.aws/',
  'https://evil.example#.studio.eu-central-1.sagemaker.aws/',
  'https://evil.example?.studio.eu-central-1.sagemaker.aws/',
  'https://evil.example\\.studio.eu-central-1.sagemaker.aws/',
  'https://user@d-abc.studio.eu-central-1.sagemaker.aws/',
  'https://d-abc.studio.eu-central-1.sagemaker.aws:444/',
  'https://d-abc.studio.eu-central-1.sagemaker.aws/ x',
  'https://d-abc.studio.eu-central-1.sagemaker.aws/\r\nSet-Cookie: a=b',
  'https://d-\u0430bc.studio.eu-central-1.sagemaker.aws/',
  'https://d-abc\u3002studio.eu-central-1.sagemaker.aws/',
  ' https://d-abc.studio.eu-central-1.sagemaker.aws/',
  'HTTPS://d-abc.studio.eu-central-1.sagemaker.aws/',
  'https:d-abc.studio.eu-central-1.sagemaker.aws/',
  'https:///d-abc.studio.eu-central-1.sagemaker.aws/',
  'https:/\\d-abc.studio.eu-central-1.sagemaker.aws/',
  'https://:@d-abc.studio.eu-central-1.sagemaker.aws/',
  'https://d%2dabc.studio.eu-central-1.sagemaker.aws/',
])('%j does not lead to Studio', (url) => {
  expect(isStudioUrl(url, 'eu-central-1')).toBe(false);
});

test('no text that passes leads a browser anywhere else', () => {
  const zone = 'studio.eu-central-1.sagemaker.aws';
  const piece = fc.constantFrom(
    zone,
    `.${zone}`,
    'd-abc',
    'https://',
    '@',
    ':',
    '/',
    '\\',
    '?',
    '#',
    '.',
    '%2e',
    'evil.example',
    '[',
    ']',
    '443',
  );
  const text = fc
    .array(fc.oneof(piece, fc.string({ maxLength: 3 })), { maxLength: 8 })
    .map((parts) => `https://${parts.join('')}`);
  fc.assert(
    fc.property(text, (url) => {
      if (!isStudioUrl(url, 'eu-central-1')) return;
      const { protocol, host } = new URL(url);
      expect(protocol).toBe('https:');
      expect(host).toMatch(/^[a-z0-9-]+\.studio\.eu-central-1\.sagemaker\.aws$/);
      expect(url.startsWith(`https://${host}`)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});
