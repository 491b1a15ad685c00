import { parse } from 'tldts';
import { forwardingOf } from '../../dns/deployment';
import { dnsFiles } from '../../dns/files';
import { partitionByRegion } from '../../config/regions';
import { environmentIn, environmentWith } from '../../test-support/environments';
import { synthesizeEnvironment } from '../../test-support/synthesize';
import { stackIds, type StackId } from '../../config/stack-ids';
import { resourcesOf } from '../../test-support/terraform-json';

/** Region · partition · DNS suffix · Studio's suffix · prefix of most endpoint services. */
const partitions = [
  ['eu-west-1', 'aws', 'amazonaws.com', 'sagemaker.aws', ''],
  ['us-gov-west-1', 'aws-us-gov', 'amazonaws.com', 'sagemaker.aws', ''],
  ['cn-north-1', 'aws-cn', 'amazonaws.com.cn', 'sagemaker.com.cn', 'cn.'],
] as const;

describe.each(partitions)('in %s', (region, partition, dnsSuffix, studioSuffix, prefix) => {
  const stacks = synthesizeEnvironment(environmentIn(region));
  const namedConf = dnsFiles(forwardingOf(environmentIn(region)))['named.conf'];

  it('every ARN has the partition', () => {
    const arns = [...JSON.stringify(stacks).matchAll(/arn:(aws[a-z-]*):/g)].map((match) => match[1]);
    expect(new Set(arns)).toEqual(new Set([partition]));
  });

  it('every provider and zone has the region', () => {
    for (const id of stackIds) expect(stacks[id].provider.aws).toMatchObject([{ region }]);
    expect(JSON.stringify(stacks)).not.toContain('us-east-1');
  });

  it('endpoint services have the right names', () => {
    const names = Object.fromEntries(
      Object.entries(resourcesOf(stacks.network, 'aws_vpc_endpoint')).map(([id, { service_name }]) => [
        id,
        service_name,
      ]),
    );
    expect(names).toEqual({
      'execute-api': `${prefix}com.amazonaws.${region}.execute-api`,
      'sagemaker-api': `${prefix}com.amazonaws.${region}.sagemaker.api`,
      'sagemaker-runtime': `${prefix}com.amazonaws.${region}.sagemaker.runtime`,
      servicecatalog: `${prefix}com.amazonaws.${region}.servicecatalog`,
      sts: `${prefix}com.amazonaws.${region}.sts`,
      // no prefix in China for these three
      logs: `com.amazonaws.${region}.logs`,
      s3: `com.amazonaws.${region}.s3`,
      studio: `aws.sagemaker.${region}.studio`,
    });
  });

  it('addresses and zones have the right suffixes', () => {
    const output = (id: StackId, name: string) => stacks[id].output?.[name]?.value;
    expect(output('identity', 'issuer')).toBe(
      `https://cognito-idp.${region}.${dnsSuffix}/\${aws_cognito_user_pool.user-pool.id}`,
    );
    expect(output('private-api', 'api_url')).toBe(
      `https://\${aws_api_gateway_rest_api.api.id}.execute-api.${region}.${dnsSuffix}/prod`,
    );
    expect(namedConf).toContain(`zone "studio.${region}.${studioSuffix}" {`);
    expect(namedConf).toContain(`zone "api.sagemaker.${region}.${dnsSuffix}" {`);
  });
});

describe('a region is refused', () => {
  const isNamed = (region: string) => {
    const zone = `studio.${environmentIn(region).region}.sagemaker.aws`;
    return parse(zone, { allowPrivateDomains: true }).publicSuffix === zone;
  };
  const commercial = [...partitionByRegion].filter(([, { id }]) => id === 'aws').map(([region]) => region);
  const refusal = (region: string) => {
    try {
      environmentWith({
        region,
        'network.vpc': { create: { cidr: '10.20.0.0/16', availabilityZones: [`${region}a`, `${region}b`] } },
      });
    } catch (error) {
      return (error as Error).message;
    }
    return 'accepted';
  };

  it.each(['cn-north-1', 'cn-northwest-1'])('in China, where nobody could sign in: %s', (region) => {
    expect(refusal(region)).toContain(
      `1 problem:\n  region: got "${region}", expected a region with Cognito user pools`,
    );
  });

  it.each(commercial)(
    'without Studio, as AWS says in the Public Suffix List, and only then: %s',
    (region) => {
      expect(refusal(region)).toEqual(
        isNamed(region)
          ? 'accepted'
          : expect.stringContaining(
              `1 problem:\n  region: got "${region}", expected a region with SageMaker Studio`,
            ),
      );
    },
  );

  it('but not for the state, which may lie in any', () => {
    const state = { type: 's3', bucket: 'example-state', region: 'cn-north-1', keyPrefix: 'studio' };
    expect(() => environmentWith({ state })).not.toThrow();
  });
});
