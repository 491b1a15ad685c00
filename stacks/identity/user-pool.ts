import { CognitoUserPool } from '@cdktf/provider-aws/lib/cognito-user-pool';
import type { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { shortestPassword } from '../../api/password';
import type { CognitoIdentity } from '../../config/identity';
import type { EnvironmentStack } from '../../constructs/environment-stack';
import { forgetResources, protectedAndUnwanted } from '../../constructs/protection';

/**
 * The only attribute that the app client may read and, without federation, write. Cognito takes an empty list for every
 * standard attribute, so that users could write these with their own access token; this one never has a value, and cannot
 * be given one later.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
 * https://github.com/hashicorp/terraform-provider-aws/issues/28684
 */
export const unusedAttribute = 'nothing';

/** The attribute that names a federated person, as the provider has it. Every sign-in at which the provider sends it writes it anew. */
export const personAttribute = 'person';

const mfaConfiguration = { off: 'OFF', required: 'ON' } as const;

const passwordPolicy = {
  minimumLength: shortestPassword,
  requireLowercase: true,
  requireNumbers: true,
  requireSymbols: true,
  requireUppercase: true,
  temporaryPasswordValidityDays: 3,
};

const attribute = (name: string, mutable: boolean, maxLength: string) => ({
  name,
  attributeDataType: 'String',
  mutable,
  required: false,
  developerOnlyAttribute: false,
  stringAttributeConstraints: { minLength: '0', maxLength },
});

/**
 * The user pool. https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-security-best-practices.html
 * @param trigger the function that writes a federated user's profile into the access token
 */
export function addUserPool(
  stack: EnvironmentStack,
  { mfa }: CognitoIdentity,
  trigger: LambdaFunction | undefined,
): CognitoUserPool {
  const { protectFromDestroy } = stack.environment;
  return new CognitoUserPool(stack, 'user-pool', {
    name: stack.physicalName('users'),
    userPoolTier: 'ESSENTIALS',
    deletionProtection: protectFromDestroy ? 'ACTIVE' : 'INACTIVE',
    adminCreateUserConfig: { allowAdminCreateUserOnly: true },
    // users have no verified address, so only an administrator can reset a password
    accountRecoverySetting: { recoveryMechanism: [{ name: 'admin_only', priority: 1 }] },
    // SageMaker ignores case in profile names: so does the pool, which keeps and gives names in lower case
    usernameConfiguration: { caseSensitive: false },
    schema: [
      attribute(unusedAttribute, false, '1'),
      // in every pool: Cognito can add an attribute later and never remove it
      attribute(personAttribute, true, '2048'),
    ],
    passwordPolicy,
    mfaConfiguration: mfaConfiguration[mfa],
    ...(mfa !== 'off' && { softwareTokenMfaConfiguration: { enabled: true } }),
    ...(trigger && {
      lambdaConfig: { preTokenGenerationConfig: { lambdaArn: trigger.arn, lambdaVersion: 'V2_0' } },
    }),
    lifecycle: { preventDestroy: protectFromDestroy },
  });
}

/**
 * Keeps a user pool that the environment file no longer names. A protected deployment refuses to destroy it. A released one
 * is forgotten by Terraform and stays in the account, with its users, who can no longer open anything.
 */
export function keepUserPool(stack: EnvironmentStack): void {
  const { protectFromDestroy, release } = stack.environment;
  if (release.includes('identity.cognito')) {
    forgetResources(stack, 'released-user-pool', [
      'aws_cognito_user_pool.user-pool',
      'aws_cognito_user_pool_client.app-client',
      'aws_cognito_user_pool_domain.sign-in-domain',
      'aws_cognito_identity_provider.company',
      'aws_cognito_user.login',
      'aws_cognito_user.suspended-login',
      'aws_cognito_user.removed-login',
    ]);
  } else if (protectFromDestroy) {
    new CognitoUserPool(stack, 'user-pool', { name: 'none', ...protectedAndUnwanted });
  }
}
