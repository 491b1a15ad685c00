import { DeleteLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DeleteUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { DeleteSecurityGroupCommand, DeleteSubnetCommand, DeleteVpcCommand } from '@aws-sdk/client-ec2';
import { DeleteDomainCommand, DeleteUserProfileCommand } from '@aws-sdk/client-sagemaker';
import type { AwsClients } from '../../cli/teardown/clients';
import type { States } from '../../cli/teardown/inventory';
import type { TerraformSteps } from '../../cli/teardown/run';
import { functionLogGroup } from '../../config/log-group-names';
import type { StackId } from '../../config/stack-ids';
import type { Made } from './account';

/** The part of Terraform that matters to a teardown: it knows what it made, deletes it in its order, and forgets what is gone. */
export class FakeTerraform {
  private readonly stacks: Map<StackId, Resource[]>;

  /**
   * @param retention what the domain was created with
   * @param stacks that were deployed
   */
  constructor(
    private readonly made: Made,
    retention: 'Retain' | 'Delete',
    stacks: readonly StackId[] = ['network', 'identity', 'studio', 'private-api'],
  ) {
    const { domainId, environment, groupId, poolId, subnetIds, vpcId } = made;
    const profile = (user_profile_name: string): Resource => ({
      type: 'aws_sagemaker_user_profile',
      attributes: { user_profile_name },
      delete: ({ sageMaker }) =>
        sageMaker.send(
          new DeleteUserProfileCommand({ DomainId: domainId, UserProfileName: user_profile_name }),
        ),
    });
    const all: Partial<Record<StackId, Resource[]>> = {
      network: [
        ...subnetIds.map((SubnetId): Resource => ({
          type: 'aws_subnet',
          attributes: { id: SubnetId },
          delete: ({ ec2 }) => ec2.send(new DeleteSubnetCommand({ SubnetId })),
        })),
        {
          type: 'aws_vpc',
          attributes: { id: vpcId },
          delete: ({ ec2 }) => ec2.send(new DeleteVpcCommand({ VpcId: vpcId })),
        },
      ],
      identity: [
        {
          type: 'aws_cognito_user_pool',
          attributes: { id: poolId, deletion_protection: 'ACTIVE' },
          delete: ({ cognito }) => cognito.send(new DeleteUserPoolCommand({ UserPoolId: poolId })),
        },
      ],
      studio: [
        profile('alice'),
        profile('bob'),
        {
          type: 'aws_sagemaker_domain',
          attributes: { id: domainId, retention_policy: [{ home_efs_file_system: retention }] },
          delete: ({ sageMaker }) =>
            sageMaker.send(
              new DeleteDomainCommand({
                DomainId: domainId,
                RetentionPolicy: { HomeEfsFileSystem: retention },
              }),
            ),
        },
        {
          type: 'aws_security_group',
          attributes: { id: groupId },
          delete: ({ ec2 }) => ec2.send(new DeleteSecurityGroupCommand({ GroupId: groupId })),
        },
      ],
      'private-api': [
        {
          type: 'aws_cloudwatch_log_group',
          attributes: {},
          delete: ({ logs }) =>
            logs.send(
              new DeleteLogGroupCommand({ logGroupName: functionLogGroup(environment, 'presigned-url') }),
            ),
        },
      ],
    };
    this.stacks = new Map(stacks.map((id) => [id, all[id] ?? []]));
  }

  /** What it knows now. */
  get states(): States {
    return Object.fromEntries(
      [...this.stacks].map(([id, resources]) => [
        id,
        resources.map(({ type, attributes }) => ({ type, address: `${type}.made`, attributes })),
      ]),
    );
  }

  /** Its steps, with clients that may die on the way. */
  steps(clients: AwsClients): TerraformSteps {
    return {
      unprotect: () => Promise.resolve(),
      destroy: async (stack) => {
        const resources = this.stacks.get(stack) ?? [];
        for (;;) {
          const [first] = resources;
          if (!first) break;
          await first.delete(clients).catch((error: unknown) => {
            // it looks at what is there before it deletes anything
            if (!/NotFound|does not exist/.test(`${(error as Error).name} ${(error as Error).message}`))
              throw error;
          });
          resources.shift();
        }
      },
    };
  }

  /** The environment that it deployed. */
  get environment(): string {
    return this.made.environment;
  }
}

interface Resource {
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly delete: (clients: AwsClients) => Promise<unknown>;
}
