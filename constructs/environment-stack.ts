import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { LocalBackend, S3Backend, TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { Environment } from '../config/load';
import { partitionOf, type Partition } from '../config/regions';
import type { StackId } from '../config/stack-ids';
import { resourceName } from './resource-name';

/**
 * Versions of the AWS provider that the configuration is valid for. The types come from 6.x; nothing that only
 * 6.x knows is used.
 */
const awsProviderVersions = '>= 5.100.0, < 7.0.0';

/** Terraform from here on locks S3 state natively. */
const terraformVersions = '>= 1.10.0';

/** What every stack of a deployment has: provider, tags, state, and the words its names and ARNs are made of. */
export class EnvironmentStack extends TerraformStack {
  readonly partition: Partition;
  /** Account of the credentials in use; the provider refuses accounts that are not allowed. */
  readonly accountId: string;

  constructor(
    scope: Construct,
    id: StackId,
    readonly environment: Environment,
  ) {
    super(scope, id);
    const { name, region, allowedAccountIds, tags } = environment;
    this.partition = partitionOf(region);
    new AwsProvider(this, 'aws', {
      region,
      allowedAccountIds,
      defaultTags: [{ tags: { Environment: name, ...tags } }],
    });
    this.addOverride('terraform.required_providers.aws.version', awsProviderVersions);
    this.addOverride('terraform.required_version', terraformVersions);
    this.configureState(id);
    this.accountId = new DataAwsCallerIdentity(this, 'current').accountId;
  }

  /** Physical name of one of this deployment's resources. */
  physicalName(part: string): string {
    return resourceName(this.environment.name, part);
  }

  /** ARN of something in this deployment's account and region: `arn('logs', 'log-group:/x')`. */
  arn(service: string, resource: string): string {
    return `arn:${this.partition.id}:${service}:${this.environment.region}:${this.accountId}:${resource}`;
  }

  /** ARN of something in this deployment's account that belongs to no region, as in IAM. */
  globalArn(service: string, resource: string): string {
    return `arn:${this.partition.id}:${service}::${this.accountId}:${resource}`;
  }

  /** A value that a person or another tool reads: `terraform output <name>`. */
  addOutput(name: string, value: string | string[] | Record<string, string>, description: string): void {
    new TerraformOutput(this, name, { value, description });
  }

  private configureState(id: StackId): void {
    const { name, state } = this.environment;
    if (state.type === 'local') {
      // relative to cdktf.out/stacks/<id>: an absolute path would make the output differ from machine to machine
      new LocalBackend(this, { path: `../../../state/${name}/${id}.tfstate` });
      return;
    }
    const { bucket, region, keyPrefix, kmsKeyId } = state;
    const backend = new S3Backend(this, {
      bucket,
      region,
      key: `${keyPrefix}/${name}/${id}.tfstate`,
      encrypt: true,
      ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
    });
    backend.addOverride('use_lockfile', true);
  }
}
