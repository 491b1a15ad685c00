import type { Construct } from 'constructs';
import type { Environment } from '../config/load';
import type { StackId } from '../config/stack-ids';
import { EnvironmentStack } from '../constructs/environment-stack';
import type { Trust } from '../handlers/authorizer/environment';
import type { HandlerPackage } from '../packaging/package';
import { trustOf } from './identity/company-tokens';
import { addCognito, type UserPool } from './identity/cognito';
import { keepUserPool } from './identity/user-pool';

interface IdentityStackProps {
  /** Code of the function that names the profiles of federated users. */
  readonly code: Record<'profile-claim', HandlerPackage>;
}

/** Sign-in: a Cognito user pool, its app client and users; or, with the company's own tokens, nothing but a trust. */
export class IdentityStack extends EnvironmentStack {
  /** Whose tokens the API accepts. */
  readonly trust: Trust;
  /** Undefined: people sign in at the company's provider. */
  readonly pool: UserPool | undefined;

  constructor(scope: Construct, id: StackId, environment: Environment, { code }: IdentityStackProps) {
    super(scope, id, environment);
    const { cognito, oidc } = environment.identity;
    if (cognito) {
      ({ trust: this.trust, pool: this.pool } = addCognito(this, cognito, code['profile-claim']));
    } else {
      this.trust = trustOf(oidc);
      this.pool = undefined;
      keepUserPool(this);
    }
    this.addOutput('issuer', this.trust.issuer, 'Issuer of the tokens that the API accepts');
  }
}
