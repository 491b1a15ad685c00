import { companyTokens } from '../../../test-support/environments';
import { synthesize } from '../../../test-support/synthesize';
import { resourceOf, resourcesOf } from '../../../test-support/terraform-json';

const withTokens = (changes: Record<string, unknown> = {}, more: Record<string, unknown> = {}) =>
  synthesize({ identity: { oidc: { ...companyTokens.oidc, ...changes } }, ...more });

const variablesOf = (stacks: ReturnType<typeof withTokens>) => {
  const { environment } = resourceOf(stacks['private-api'], 'aws_lambda_function', 'authorizer');
  return (environment as { readonly variables: Record<string, string> }).variables;
};

describe("with the company's own tokens", () => {
  it('there is no Cognito', () => {
    const { identity } = withTokens({}, { protectFromDestroy: false });
    const types = Object.keys(identity.resource ?? {});
    expect(types.filter((type) => type.startsWith('aws_'))).toEqual([]);
    expect(identity.output?.issuer?.value).toBe('https://login.corp.example.com');
  });

  it('the authorizer trusts the issuer and fetches the keys', () => {
    expect(variablesOf(withTokens())).toEqual({
      OIDC_ISSUER: 'https://login.corp.example.com',
      JWKS_URI: 'https://login.corp.example.com/keys',
      OIDC_AUDIENCE: 'api://studio-access',
      OIDC_SCOPE: 'studio.open',
      PROFILE_CLAIM: 'employee_id',
      PROFILE_NAMES_FILE: 'profile-names.json',
      DERIVE_PROFILE_NAMES: 'false',
    });
  });

  it('accepts tokens of the listed clients only, where there are any', () => {
    expect(variablesOf(withTokens({ clients: { claim: 'azp', ids: ['portal', 'cli'] } }))).toMatchObject({
      OIDC_CLIENT_IDS: 'portal,cli',
      OIDC_CLIENT_CLAIM: 'azp',
    });
  });

  it('works in China, which has no user pools, and traces no functions there', () => {
    const stacks = withTokens(
      {},
      {
        region: 'cn-north-1',
        protectFromDestroy: false,
        'network.vpc': {
          create: { cidr: '10.20.0.0/16', availabilityZones: ['cn-north-1a', 'cn-north-1b'] },
        },
      },
    );
    expect(JSON.stringify(stacks)).not.toMatch(
      /xray:|xray_tracing_enabled":true|tracing_config|aws_cognito_/,
    );
    expect(JSON.stringify(stacks)).toContain('arn:aws-cn:');
  });

  it.each([
    ['is refused to lose the user pool', {}, ['user-pool']],
    ['forgets a user pool that is handed over', { release: ['identity.cognito'] }, []],
    ['destroys the user pool once nothing is protected', { protectFromDestroy: false }, []],
  ])('a deployment %s', (_, more, kept) => {
    const { identity } = withTokens({}, more);
    expect(Object.keys(resourcesOf(identity, 'aws_cognito_user_pool'))).toEqual(kept);
    expect(JSON.stringify(identity).includes('"removed"')).toBe('release' in more);
  });
});
