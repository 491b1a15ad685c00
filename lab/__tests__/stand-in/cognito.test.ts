import { claimsOf } from '../../cognito/keys';
import { SharedStandIn } from '../../test-support/stand-in';

const { cognito } = new SharedStandIn();

describe('user pools', () => {
  it('cannot be deleted while their deletion protection is active', async () => {
    const { UserPool: pool } = await cognito('CreateUserPool', {
      PoolName: 'studio',
      DeletionProtection: 'ACTIVE',
    });
    expect(pool).toMatchObject({ UserPoolTier: 'ESSENTIALS' });
    const { Id: UserPoolId } = pool as { Id: string };
    await expect(cognito('DeleteUserPool', { UserPoolId })).rejects.toThrow(
      'deletion protection is activated',
    );
    await cognito('UpdateUserPool', { UserPoolId, DeletionProtection: 'INACTIVE' });
    await expect(cognito('DeleteUserPool', { UserPoolId })).resolves.toBeDefined();
  });
});

describe("users of a pool that ignores case, and of one that doesn't", () => {
  it.each([
    [false, 'UsernameExistsException'],
    [true, undefined],
  ])('CaseSensitive %s', async (CaseSensitive, error) => {
    const { UserPool: pool } = await cognito('CreateUserPool', {
      PoolName: 'people',
      UsernameConfiguration: { CaseSensitive },
    });
    const { Id: UserPoolId } = pool as { Id: string };
    const create = (Username: string) => cognito('AdminCreateUser', { UserPoolId, Username });
    await create('alice');
    if (error === undefined) await expect(create('ALICE')).resolves.toBeDefined();
    else await expect(create('ALICE')).rejects.toThrow(error);
    await cognito('AdminDeleteUser', { UserPoolId, Username: 'alice' });
    const Username = CaseSensitive ? 'Alice' : 'alice';
    expect(await create('Alice')).toMatchObject({ User: { Username } });
    expect(await cognito('AdminGetUser', { UserPoolId, Username: 'Alice' })).toMatchObject({ Username });
  });

  it.each([
    [false, 'alice'],
    [true, 'UserNotFoundException'],
  ])('a sign-in with the name in capitals, CaseSensitive %s', async (CaseSensitive, result) => {
    const { UserPool: pool } = await cognito('CreateUserPool', {
      PoolName: 'people',
      UsernameConfiguration: { CaseSensitive },
    });
    const { Id: UserPoolId } = pool as { Id: string };
    const { UserPoolClient: client } = await cognito('CreateUserPoolClient', {
      UserPoolId,
      ClientName: 'studio',
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    });
    const { ClientId } = client as { ClientId: string };
    const password = 'Aa1!aaaaaaaaaaaa';
    await cognito('AdminCreateUser', { UserPoolId, Username: 'alice', TemporaryPassword: password });
    const signIn = cognito('InitiateAuth', {
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId,
      AuthParameters: { USERNAME: 'ALICE', PASSWORD: password },
    });
    if (CaseSensitive) {
      await expect(signIn).rejects.toThrow(result);
      return;
    }
    const { Session } = await signIn;
    const { AuthenticationResult: tokens } = await cognito('RespondToAuthChallenge', {
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      ClientId,
      Session,
      ChallengeResponses: { USERNAME: 'ALICE', NEW_PASSWORD: `${password}b` },
    });
    const { AccessToken } = tokens as { AccessToken: string };
    expect(claimsOf(AccessToken)).toMatchObject({ username: result });
  });
});

