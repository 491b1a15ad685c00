import {
  environmentWith,
  federation,
  readNamedFile,
  samlFederation,
} from '../../../test-support/environments';
import { synthesize, synthesizeEnvironment } from '../../../test-support/synthesize';
import { resourceOf, resourcesOf } from '../../../test-support/terraform-json';

const federated = (changes: Record<string, unknown> = {}, more: Record<string, unknown> = {}) =>
  synthesize({ 'identity.cognito.federation': { ...federation, ...changes }, ...more }).identity;

describe('a pool with a sign-in domain', () => {
  const client = resourceOf(federated(), 'aws_cognito_user_pool_client', 'app-client');

  it('signs people in by code only, without the scope by which they could write their attributes', () => {
    expect(client).toMatchObject({
      generate_secret: false,
      // an empty list would turn on sign-in by SRP, and each sign-in by the API gives the scope
      explicit_auth_flows: ['ALLOW_REFRESH_TOKEN_AUTH'],
      allowed_oauth_flows: ['code'],
      allowed_oauth_flows_user_pool_client: true,
      allowed_oauth_scopes: ['openid'],
      callback_urls: [
        'http://127.0.0.1:8401/callback',
        'http://127.0.0.1:8402/callback',
        'http://127.0.0.1:8403/callback',
      ],
      auth_session_validity: 15,
    });
  });

  it('sends codes to the command line, and to the addresses of the environment file', () => {
    const portal = 'https://portal.corp.example.com/callback';
    const callbackUrls = [portal, 'http://127.0.0.1:8402/callback'];
    const { callback_urls } = resourceOf(
      federated({ callbackUrls }),
      'aws_cognito_user_pool_client',
      'app-client',
    );
    expect(callback_urls).toEqual([
      'http://127.0.0.1:8401/callback',
      'http://127.0.0.1:8402/callback',
      'http://127.0.0.1:8403/callback',
      portal,
    ]);
  });

  it('lets the provider, and nobody else, write what the provider says', () => {
    expect(client).toMatchObject({
      read_attributes: ['custom:nothing'],
      write_attributes: ['custom:person', 'email'],
      supported_identity_providers: ['${aws_cognito_identity_provider.company.provider_name}'],
    });
    const withoutEmail = { ...federation, emailAttribute: undefined };
    const { identity } = synthesize({ 'identity.cognito.federation': withoutEmail });
    expect(resourceOf(identity, 'aws_cognito_user_pool_client', 'app-client').write_attributes).toEqual([
      'custom:person',
    ]);
  });

  it('has users with a password only where the environment says so', () => {
    const logins = (stack: ReturnType<typeof federated>) =>
      Object.keys(resourceOf(stack, 'aws_cognito_user', 'login').for_each as object);
    const users = { 'studio.users': [{ name: 'alice', signInNames: ['e-1'] }, 'bob'] };
    expect(logins(federated({}, users))).toEqual([]);
    expect(logins(federated({ localUsers: true }, users))).toEqual(['bob']);
    const both = resourceOf(federated({ localUsers: true }), 'aws_cognito_user_pool_client', 'app-client');
    expect(both.supported_identity_providers).toEqual([
      'COGNITO',
      '${aws_cognito_identity_provider.company.provider_name}',
    ]);
    expect(both.explicit_auth_flows).toEqual(['ALLOW_REFRESH_TOKEN_AUTH']);
  });

  it('asks the function for the profile before each token, which only this pool may call', () => {
    const stack = federated();
    expect(resourceOf(stack, 'aws_cognito_user_pool', 'user-pool').lambda_config).toEqual({
      pre_token_generation_config: {
        lambda_arn: '${aws_lambda_function.profile-claim.arn}',
        lambda_version: 'V2_0',
      },
    });
    expect(resourceOf(stack, 'aws_lambda_permission', 'profile-claim-permission')).toMatchObject({
      principal: 'cognito-idp.amazonaws.com',
      source_arn: '${aws_cognito_user_pool.user-pool.arn}',
      source_account: '${data.aws_caller_identity.current.account_id}',
    });
    expect(resourceOf(stack, 'aws_lambda_function', 'profile-claim')).toMatchObject({
      timeout: 5,
      environment: {
        variables: {
          PROFILE_ATTRIBUTE: 'custom:person',
          IDENTITY_PROVIDER: 'Company',
          PROFILE_NAMES_FILE: 'profile-names.json',
          DERIVE_PROFILE_NAMES: 'false',
          LOCAL_USERS: 'false',
        },
      },
    });
  });

  it.each([
    ['us-east-1', 'https://studio-access-example.auth.us-east-1.amazoncognito.com'],
    ['us-gov-west-1', 'https://studio-access-example.auth-fips.us-gov-west-1.amazoncognito.com'],
  ])('says its address in %s, and what to enter at the provider', (region, address) => {
    const { output } = federated(
      {},
      {
        region,
        'network.vpc': { create: { cidr: '10.20.0.0/16', availabilityZones: [`${region}a`, `${region}b`] } },
      },
    );
    expect(output?.sign_in_url?.value).toBe(address);
    expect(output?.oidc_callback_url?.value).toBe(`${address}/oauth2/idpresponse`);
    expect(output?.saml_response_url?.value).toBe(`${address}/saml2/idpresponse`);
    expect(output?.saml_entity_id?.value).toBe('urn:amazon:cognito:sp:${aws_cognito_user_pool.user-pool.id}');
  });

  it('can have a name of its own, in the version of the pages that needs no branding', () => {
    const custom = {
      name: 'signin.corp.example.com',
      certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/11111111-2222-3333-4444-555555555555',
    };
    const stack = federated({ signInDomain: { custom } });
    expect(resourceOf(stack, 'aws_cognito_user_pool_domain', 'sign-in-domain')).toMatchObject({
      domain: custom.name,
      certificate_arn: custom.certificateArn,
      managed_login_version: 1,
    });
    expect(stack.output?.sign_in_domain_target?.value).toBe(
      '${aws_cognito_user_pool_domain.sign-in-domain.cloudfront_distribution}',
    );
  });
});

