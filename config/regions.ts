/** An AWS partition: its id in ARNs and its DNS suffixes. */
export interface Partition {
  /** Second part of every ARN. */
  readonly id: 'aws' | 'aws-cn' | 'aws-us-gov';
  /** Suffix of AWS service names in DNS, e.g. `execute-api.<region>.<suffix>`. */
  readonly dnsSuffix: string;
  /** Suffix of Studio's own zone: `studio.<region>.<suffix>`. */
  readonly studioDnsSuffix: string;
  /**
   * Whether Cognito has user pools there, which people sign in with.
   * https://docs.amazonaws.cn/en_us/aws/latest/userguide/cognito.html
   */
  readonly hasUserPools: boolean;
  /** Whether X-Ray traces functions and APIs there. https://docs.amazonaws.cn/en_us/aws/latest/userguide/lambda.html */
  readonly hasTracing: boolean;
}

const commercial: Partition = {
  id: 'aws',
  dnsSuffix: 'amazonaws.com',
  studioDnsSuffix: 'sagemaker.aws',
  hasUserPools: true,
  hasTracing: true,
};
const china: Partition = {
  id: 'aws-cn',
  dnsSuffix: 'amazonaws.com.cn',
  studioDnsSuffix: 'sagemaker.com.cn',
  hasUserPools: false,
  hasTracing: false,
};
const govCloud: Partition = {
  id: 'aws-us-gov',
  dnsSuffix: 'amazonaws.com',
  studioDnsSuffix: 'sagemaker.aws',
  hasUserPools: true,
  hasTracing: true,
};

const regionNames: readonly (readonly [Partition, readonly string[]])[] = [
  [
    commercial,
    [
      'af-south-1',
      'ap-east-1',
      'ap-northeast-1',
      'ap-northeast-2',
      'ap-northeast-3',
      'ap-south-1',
      'ap-south-2',
      'ap-southeast-1',
      'ap-southeast-2',
      'ap-southeast-3',
      'ap-southeast-4',
      'ap-southeast-5',
      'ca-central-1',
      'ca-west-1',
      'eu-central-1',
      'eu-central-2',
      'eu-north-1',
      'eu-south-1',
      'eu-south-2',
      'eu-west-1',
      'eu-west-2',
      'eu-west-3',
      'il-central-1',
      'me-central-1',
      'me-south-1',
      'sa-east-1',
      'us-east-1',
      'us-east-2',
      'us-west-1',
      'us-west-2',
    ],
  ],
  [china, ['cn-north-1', 'cn-northwest-1']],
  [govCloud, ['us-gov-east-1', 'us-gov-west-1']],
];

/** Regions of AWS, each with its partition. A new region needs a line here. */
export const partitionByRegion: ReadonlyMap<string, Partition> = new Map(
  regionNames.flatMap(([partition, names]) => names.map((name) => [name, partition] as const)),
);

/**
 * The partition of a region that the configuration has already accepted.
 *
 * @throws if the region is not in {@link partitionByRegion}
 */
export function partitionOf(region: string): Partition {
  const partition = partitionByRegion.get(region);
  if (!partition) throw new Error(`region ${JSON.stringify(region)} is not one of the known AWS regions`);
  return partition;
}

/** Regions without Studio: AWS's own section of the Public Suffix List, which has Studio's zone of every other region. */
const withoutStudio = ['ap-south-2', 'ap-southeast-4', 'ap-southeast-5', 'ca-west-1'];

/**
 * What a known region lacks that a deployment needs; undefined if it lacks nothing.
 * @param hasOwnTokens whether people sign in with the company's own tokens, so that it needs no user pool
 */
export function lackOf(region: string, hasOwnTokens: boolean): string | undefined {
  const { hasUserPools, studioDnsSuffix } = partitionOf(region);
  if (!hasUserPools && !hasOwnTokens) {
    return "Cognito user pools: China has none. There, use the company's own tokens, identity.oidc";
  }
  if (withoutStudio.includes(region))
    return `SageMaker Studio: AWS lists no zone studio.${region}.${studioDnsSuffix}`;
  return undefined;
}
