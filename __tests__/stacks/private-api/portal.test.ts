import { synthesize, synthesizeVariant } from '../../../test-support/synthesize';
import { resourceOf, resourcesOf } from '../../../test-support/terraform-json';

const federated = synthesizeVariant('federation with a SAML provider, and local users');

describe('the app client of the page', () => {
  const client = resourceOf(federated['private-api'], 'aws_cognito_user_pool_client', 'portal-client');

  it('takes codes at the address of the page only, and leads back there after signing out', () => {
    const address = federated['private-api'].output?.portal_url?.value;
    expect(client).toMatchObject({
      callback_urls: [address],
      logout_urls: [address],
      allowed_oauth_flows: ['code'],
      allowed_oauth_scopes: ['openid'],
      explicit_auth_flows: ['ALLOW_REFRESH_TOKEN_AUTH'],
      generate_secret: false,
    });
  });

  it('is in all else as the client of the command line', () => {
    const own = new Set([
      '//',
      'callback_urls',
      'logout_urls',
      'name',
      'user_pool_id',
      'supported_identity_providers',
    ]);
    const rest = (attributes: object) =>
      Object.fromEntries(Object.entries(attributes).filter(([name]) => !own.has(name)));
    const other = resourceOf(federated.identity, 'aws_cognito_user_pool_client', 'app-client');
    expect(rest(client)).toEqual(rest(other));
    expect(client.supported_identity_providers).toEqual(['COGNITO', 'Company']);
  });

  it.each([
    ['a pool without sign-in pages', synthesize()],
    ["the company's own tokens", synthesizeVariant("the company's own tokens, also on the page")],
  ])('is not there for %s', (_, stacks) => {
    expect(resourcesOf(stacks['private-api'], 'aws_cognito_user_pool_client')).toEqual({});
  });
});

it('the function of the page is outside the VPC and has nothing but its settings', () => {
  const portal = resourceOf(federated['private-api'], 'aws_lambda_function', 'portal');
  expect(portal).not.toHaveProperty('vpc_config');
  expect(Object.keys((portal.environment as { variables: object }).variables)).toEqual(['PORTAL_SETTINGS']);
});
