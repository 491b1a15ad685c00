import { synthesize } from '../../test-support/synthesize';
import { resourceOf } from '../../test-support/terraform-json';

const example = synthesize();

describe('the user pool', () => {
  const pool = resourceOf(example.identity, 'aws_cognito_user_pool', 'user-pool');
  const client = resourceOf(example.identity, 'aws_cognito_user_pool_client', 'app-client');

  it('is closed to strangers and cannot be deleted by accident', () => {
    expect(pool).toMatchObject({
      admin_create_user_config: { allow_admin_create_user_only: true },
      account_recovery_setting: { recovery_mechanism: [{ name: 'admin_only', priority: 1 }] },
      deletion_protection: 'ACTIVE',
      username_configuration: { case_sensitive: false },
      mfa_configuration: 'ON',
      software_token_mfa_configuration: { enabled: true },
      lifecycle: { prevent_destroy: true },
    });
  });

  it.each([
    ['off', 'OFF'],
    ['required', 'ON'],
  ])('has multi-factor sign-in %s', (mfa, expected) => {
    const { identity } = synthesize({ 'identity.cognito.mfa': mfa });
    const changed = resourceOf(identity, 'aws_cognito_user_pool', 'user-pool');
    expect(changed.mfa_configuration).toBe(expected);
    expect('software_token_mfa_configuration' in changed).toBe(mfa !== 'off');
  });

  it('has one public client without secret and without implicit flow, which tells strangers nothing', () => {
    expect(client).toMatchObject({
      generate_secret: false,
      allowed_oauth_flows_user_pool_client: false,
      explicit_auth_flows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      prevent_user_existence_errors: 'ENABLED',
      enable_token_revocation: true,
      access_token_validity: 30,
      token_validity_units: [{ access_token: 'minutes', id_token: 'minutes', refresh_token: 'hours' }],
    });
    expect(client).not.toHaveProperty('allowed_oauth_flows');
  });

  it('lets users write nothing: each attribute that the client names is fixed, and it names one, as none would mean all', () => {
    const { schema } = pool as { schema: readonly { name: string; mutable: boolean }[] };
    const fixed = schema.filter(({ mutable }) => !mutable).map(({ name }) => `custom:${name}`);
    for (const list of [client.read_attributes, client.write_attributes]) {
      expect(list).toHaveLength(1);
      expect(fixed).toEqual(expect.arrayContaining(list as string[]));
    }
  });

  it.each([
    [60, 12],
    [720, 12],
    [1440, 24],
  ])('lets refresh tokens live no shorter than access tokens of %d minutes', (accessTokenMinutes, hours) => {
    const { identity } = synthesize({ 'identity.cognito.accessTokenMinutes': accessTokenMinutes });
    const { refresh_token_validity } = resourceOf(identity, 'aws_cognito_user_pool_client', 'app-client');
    expect(refresh_token_validity).toBe(hours);
  });

  it('can be destroyed once that is asked for', () => {
    const unprotected = synthesize({ protectFromDestroy: false });
    expect(resourceOf(unprotected.identity, 'aws_cognito_user_pool', 'user-pool')).toMatchObject({
      deletion_protection: 'INACTIVE',
      lifecycle: { prevent_destroy: false },
    });
  });
});
