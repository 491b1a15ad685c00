import { parseEnvironment } from '../../../config/load';
import { exampleWith, readNamedFile } from '../../../test-support/environments';
import { customDomain } from '../../../test-support/dns/custom-domain';

const { certificateArn } = customDomain['api.customDomain'];

describe('api.customDomain in the environment file', () => {
  const parse = (changes: Readonly<Record<string, unknown>>) => {
    // a clone, because a change below api.customDomain is made in the object itself
    const file = exampleWith({ ...structuredClone(customDomain), ...changes });
    return parseEnvironment(JSON.stringify(file), 'environments/example.json', readNamedFile);
  };
  const nameExpected =
    'expected a DNS name of at least two labels in lower case, e.g. "studio-access.corp.example.com"; API Gateway allows no wildcard here';

  it('takes a name and a certificate', () => {
    expect(parse({}).api.customDomain).toEqual(customDomain['api.customDomain']);
  });

  it.each<[what: string, changes: Readonly<Record<string, unknown>>, message: string]>([
    [
      'capitals',
      { 'api.customDomain.name': 'Studio.example.com' },
      `name: got "Studio.example.com", ${nameExpected}`,
    ],
    ['a wildcard', { 'api.customDomain.name': '*.corp.example.com' }, nameExpected],
    ['a single label', { 'api.customDomain.name': 'studio' }, nameExpected],
    ['a dot at the end', { 'api.customDomain.name': 'studio.example.com.' }, nameExpected],
    ['a statement', { 'api.customDomain.name': 'a.example.com"; }; zone "."' }, nameExpected],
    [
      "an execute-api name, which is AWS's",
      { 'api.customDomain.name': 'a1b2c3d4e5.execute-api.us-east-1.amazonaws.com' },
      'expected a name in a domain of your own: names under amazonaws.com belong to AWS',
    ],
    [
      "a name in Studio's zone",
      { 'api.customDomain.name': 'api.studio.us-east-1.sagemaker.aws' },
      'names under aws belong to AWS',
    ],
    [
      "a name in Studio's zone in China",
      { 'api.customDomain.name': 'api.studio.cn-north-1.sagemaker.com.cn' },
      'names under sagemaker.com.cn belong to AWS',
    ],
    [
      'a certificate of another service',
      { 'api.customDomain.certificateArn': 'arn:aws:iam::111122223333:server-certificate/x' },
      'expected the ARN of a certificate in ACM',
    ],
    [
      'a certificate of another region',
      { 'api.customDomain.certificateArn': certificateArn.replace('us-east-1', 'eu-west-1') },
      'expected an ARN of the region us-east-1',
    ],
    [
      'a certificate of an account that is not deployed to',
      { 'api.customDomain.certificateArn': certificateArn.replace('111122223333', '444455556666') },
      'expected a certificate of an account in allowedAccountIds: 111122223333',
    ],
    [
      'the region-wide zone beside it',
      { 'dns.apiZone': 'region' },
      'dns.apiZone: got "region", expected "api": with api.customDomain nobody needs the execute-api names',
    ],
    ['no certificate', { 'api.customDomain.certificateArn': undefined }, 'certificateArn: got nothing'],
    ['a key it does not know', { 'api.customDomain.zoneId': 'Z1' }, 'zoneId'],
  ])('fails for %s', (_, changes, message) => {
    expect(() => parse(changes)).toThrow(message);
  });
});
