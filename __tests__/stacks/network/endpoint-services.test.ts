import {
  interfaceServiceName,
  interfaceServiceNames,
  s3GatewayServiceName,
  type InterfaceService,
} from '../../../stacks/network/endpoint-services';

it.each<[region: string, service: InterfaceService, name: string]>([
  ['eu-central-1', 'execute-api', 'com.amazonaws.eu-central-1.execute-api'],
  ['eu-central-1', 'sagemaker-api', 'com.amazonaws.eu-central-1.sagemaker.api'],
  ['eu-central-1', 'sagemaker-runtime', 'com.amazonaws.eu-central-1.sagemaker.runtime'],
  ['eu-central-1', 'studio', 'aws.sagemaker.eu-central-1.studio'],
  ['us-gov-west-1', 'sts', 'com.amazonaws.us-gov-west-1.sts'],
  ['us-gov-west-1', 'studio', 'aws.sagemaker.us-gov-west-1.studio'],
  ['cn-north-1', 'sts', 'cn.com.amazonaws.cn-north-1.sts'],
  ['cn-north-1', 'sagemaker-runtime', 'cn.com.amazonaws.cn-north-1.sagemaker.runtime'],
  ['cn-north-1', 'logs', 'com.amazonaws.cn-north-1.logs'],
  ['cn-north-1', 'studio', 'aws.sagemaker.cn-north-1.studio'],
])('in %s, %s is called %s', (region, service, name) => {
  expect(interfaceServiceName(region, service)).toBe(name);
});

it.each(['us-east-1', 'cn-north-1', 'us-gov-west-1'])('in %s, S3 has no prefix', (region) => {
  expect(s3GatewayServiceName(region)).toBe(`com.amazonaws.${region}.s3`);
});

it.each<[region: string, service: InterfaceService, names: string[]]>([
  ['eu-central-1', 'execute-api', ['*.execute-api.eu-central-1.vpce.amazonaws.com']],
  ['eu-central-1', 'sts', ['sts.eu-central-1.amazonaws.com', '*.sts.eu-central-1.vpce.amazonaws.com']],
  [
    'us-gov-west-1',
    'sagemaker-runtime',
    ['runtime.sagemaker.us-gov-west-1.amazonaws.com', '*.runtime.sagemaker.us-gov-west-1.vpce.amazonaws.com'],
  ],
  [
    'cn-north-1',
    'studio',
    [
      'studio.cn-north-1.sagemaker.com.cn',
      '*.studio.cn-north-1.sagemaker.com.cn',
      '*.studio.cn-north-1.vpce.amazonaws.com.cn',
    ],
  ],
])('in %s, the endpoint of %s has these names in the VPC', (region, service, names) => {
  expect(interfaceServiceNames(region, service)).toEqual(names);
});
