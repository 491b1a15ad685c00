import { forwardingOf } from '../../dns/deployment';
import { dnsFiles } from '../../dns/files';
import { environmentWith, variants } from '../../test-support/environments';
import { synthesizeVariant } from '../../test-support/synthesize';
import { stackIds, type StackId } from '../../config/stack-ids';
import { resourcesOf } from '../../test-support/terraform-json';

/** Region · partition · DNS suffix · Studio's suffix · prefix of most endpoint services. */
const partitions = [
  ['eu-west-1', 'aws', 'amazonaws.com', 'sagemaker.aws', ''],
  ['us-gov-west-1', 'aws-us-gov', 'amazonaws.com', 'sagemaker.aws', ''],
  ['cn-north-1', 'aws-cn', 'amazonaws.com.cn', 'sagemaker.com.cn', 'cn.'],
] as const;

describe.each(partitions)('in %s', (region, partition, dnsSuffix, studioSuffix, prefix) => {
  const stacks = synthesizeVariant(region);
  const namedConf = dnsFiles(forwardingOf(environmentWith(variants[region])))['named.conf'];

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