describe('the provider', () => {
  it('is SAML: signed requests, and no answers that nobody asked for', () => {
    const { identity } = synthesize({ 'identity.cognito.federation': samlFederation });
    const provider = resourceOf(identity, 'aws_cognito_identity_provider', 'company');
    expect(provider).toMatchObject({
      provider_type: 'SAML',
      provider_details: {
        MetadataURL: samlFederation.provider.saml.metadataUrl,
        IDPInit: 'false',
        RequestSigningAlgorithm: 'rsa-sha256',
      },
      attribute_mapping: { 'custom:person': 'employeeId', email: 'email' },
    });
    // what Cognito adds by itself, and nothing that the environment file says
    const ignored = (provider.lifecycle as { ignore_changes: string[] }).ignore_changes;
    expect(ignored).toContain('provider_details["ActiveEncryptionCertificate"]');
    for (const key of Object.keys(provider.provider_details as object)) {
      expect(ignored).not.toContain(`provider_details["${key}"]`);
    }
  });

  it('cannot have Terraform evaluate what is in its metadata', () => {
    const provider = { saml: { metadataFile: 'corp/adfs.xml' } };
    const metadata = `${readNamedFile('corp/adfs.xml')}<!-- \${file("/etc/passwd")} %{ if true } -->`;
    const environment = environmentWith(
      { 'identity.cognito.federation': { ...samlFederation, provider } },
      undefined,
      () => metadata,
    );
    const { identity } = synthesizeEnvironment(environment);
    const details = resourceOf(identity, 'aws_cognito_identity_provider', 'company').provider_details;
    expect((details as { MetadataFile: string }).MetadataFile).toContain(
      '<!-- $${file("/etc/passwd")} %%{ if true } -->',
    );
  });

  it.each([
    ['a Terraform variable', federation.provider.oidc.clientSecret, '${var.identity_provider_client_secret}'],
    [
      'Secrets Manager',
      { secretsManagerArn: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:studio-AbCdEf' },
      '${data.aws_secretsmanager_secret_version.identity-provider-client-secret.secret_string}',
    ],
  ])('is OpenID Connect, with the secret of %s', (_, clientSecret, reference) => {
    const stack = federated({ provider: { oidc: { ...federation.provider.oidc, clientSecret } } });
    expect(resourceOf(stack, 'aws_cognito_identity_provider', 'company')).toMatchObject({
      provider_type: 'OIDC',
      provider_details: {
        client_id: 'studio-access',
        client_secret: reference,
        oidc_issuer: 'https://login.corp.example.com',
        authorize_scopes: 'openid profile email',
      },
      attribute_mapping: { 'custom:person': 'employee_id', email: 'email', username: 'sub' },
    });
    const { variable } = stack as { variable?: Record<string, { sensitive?: boolean }> };
    expect(variable?.identity_provider_client_secret?.sensitive ?? true).toBe(true);
  });
});

it('a pool without federation has neither domain nor provider, function nor trigger', () => {
  const { identity } = synthesize();
  for (const type of [
    'aws_cognito_user_pool_domain',
    'aws_cognito_identity_provider',
    'aws_lambda_function',
    'aws_lambda_permission',
  ]) {
    expect(resourcesOf(identity, type)).toEqual({});
  }
  expect(resourceOf(identity, 'aws_cognito_user_pool', 'user-pool')).not.toHaveProperty('lambda_config');
});
