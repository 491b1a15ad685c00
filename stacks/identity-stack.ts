import type { Construct } from 'constructs';
import type { Environment } from '../config/load';
import type { StackId } from '../config/stack-ids';
import { EnvironmentStack } from '../constructs/environment-stack';
import type { Trust } from '../handlers/authorizer/environment';
import type { HandlerPackage } from '../packaging/package';
import { trustOf } from './identity/company-tokens';
import { addCognito } from './identity/cognito';
import { keepUserPool } from './identity/user-pool';

interface IdentityStackProps {
  /** Code of the function that names the profiles of federated users. */
  readonly code: Record<'profile-claim', HandlerPackage>;
}

/** Sign-in: a Cognito user pool, its app client and users; or, with the company's own tokens, nothing but a trust. */
export class IdentityStack extends EnvironmentStack {
  /** Whose tokens the API accepts. */
  readonly trust: Trust;

  constructor(scope: Construct, id: StackId, environment: Environment, { code }: IdentityStackProps) {
    super(scope, id, environment);
    const { cognito, oidc } = environment.identity;
    if (cognito) {
      this.trust = addCognito(this, cognito, code['profile-claim']);
    } else {
      this.trust = trustOf(oidc);
      keepUserPool(this);
    }
    this.addOutput('issuer', this.trust.issuer, 'Issuer of the tokens that the API accepts');
  }
}
