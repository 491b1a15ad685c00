/**
 * Domains in which AWS itself gives names: service endpoints of every partition, and Studio. A company has no
 * certificate for any of them.
 * https://docs.aws.amazon.com/general/latest/gr/rande.html
 */
export const awsDomains = [
  'amazonaws.com',
  'amazonaws.com.cn',
  'amazonwebservices.com.cn',
  'amazonaws.eu',
  'sagemaker.com.cn',
  'aws',
] as const;
