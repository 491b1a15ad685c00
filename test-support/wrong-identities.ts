import { companyTokens, federation } from './environments';

type Case = [what: string, changes: Record<string, unknown>, message: string];

const tokens = (changes: Record<string, unknown>) => ({
  identity: { oidc: { ...companyTokens.oidc, ...changes } },
});
const federated = (changes: Record<string, unknown>) => ({
  'identity.cognito.federation': { ...federation, ...changes },
});
const atProvider = (changes: Record<string, unknown>) =>
  federated({ provider: { oidc: { ...federation.provider.oidc, ...changes } } });
const alice = (details: Record<string, unknown>) => ({
  'studio.users': [{ name: 'alice', ...details }, 'bob'],
});

const certificateArn = 'arn:aws:acm:us-east-1:111122223333:certificate/11111111-2222-3333-4444-555555555555';

/** Wrong settings of sign-in and of the people who are listed, as `wrongConfigurations`. */
export const wrongIdentities: Case[] = [
  [
    'the former form of the user pool',
    { identity: { accessTokenMinutes: 30 } },
    'identity.accessTokenMinutes: got 30, expected it below identity.cognito: "identity": {"cognito":{"accessTokenMinutes":30}}',
  ],
  [
    'the former second factor that was nobody asked for',
    { identity: { mfa: 'optional' } },
    'identity.mfa: got "optional", expected it below identity.cognito: "identity": {"cognito":{"mfa":"required"}}. With "optional" Cognito asked nobody',
  ],
  [
    'a user pool and own tokens',
    { identity: { cognito: {}, ...companyTokens } },
    'expected exactly one of the keys cognito, oidc',
  ],
  [
    'a client of the page that the authorizer would refuse',
    tokens({
      clients: { claim: 'azp', ids: ['cli'] },
      portal: {
        clientId: 'page',
        authorizationUrl: 'https://login.corp.example.com/authorize',
        tokenUrl: 'https://login.corp.example.com/token',
      },
    }),
    'identity.oidc.portal.clientId: got "page", expected one of identity.oidc.clients.ids: tokens of other clients are refused',
  ],
  [
    'a token endpoint that is not encrypted',
    tokens({
      portal: {
        clientId: 'page',
        authorizationUrl: 'https://login.corp.example.com/authorize',
        tokenUrl: 'http://login.corp.example.com/token',
      },
    }),
    'identity.oidc.portal.tokenUrl: got "http://login.corp.example.com/token", expected the token endpoint: an https: URL',
  ],
  [
    'a client secret in the file',
    federated({ provider: { oidc: { ...federation.provider.oidc, clientSecret: 'hush' } } }),
    'identity.cognito.federation.provider.oidc.clientSecret: got "(not shown)", expected exactly one of the keys secretsManagerArn, terraformVariable',
  ],
  [
    'a client secret as a key of its own',
    atProvider({ client_secret: 'hush' }),
    'provider.oidc.client_secret: got "(not shown)", expected a known key',
  ],
  [
    'a client secret where its ARN belongs',
    atProvider({ clientSecret: { secretsManagerArn: 'hush' } }),
    'clientSecret.secretsManagerArn: got "(not shown)", expected the ARN of a secret in Secrets Manager',
  ],
  [
    'a secret of another region',
    atProvider({
      clientSecret: {
        secretsManagerArn: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:studio-AbCdEf',
      },
    }),
    'secretsManagerArn: got "arn:aws:secretsmanager:eu-west-1:111122223333:secret:studio-AbCdEf", expected an ARN of the region us-east-1',
  ],
  [
    'scopes without the one of OpenID Connect',
    atProvider({ scopes: ['profile'] }),
    'provider.oidc.scopes: got ["profile"], expected scopes with "openid" among them',
  ],
  [
    "the address of a provider's description",
    atProvider({ issuer: 'https://corp.okta.com/.well-known/openid-configuration' }),
    'expected what the document at this address has as issuer, not its own address',
  ],
  [
    "the address of a provider's description in place of its keys",
    tokens({ keys: { jwksUri: 'https://login.corp.example.com/.well-known/openid-configuration' } }),
    'expected what the document at this address has as jwks_uri, not its own address',
  ],
  [
    'an issuer of Entra ID that no token has',
    tokens({ issuer: 'https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555' }),
    'identity.oidc.issuer: got "https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555", expected the issuer to the last character',
  ],
  [
    'an audience of version 1 with an issuer of version 2',
    tokens({
      issuer: 'https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0',
      audience: 'api://22222222-3333-4444-5555-666666666666',
    }),
    'identity.oidc.audience: got "api://22222222-3333-4444-5555-666666666666", expected the API\'s client id alone',
  ],
  [
    'a scope that Entra ID shortens',
    tokens({
      issuer: 'https://sts.windows.net/11111111-2222-3333-4444-555555555555/',
      scope: { request: 'api://studio/studio.open', token: 'api://studio/studio.open' },
    }),
    'scope.token: got "api://studio/studio.open", expected the scope as Entra ID writes it into tokens, without the API\'s identifier: "studio.open"',
  ],
  [
    'a scope of Microsoft Graph',
    tokens({ scope: { request: 'https://graph.microsoft.com/User.Read', token: 'User.Read' } }),
    'identity.oidc.scope.request: got "https://graph.microsoft.com/User.Read", expected a scope of the API\'s own',
  ],
  [
    'sign-in pages below the name that corporate DNS forwards',
    {
      ...federated({
        signInDomain: { custom: { name: 'signin.studio.corp.example.com', certificateArn } },
      }),
      'api.customDomain': { name: 'studio.corp.example.com', certificateArn },
    },
    'expected a name that is not studio.corp.example.com of api.customDomain, and not below it',
  ],
  [
    'a callback with a wildcard',
    federated({ callbackUrls: ['https://portal.corp.example.com/*'] }),
    'callbackUrls[0]: got "https://portal.corp.example.com/*", expected an https: URL without query, fragment and wildcard',
  ],
  [
    'a callback that is not encrypted',
    federated({ callbackUrls: ['http://portal.corp.example.com/'] }),
    'callbackUrls[0]: got "http://portal.corp.example.com/", expected an https: URL',
  ],
  [
    'a callback of a host that begins like this machine',
    federated({ callbackUrls: ['http://127.0.0.1.example.com/'] }),
    'callbackUrls[0]: got',
  ],
  [
    'a prefix that Cognito refuses',
    federated({ signInDomain: { prefix: 'my-aws-login' } }),
    'signInDomain.prefix: got "my-aws-login", expected a prefix of 1 to 63',
  ],
  [
    'a provider name with an underscore, which divides the names of federated users',
    federated({ providerName: 'My_Company' }),
    'providerName: got "My_Company", expected a provider name of 3 to 32',
  ],
  [
    'an attribute that people can edit',
    federated({ profileAttribute: 'email' }),
    'identity.cognito.federation.profileAttribute: got "email", expected something permanent that only administrators write',
  ],
  [
    'metadata that is not there',
    federated({ provider: { saml: { metadataFile: 'corp/missing.xml' } } }),
    'metadataFile: got "corp/missing.xml", expected a file in the environments folder, but it cannot be read (ENOENT)',
  ],
  [
    'metadata outside the folder',
    federated({ provider: { saml: { metadataFile: '../secret.xml' } } }),
    'metadataFile: got "../secret.xml", expected a file in a folder of the environments folder',
  ],
  [
    'a claim that people can edit',
    tokens({ profileClaim: 'preferred_username' }),
    'identity.oidc.profileClaim: got "preferred_username", expected something permanent',
  ],
  [
    "Keycloak's audience of everything",
    tokens({ audience: 'account' }),
    'identity.oidc.audience: got "account", expected the API\'s own audience: `account` is in every token that Keycloak makes',
  ],
  ...[
    '00000003-0000-0000-c000-000000000000',
    'https://graph.microsoft.com',
    'https://graph.microsoft.com/',
  ].map((audience): Case => [
    `Microsoft Graph's audience ${audience}`,
    tokens({ audience }),
    `identity.oidc.audience: got "${audience}", expected the API's own audience: tokens for Microsoft Graph`,
  ]),
  ...['HTTPS://login.corp.example.com', 'https://login.corp.example.com:99999', 'https://login.corp.1'].map(
    (issuer): Case => [
      `an issuer that the function would not start with: ${issuer}`,
      tokens({ issuer }),
      `identity.oidc.issuer: got "${issuer}", expected an issuer: an https: URL`,
    ],
  ),
  [
    'an issuer that is too long for the function',
    tokens({ issuer: `https://login.corp.example.com/${'x'.repeat(500)}` }),
    'expected an issuer: an https: URL',
  ],
  [
    'keys at an address in capitals, which the function would not fetch',
    tokens({ keys: { jwksUri: 'HTTPS://login.corp.example.com/keys' } }),
    'identity.oidc.keys.jwksUri: got "HTTPS://login.corp.example.com/keys", expected the address of the key set',
  ],
  ...(
    [
      ['audience', { audience: '${file("x")}' }],
      ['scope.token', { scope: { request: 'a', token: '%{endif}' } }],
      ['clients.ids[0]', { clients: { claim: 'azp', ids: ['${path.module}'] } }],
      ['profileClaim', { profileClaim: '${path.module}' }],
    ] as const
  ).map(([path, changes]): Case => [
    `an expression of Terraform in ${path}`,
    tokens(changes),
    `identity.oidc.${path}: got "${path === 'scope.token' ? '%{' : '${'}`,
  ]),
  [
    'an expression of Terraform in an address',
    alice({ email: '${var.identity_provider_client_secret}@corp.example.com' }),
    'studio.users[0].email: got "${var.identity_provider_client_secret}@corp.example.com", expected an e-mail address',
  ],
  [
    "an expression of Terraform in Cognito's client",
    atProvider({ clientId: '${path.module}' }),
    'provider.oidc.clientId: got "${path.module}", expected a client id',
  ],
  ...['COGNITO', 'Cognito', 'Google', 'LoginWithAmazon'].map((providerName): Case => [
    `a provider name with a meaning of its own in Cognito: ${providerName}`,
    federated({ providerName }),
    `providerName: got "${providerName}", expected a provider name of 3 to 32`,
  ]),
  ...['iss', 'aud', 'azp', 'client_id', 'tid', 'scp'].map((profileClaim): Case => [
    `a claim that is the same for everybody: ${profileClaim}`,
    tokens({ profileClaim }),
    `identity.oidc.profileClaim: got "${profileClaim}", expected a claim that names the person`,
  ]),
  ...['mail', 'unique_name', 'displayName', 'urn:oid:0.9.2342.19200300.100.1.3'].map(
    (profileAttribute): Case => [
      `another name of what people can edit: ${profileAttribute}`,
      federated({ profileAttribute }),
      `profileAttribute: got "${profileAttribute}", expected something permanent`,
    ],
  ),
  [
    'an issuer for all tenants',
    tokens({ issuer: 'https://login.microsoftonline.com/common/v2.0' }),
    'identity.oidc.issuer: got "https://login.microsoftonline.com/common/v2.0", expected the issuer of your own tenant',
  ],
  [
    'the tenant of everybody at home',
    tokens({
      issuer: 'https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0',
      audience: 'studio-access',
    }),
    'expected the issuer of your own tenant',
  ],
  ...['openid', 'offline_access'].map((token): Case => [
    `a scope that clients get for every API: ${token}`,
    tokens({ scope: { request: token, token } }),
    `identity.oidc.scope.token: got "${token}", expected a scope of the API's own`,
  ]),
  [
    "Okta's organization",
    tokens({ issuer: 'https://corp.okta.com' }),
    'identity.oidc.issuer: got "https://corp.okta.com", expected the issuer of a custom authorization server',
  ],
  [
    'Google',
    tokens({ issuer: 'https://accounts.google.com' }),
    'identity.oidc.issuer: got "https://accounts.google.com", expected a provider whose access tokens are JWTs',
  ],
  [
    'an empty name of a file',
    tokens({ keys: { jwksFile: '' } }),
    'identity.oidc.keys.jwksFile: got "", expected a file in a folder of the environments folder',
  ],
  [
    'keys without encryption',
    tokens({ keys: { jwksUri: 'http://a.example.com/keys' } }),
    'identity.oidc.keys.jwksUri: got "http://a.example.com/keys", expected the address of the key set: an https: URL',
  ],
  [
    'sign-in names that nobody signs in by',
    alice({ signInNames: ['e-1'] }),
    'studio.users[0].signInNames[0]: got "e-1", expected no signInNames, as nobody signs in by them',
  ],
  [
    'an address of two people, in another case',
    {
      identity: companyTokens,
      'studio.users': [
        { name: 'alice', signInNames: ['A@corp.example.com'] },
        { name: 'bob', signInNames: ['a@CORP.example.com'] },
      ],
    },
    'studio.users[1].signInNames[0]: got "a@CORP.example.com", expected a sign-in name of one person: studio.users[0].signInNames[0] has it already',
  ],
  [
    'a sign-in name that is the name of a colleague',
    { identity: companyTokens, ...alice({ signInNames: ['bob'] }) },
    'studio.users[0].signInNames[0]: got "bob", expected a sign-in name that is not the profile name of somebody else: with it, bob would open the work of alice',
  ],
  [
    'a sign-in name in another normal form',
    { identity: companyTokens, ...alice({ signInNames: ['e\u0301lise'] }) },
    'studio.users[0].signInNames[0]: got "é", expected a value in Unicode normal form C'.replace(
      'é"',
      'e\u0301lise"',
    ),
  ],
  [
    'a sign-in name with a hidden character',
    { identity: companyTokens, ...alice({ signInNames: ['ali\u200bce'] }) },
    'studio.users[0].signInNames[0]: got "ali\\u{200b}ce", expected a value of 1 to 256 characters without control characters',
  ],
  [
    'a listed name in the form of derived ones',
    { 'studio.users': [`u-${'a1'.repeat(16)}`] },
    'expected a name that does not end in a hyphen and 32 hexadecimal digits',
  ],
  [
    'settings of a person whose profile is managed elsewhere',
    { 'studio.domain': { existing: { domainId: 'd-0123456789ab' } }, ...alice({ tags: { Team: 'a' } }) },
    'studio.users[0].tags: got {"Team":"a"}, expected none: roles and profiles of an existing domain are managed where they are',
  ],
  [
    'an unknown setting of a person',
    alice({ admin: true }),
    'studio.users[0].admin: got true, expected a known key: one of name, signInNames, email, executionPolicyArns, tags',
  ],
  [
    'a file of users outside the folder',
    { 'studio.users': '../users.csv' },
    'studio.users: got "../users.csv", expected a list of up to 5000 users, or a file with them',
  ],
  [
    'people who are not listed, without profiles on first use',
    tokens({ deriveProfileNames: true }),
    'studio.profiles: got nothing, expected "on-first-use", together with "executionRoles": "shared"',
  ],
  [
    "a person's own policies with the one role of all",
    {
      'studio.executionRoles': 'shared',
      ...alice({ executionPolicyArns: ['arn:aws:iam::111122223333:policy/data-access'] }),
    },
    'studio.users[0].executionPolicyArns: got ["arn:aws:iam::111122223333:policy/data-access"], expected none: with "executionRoles": "shared"',
  ],
  [
    "a person's own tags with profiles on first use",
    {
      'studio.executionRoles': 'shared',
      'studio.profiles': 'on-first-use',
      ...alice({ tags: { Team: 'a' } }),
    },
    'studio.users[0].tags: got {"Team":"a"}, expected none: a profile that is made on first use gets the tags of the deployment',
  ],
];
