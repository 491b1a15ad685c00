import { settingsOf } from '../../../../cli/studio-access/settings/deployed';
import type { Failure } from '../../../../cli/studio-access/failure';
import { companyTokens, environmentWith, federation } from '../../../../test-support/environments';

const issuer = 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Example01';
const outputs = {
  identity: { issuer, app_client_id: 'client1', sign_in_url: 'https://x.auth.us-east-1.amazoncognito.com' },
  privateApi: {
    api_url: 'https://a1.execute-api.us-east-1.amazonaws.com/prod',
    api_url_by_endpoint_alias: 'https://a1-vpce-0a.execute-api.us-east-1.amazonaws.com/prod',
    api_url_by_endpoint_name: 'https://vpce-0a-b.execute-api.us-east-1.vpce.amazonaws.com/prod',
  },
};
const metadata = {
  issuer: 'https://login.corp.example.com/v2',
  authorization_endpoint: 'https://login.corp.example.com/authorize',
  token_endpoint: 'https://login.corp.example.com/token',
  end_session_endpoint: 'https://login.corp.example.com/end',
  scopes_supported: ['openid', 'offline_access'],
  more: true,
};

const settings = (
  changes: Record<string, unknown>,
  { choice = {}, provider = metadata, from = outputs } = {},
) => {
  const asked: string[] = [];
  const fetchJson = (address: string) => {
    asked.push(address);
    return Promise.resolve(provider);
  };
  const environment = environmentWith(changes);
  return settingsOf(environment, from, { env: 'x', ...choice }, fetchJson).then((found) => ({
    found,
    asked,
  }));
};

describe('the settings of a deployment', () => {
  it('of a user pool: with a password, at Cognito', async () => {
    const { found, asked } = await settings({});
    expect(found).toMatchObject({
      version: 1,
      apiUrl: outputs.privateApi.api_url,
      region: 'us-east-1',
      signIn: {
        kind: 'password',
        issuer,
        clientId: 'client1',
        endpoint: 'https://cognito-idp.us-east-1.amazonaws.com/',
      },
    });
    expect(asked).toEqual([]);
  });

  it('say what the doctor expects, and whom people ask', async () => {
    const { found } = await settings({
      'portal.operator': { name: 'ML team', help: 'mailto:ml@corp.example.com' },
    });
    expect([found.help, found.expected]).toEqual([
      'ML team, ml@corp.example.com',
      {
        networks: ['10.20.0.0/16'],
        studioZone: 'studio.us-east-1.sagemaker.aws',
        sagemakerApi: 'api.sagemaker.us-east-1.amazonaws.com',
        apiByAlias: outputs.privateApi.api_url_by_endpoint_alias,
        apiByEndpoint: outputs.privateApi.api_url_by_endpoint_name,
        tokenIssuer: issuer,
        profileClaim: 'username',
      },
    ]);
  });

  it.each<[operator: object, help: string | undefined]>([
    [{}, undefined],
    [{ name: 'ML team' }, 'ML team'],
    [{ help: 'https://chat.corp.example.com/ml' }, 'https://chat.corp.example.com/ml'],
  ])('with the operator %j name %j for help', async (operator, help) => {
    expect((await settings({ 'portal.operator': operator })).found.help).toBe(help);
  });

  it('name the claim that the deployment looks at', async () => {
    const federated = await settings({ 'identity.cognito.federation': federation });
    expect(federated.found.expected?.profileClaim).toBe('studio_profile');
    const own = await settings({ identity: companyTokens }, { choice: { clientId: 'desk' } });
    expect(own.found.expected).toMatchObject({
      tokenIssuer: companyTokens.oidc.issuer,
      profileClaim: 'employee_id',
    });
  });

  it('of a user pool in GovCloud: over the only endpoint that is there', async () => {
    const identity = {
      ...outputs.identity,
      issuer: 'https://cognito-idp.us-gov-west-1.amazonaws.com/us-gov-west-1_E',
    };
    const { found } = await settings(
      {
        region: 'us-gov-west-1',
        'network.vpc.create.availabilityZones': ['us-gov-west-1a', 'us-gov-west-1b'],
      },
      { from: { ...outputs, identity } },
    );
    expect(found.signIn).toMatchObject({ endpoint: 'https://cognito-idp-fips.us-gov-west-1.amazonaws.com/' });
  });

  it('of a federated pool: by code, at its sign-in domain', async () => {
    const { found } = await settings({ 'identity.cognito.federation': federation });
    expect(found.signIn).toEqual({
      kind: 'code',
      issuer,
      clientId: 'client1',
      scope: 'openid',
      authorizationEndpoint: 'https://x.auth.us-east-1.amazoncognito.com/oauth2/authorize',
      tokenEndpoint: 'https://x.auth.us-east-1.amazoncognito.com/oauth2/token',
      revocationEndpoint: 'https://x.auth.us-east-1.amazoncognito.com/oauth2/revoke',
    });
  });

  it("of the company's own tokens: what the provider says of itself", async () => {
    const identity = { oidc: { ...companyTokens.oidc, clients: { claim: 'azp', ids: ['cli'] } } };
    const { found, asked } = await settings({ identity });
    expect(found.signIn).toEqual({
      kind: 'code',
      issuer: 'https://login.corp.example.com/v2',
      clientId: 'cli',
      scope: `openid offline_access ${companyTokens.oidc.scope.request}`,
      authorizationEndpoint: metadata.authorization_endpoint,
      tokenEndpoint: metadata.token_endpoint,
      endSessionEndpoint: metadata.end_session_endpoint,
    });
    expect(asked).toEqual([`${companyTokens.oidc.issuer}/.well-known/openid-configuration`]);
  });

  it("of the company's own tokens: the client that is not the page's", async () => {
    const clients = { claim: 'azp', ids: ['page', 'cli'] };
    const portal = {
      clientId: 'page',
      authorizationUrl: metadata.authorization_endpoint,
      tokenUrl: metadata.token_endpoint,
    };
    const { found } = await settings({ identity: { oidc: { ...companyTokens.oidc, clients, portal } } });
    expect(found.signIn.clientId).toBe('cli');
  });

  it('ask for another address of the metadata, and for one of several clients, where they are named', async () => {
    const identity = { oidc: { ...companyTokens.oidc, clients: { claim: 'azp', ids: ['page', 'cli'] } } };
    const elsewhere = 'https://adfs.corp.example.com/adfs/.well-known/openid-configuration';
    const { found, asked } = await settings(
      { identity },
      { choice: { clientId: 'cli', metadata: elsewhere } },
    );
    expect(found.signIn.clientId).toBe('cli');
    expect(asked).toEqual([elsewhere]);
    await expect(settings({ identity })).rejects.toThrow('or several, and');
  });

  it.each<[what: string, changes: Record<string, unknown>, more: object, code: string]>([
    ['nothing is deployed', {}, { from: { identity: {}, privateApi: {} } }, 'not_deployed'],
    [
      'the address answers something else',
      { identity: { oidc: { ...companyTokens.oidc, clients: { claim: 'azp', ids: ['cli'] } } } },
      { provider: { error: 'x' } },
      'metadata_wrong',
    ],
  ])('are refused if %s', async (_, changes, more, code) => {
    const error: unknown = await settings(changes, more).catch((reason: unknown) => reason);
    expect((error as Failure).details.code).toBe(code);
  });
});
