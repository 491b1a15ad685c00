import { DataAwsPrefixList } from '@cdktf/provider-aws/lib/data-aws-prefix-list';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { SagemakerDomain } from '@cdktf/provider-aws/lib/sagemaker-domain';
import { SagemakerUserProfile } from '@cdktf/provider-aws/lib/sagemaker-user-profile';
import type { Construct } from 'constructs';
import type { Environment } from '../config/load';
import type { StackId } from '../config/stack-ids';
import { EnvironmentStack } from '../constructs/environment-stack';
import { entryPointsOf } from '../constructs/presigning-policy';
import { s3GatewayServiceName } from './network/endpoint-services';
import type { NetworkStack } from './network-stack';
import { addExecutionPolicy, addExecutionRole, executionTrustPolicy } from './studio/execution-role';
import { addStudioSecurityGroup } from './studio/security-group';

interface StudioStackProps {
  readonly network: Pick<NetworkStack, 'vpc' | 'endpoints'>;
}

/** The Studio domain with a profile and an execution role per user, or the one that exists. */
export class StudioStack extends EnvironmentStack {
  readonly domainId: string;

  constructor(scope: Construct, id: StackId, environment: Environment, { network }: StudioStackProps) {
    super(scope, id, environment);
    const { create, existing } = environment.studio.domain;
    this.domainId = create ? this.addDomain(network, create).id : existing.domainId;
    this.addOutput('domain_id', this.domainId, 'The Studio domain');
    this.addOutput('user_profiles', environment.studio.users, 'Profiles that people open Studio with');
  }

  private addDomain(
    network: StudioStackProps['network'],
    settings: NonNullable<Environment['studio']['domain']['create']>,
  ): SagemakerDomain {
    const { region, studio, protectFromDestroy } = this.environment;
    const { vpc } = network;
    const entryPoints = entryPointsOf(this, network);
    const s3 = new DataAwsPrefixList(this, 's3', { name: s3GatewayServiceName(region) });
    const securityGroup = addStudioSecurityGroup(this, vpc, s3.id);
    // the domain insists on a default role; profiles have their own, so this one may do nothing
    const defaultRole = new IamRole(this, 'default-execution-role', {
      name: this.physicalName('no-access'),
      description: 'Default of the Studio domain, without permissions: every profile has a role of its own',
      assumeRolePolicy: executionTrustPolicy(this),
    });
    const domain = new SagemakerDomain(this, 'domain', {
      domainName: settings.name,
      // presigned URLs exist only in IAM mode
      authMode: 'IAM',
      appNetworkAccessType: 'VpcOnly',
      vpcId: vpc.id,
      subnetIds: vpc.subnetIds,
      ...(settings.kmsKeyArn !== undefined && { kmsKeyId: settings.kmsKeyArn }),
      defaultUserSettings: {
        executionRole: defaultRole.arn,
        securityGroups: [securityGroup.id],
        studioWebPortal: 'ENABLED',
        defaultLandingUri: 'studio::',
      },
      domainSettings: { executionRoleIdentityConfig: 'USER_PROFILE_NAME' },
      retentionPolicy: {
        homeEfsFileSystem: settings.homeFileSystemOnDestroy === 'delete' ? 'Delete' : 'Retain',
      },
      // the provider replaces the domain, and with it everybody's home, when its subnets change; they stay those of the
      // first deployment, and a zone that is added later serves endpoints and the function only
      lifecycle: { preventDestroy: protectFromDestroy, ignoreChanges: ['subnet_ids'] },
    });
    for (const user of studio.users) {
      const role = addExecutionRole(this, user, settings.executionPolicyArns);
      addExecutionPolicy(this, role, { user, domainId: domain.id, entryPoints });
      new SagemakerUserProfile(this, `profile-${user}`, {
        domainId: domain.id,
        userProfileName: user,
        userSettings: { executionRole: role.arn, securityGroups: [securityGroup.id] },
      });
    }
    return domain;
  }
}