it("a sign-in domain of one's own name keeps its certificate", async () => {
  const { UserPool: pool } = await cognito('CreateUserPool', { PoolName: 'with a name' });
  const { Id: UserPoolId } = pool as { Id: string };
  const Domain = 'signin.corp.example.com';
  const CustomDomainConfig = { CertificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/1' };
  await cognito('CreateUserPoolDomain', { UserPoolId, Domain, CustomDomainConfig });
  expect(await cognito('DescribeUserPoolDomain', { Domain })).toMatchObject({
    DomainDescription: { CustomDomainConfig, ManagedLoginVersion: 1 },
  });
});

describe('identity providers', () => {
  const saml = { MetadataURL: 'https://login.corp.example.com/metadata' };
  const oidc = {
    client_id: 'cognito',
    client_secret: 'a',
    oidc_issuer: 'https://login.corp.example.com',
    authorize_scopes: 'openid',
    attributes_request_method: 'GET',
  };
  let UserPoolId: string;
  beforeAll(async () => {
    const { UserPool: pool } = await cognito('CreateUserPool', {
      PoolName: 'federated',
      Schema: [
        { Name: 'person', AttributeDataType: 'String', Mutable: true },
        { Name: 'fixed', AttributeDataType: 'String', Mutable: false },
      ],
    });
    UserPoolId = (pool as { Id: string }).Id;
  });
  const create = (request: Record<string, unknown>) =>
    cognito('CreateIdentityProvider', {
      UserPoolId,
      ProviderName: 'Company',
      ProviderType: 'SAML',
      ProviderDetails: saml,
      AttributeMapping: { 'custom:person': 'employeeId' },
      ...request,
    });

  it.each([
    ['SAML', 'Company', saml, 'ActiveEncryptionCertificate'],
    ['OIDC', 'Other', oidc, 'attributes_url_add_attributes'],
  ])(
    'get details of their own, also after an update: %s',
    async (ProviderType, ProviderName, ProviderDetails, key) => {
      await create({ ProviderType, ProviderName, ProviderDetails });
      const details = async () =>
        (await cognito('DescribeIdentityProvider', { UserPoolId, ProviderName })).IdentityProvider;
      expect(await details()).toMatchObject({
        ProviderDetails: { ...ProviderDetails, [key]: expect.any(String) as string },
      });
      await cognito('UpdateIdentityProvider', { UserPoolId, ProviderName, ProviderDetails });
      expect(await details()).toMatchObject({ ProviderDetails: { [key]: expect.any(String) as string } });
    },
  );

  it.each([
    ['a name with an underscore', { ProviderName: 'My_Company' }],
    ['no metadata', { ProviderDetails: {} }],
    ['no client secret', { ProviderType: 'OIDC', ProviderDetails: { ...oidc, client_secret: undefined } }],
    ['a mapping to an attribute that is not there', { AttributeMapping: { 'custom:other': 'a' } }],
    ['a mapping to an attribute that cannot change', { AttributeMapping: { 'custom:fixed': 'a' } }],
  ])('are refused with %s', async (_, request) => {
    await expect(create({ ProviderName: 'Third', ...request })).rejects.toThrow('InvalidParameterException');
  });

  it('must exist before an app client can use them', async () => {
    const client = { UserPoolId, ClientName: 'studio' };
    await expect(
      cognito('CreateUserPoolClient', { ...client, SupportedIdentityProviders: ['COGNITO', 'Nobody'] }),
    ).rejects.toThrow('InvalidParameterException');
    await expect(
      cognito('CreateUserPoolClient', { ...client, SupportedIdentityProviders: ['COGNITO'] }),
    ).resolves.toBeDefined();
  });
});

it("a sign-in domain is one pool's, and without Cognito's own words", async () => {
  const { UserPool: pool } = await cognito('CreateUserPool', { PoolName: 'with a domain' });
  const { Id: UserPoolId } = pool as { Id: string };
  const create = (Domain: string) => cognito('CreateUserPoolDomain', { UserPoolId, Domain });
  await create('studio');
  await expect(create('studio')).rejects.toThrow('InvalidParameterException');
  await expect(create('my-aws')).rejects.toThrow('InvalidParameterException');
  await cognito('DeleteUserPoolDomain', { UserPoolId, Domain: 'studio' });
  await expect(create('studio')).resolves.toBeDefined();
});

describe('an update of an app client', () => {
  it('resets the settings that it leaves out', async () => {
    const { UserPool: pool } = await cognito('CreateUserPool', { PoolName: 'people' });
    const { Id: UserPoolId } = pool as { Id: string };
    const { UserPoolClient: client } = await cognito('CreateUserPoolClient', {
      UserPoolId,
      ClientName: 'studio',
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid'],
      CallbackURLs: ['http://127.0.0.1:8401/'],
    });
    const { ClientId } = client as { ClientId: string };
    await cognito('UpdateUserPoolClient', { UserPoolId, ClientId, ClientName: 'studio' });
    const { UserPoolClient: updated } = await cognito('DescribeUserPoolClient', { UserPoolId, ClientId });
    expect(updated).toMatchObject({ AllowedOAuthFlowsUserPoolClient: false });
    expect(updated).not.toHaveProperty('AllowedOAuthFlows');
    expect(updated).not.toHaveProperty('CallbackURLs');
  });
});

describe('the addresses that an app client sends codes to', () => {
  const create = async (CallbackURLs: readonly string[]) => {
    const { UserPool: pool } = await cognito('CreateUserPool', { PoolName: 'people' });
    return cognito('CreateUserPoolClient', {
      UserPoolId: (pool as { Id: string }).Id,
      ClientName: 'studio',
      CallbackURLs,
    });
  };

  it.each([
    'https://portal.corp.example.com/callback',
    'http://127.0.0.1:8401/callback',
    'http://localhost',
    'myapp://example',
  ])('may be %s', async (address) => {
    await expect(create([address])).resolves.toBeDefined();
  });

  it.each([
    'http://portal.corp.example.com/',
    'http://127.0.0.1.example.com/',
    'https://portal.corp.example.com/#here',
    'portal',
  ])('may not be %s', async (address) => {
    await expect(create([address])).rejects.toThrow('InvalidParameterException');
  });
});
