import { DataAwsSsmParameter } from '@cdktf/provider-aws/lib/data-aws-ssm-parameter';
import { Instance } from '@cdktf/provider-aws/lib/instance';
import type { ITerraformDependable } from 'cdktf';
import type { EnvironmentStack } from '../../constructs/environment-stack';

/** Ids of the newest images, which AWS keeps in public parameters. */
export interface Images {
  readonly linux: string;
  readonly windows: string;
}

/**
 * Parameters with the ids of images.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters-ami.html
 */
const imageParameters = {
  linux: '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64',
  windows: '/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base',
} as const;

/** Looks up the newest images. */
export function findImages(stack: EnvironmentStack): Images {
  const find = (system: keyof Images) =>
    new DataAwsSsmParameter(stack, `${system}-image`, { name: imageParameters[system] }).insecureValue;
  return { linux: find('linux'), windows: find('windows') };
}

interface HostSettings {
  readonly imageId: string;
  readonly type: string;
  readonly subnetId: string;
  readonly securityGroupId: string;
  readonly instanceProfile: string;
  /** Pinned address. Default: any of the subnet. */
  readonly privateIp?: string;
  readonly diskGigabytes: number;
  readonly dependsOn: readonly ITerraformDependable[];
}

/**
 * A host that nobody reaches but through Systems Manager: no key pair, no user data, no open port. Its credentials are
 * for programs on the host itself (IMDSv2, one hop). A newer image does not replace it.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html
 */
export function addHost(stack: EnvironmentStack, id: string, settings: HostSettings): Instance {
  const { imageId, type, subnetId, securityGroupId, instanceProfile, privateIp, diskGigabytes, dependsOn } =
    settings;
  return new Instance(stack, id, {
    ami: imageId,
    instanceType: type,
    subnetId,
    ...(privateIp !== undefined && { privateIp }),
    vpcSecurityGroupIds: [securityGroupId],
    iamInstanceProfile: instanceProfile,
    metadataOptions: { httpEndpoint: 'enabled', httpTokens: 'required', httpPutResponseHopLimit: 1 },
    rootBlockDevice: { encrypted: true, volumeType: 'gp3', volumeSize: diskGigabytes },
    tags: { Name: stack.physicalName(id) },
    dependsOn: [...dependsOn],
    lifecycle: { ignoreChanges: ['ami'] },
  });
}
