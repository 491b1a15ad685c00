import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import {
  Aspects,
  dependable,
  LocalBackend,
  S3Backend,
  TerraformOutput,
  TerraformResource,
  TerraformStack,
} from 'cdktf';
import type { Construct } from 'constructs';
import type { Environment } from '../config/load';
import { partitionOf, type Partition } from '../config/regions';
import { resourceName } from '../config/resource-name';
import type { StackId } from '../config/stack-ids';
import { guardSetting } from './protection';

/**
 * Versions of the AWS provider that the configuration is valid for, as Terraform writes a constraint into its
 * dependency lock file. The types come from 6.x; nothing that only 6.x knows is used.
 */
export const awsProviderVersions = '>= 5.100.0, < 7.0.0';

/** Older versions of Terraform cannot lock S3 state natively. */
const terraformVersions = '>= 1.10.0';

/**
 * Key of the app's context that holds the folder of local state, relative to a stack's folder in the output.
 * Default: where `state/` lies as seen from `cdktf.out`.
 */
export const stateFolderContext = 'stateFolder';

/** Base of every stack: provider, tags, state, names and ARNs. */
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
    this.guardPlace();
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

  /** In another region or account Terraform would find nothing, forget everything it has made, and create it again. */
  private guardPlace(): void {
    const { name, region } = this.environment;
    const leftBehind = 'Everything deployed would be left behind, unknown to Terraform.';
    const records = [
      guardSetting(this, {
        setting: 'region',
        value: region,
        refusal: `${leftBehind} Put the former region back; to deploy elsewhere, write another environment file.`,
      }),
      guardSetting(this, {
        setting: 'account',
        value: this.accountId,
        refusal: `${leftBehind} Use credentials of the former account; to deploy elsewhere, write another environment file.`,
      }),
      guardSetting(this, {
        setting: 'name',
        value: name,
        refusal: `The environment's name is part of resource names and of the place of the state. Give the environment file its former name; to deploy another environment, do not copy the state of this one.`,
      }),
    ];
    this.destroyLast(records);
  }

  /**
   * Makes every other resource depend on these, because Terraform destroys a resource after all that depend on it. When
   * a destroy fails half-way, the records are still there, and guard what is left.
   */
  private destroyLast(records: readonly TerraformResource[]): void {
    Aspects.of(this).add({
      visit: (node) => {
        if (!TerraformResource.isTerraformResource(node) || records.includes(node)) return;
        node.dependsOn = [...(node.dependsOn ?? []), ...records.map(dependable)];
      },
    });
  }

  private configureState(id: StackId): void {
    const { name, state } = this.environment;
    if (state.type === 'local') {
      const folder = (this.node.tryGetContext(stateFolderContext) as string | undefined) ?? '../../../state';
      new LocalBackend(this, { path: `${folder}/${name}/${id}.tfstate` });
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
