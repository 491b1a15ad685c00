import { CognitoUserPool } from '@cdktf/provider-aws/lib/cognito-user-pool';
import { CognitoUserPoolClient } from '@cdktf/provider-aws/lib/cognito-user-pool-client';
import type { Construct } from 'constructs';
import type { Environment } from '../config/load';
import type { StackId } from '../config/stack-ids';
import { EnvironmentStack } from '../constructs/environment-stack';
import { addUsers } from './identity/users';

/**
 * The only attribute that the app client may read and write. Cognito takes an empty list for every standard attribute, so
 * that users could write these with their own access token; this one never has a value, and cannot be given one later.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
 * https://github.com/hashicorp/terraform-provider-aws/issues/28684
 */
const unusedAttribute = 'nothing';

const mfaConfiguration = { off: 'OFF', optional: 'OPTIONAL', required: 'ON' } as const;

/** Sign-in: the Cognito user pool, the one app client of the API, and the users. */
export class IdentityStack extends EnvironmentStack {
  /** Issuer of the pool's tokens, as their `iss` claim has it. */
  readonly issuer: string;
  readonly appClientId: string;

  constructor(scope: Construct, id: StackId, environment: Environment) {
    super(scope, id, environment);
    const pool = this.addUserPool();
    const client = this.addAppClient(pool);
    addUsers(this, pool.id);

    // the original of Cognito's two forms: the provider has no argument for the other one (`IssuerConfiguration`)
    // https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html
    this.issuer = `https://cognito-idp.${environment.region}.${this.partition.dnsSuffix}/${pool.id}`;
    this.appClientId = client.id;

    this.addOutput('user_pool_id', pool.id, 'The Cognito user pool');
    this.addOutput('app_client_id', client.id, 'The app client that tokens must be made for');
    this.addOutput(
      'issuer',
      this.issuer,
      'Issuer of the tokens; their keys are at /.well-known/jwks.json below it',
    );
  }

  /** https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-security-best-practices.html */
  private addUserPool(): CognitoUserPool {
    const { identity, protectFromDestroy } = this.environment;
    return new CognitoUserPool(this, 'user-pool', {
      name: this.physicalName('users'),
      userPoolTier: 'ESSENTIALS',
      deletionProtection: protectFromDestroy ? 'ACTIVE' : 'INACTIVE',
      adminCreateUserConfig: { allowAdminCreateUserOnly: true },
      // users have no verified address, so only an administrator can reset a password
      accountRecoverySetting: { recoveryMechanism: [{ name: 'admin_only', priority: 1 }] },
      // SageMaker ignores case in profile names: so does the pool, which keeps and gives names in lower case
      usernameConfiguration: { caseSensitive: false },
      schema: [
        {
          name: unusedAttribute,
          attributeDataType: 'String',
          mutable: false,
          required: false,
          developerOnlyAttribute: false,
          stringAttributeConstraints: { minLength: '0', maxLength: '1' },
        },
      ],
      passwordPolicy: {
        minimumLength: 14,
        requireLowercase: true,
        requireNumbers: true,
        requireSymbols: true,
        requireUppercase: true,
        temporaryPasswordValidityDays: 3,
      },
      mfaConfiguration: mfaConfiguration[identity.mfa],
      ...(identity.mfa !== 'off' && { softwareTokenMfaConfiguration: { enabled: true } }),
      lifecycle: { preventDestroy: protectFromDestroy },
    });
  }

  private addAppClient(pool: CognitoUserPool): CognitoUserPoolClient {
    return new CognitoUserPoolClient(this, 'app-client', {
      name: this.physicalName('studio'),
      userPoolId: pool.id,
      // a public client: command line and browser cannot keep a secret
      generateSecret: false,
      explicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      allowedOauthFlowsUserPoolClient: false,
      supportedIdentityProviders: ['COGNITO'],
      preventUserExistenceErrors: 'ENABLED',
      readAttributes: [`custom:${unusedAttribute}`],
      writeAttributes: [`custom:${unusedAttribute}`],
      enableTokenRevocation: true,
      accessTokenValidity: this.environment.identity.accessTokenMinutes,
      idTokenValidity: this.environment.identity.accessTokenMinutes,
      // a working day, or longer: Cognito refuses one that is shorter than the other tokens' lifetime
      refreshTokenValidity: Math.max(12, Math.ceil(this.environment.identity.accessTokenMinutes / 60)),
      authSessionValidity: 3,
      tokenValidityUnits: [{ accessToken: 'minutes', idToken: 'minutes', refreshToken: 'hours' }],
    });
  }
}
