import { CognitoUserPool } from '@cdktf/provider-aws/lib/cognito-user-pool';
import { CognitoUserPoolClient } from '@cdktf/provider-aws/lib/cognito-user-pool-client';
import type { Construct } from 'constructs';
import type { Environment } from '../config/load';
import type { StackId } from '../config/stack-ids';
import { EnvironmentStack } from '../constructs/environment-stack';
import { addUsers } from './identity/users';

const mfaConfiguration = { off: 'OFF', optional: 'OPTIONAL', required: 'ON' } as const;

/** Sign-in: the Cognito user pool, the one app client of the API, and the users. */
export class IdentityStack extends EnvironmentStack {
  /** Issuer of the pool's tokens, as their `iss` claim has it. */
  readonly issuer: string;
  readonly appClientId: string;

  constructor(scope: Construct, id: StackId, environment: Environment) {
    super(scope, id, environment);
    const { identity, region } = environment;
    const pool = this.addUserPool();
    const client = this.addAppClient(pool);
    addUsers(this, pool.id);

    // https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html
    const host = identity.issuerFormat === 'updated' ? 'issuer-cognito-idp' : 'cognito-idp';
    this.issuer = `https://${host}.${region}.${this.partition.dnsSuffix}/${pool.id}`;
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
