import { derivedFrom } from './sign-ins';

type Claims = Readonly<Record<string, unknown>>;

/** Access tokens of one kind of identity provider, as it makes them for a person who opens the portal. */
export interface ProviderForm {
  readonly name: string;
  /** The authorizer's settings for them: its variables, without the key set. */
  readonly variables: {
    readonly OIDC_ISSUER: string;
    readonly OIDC_AUDIENCE: string;
    readonly OIDC_SCOPE: string;
    readonly OIDC_CLIENT_IDS: string;
    readonly OIDC_CLIENT_CLAIM: string;
    readonly PROFILE_CLAIM: string;
  };
  /** The issuer of another tenant, realm or server of the same provider. */
  readonly otherTenant: string;
  /** Members of the token's header besides `alg` and `kid`. */
  readonly header: Claims;
  /** Claims of an access token, without times and issuer. `marked` values must not appear outside the token. */
  readonly accessToken: Claims;
  /** Claims of the ID token beside it, without times. */
  readonly idToken: Claims;
  /** Other tokens that the provider signs with the same keys. */
  readonly otherTokens: Readonly<Record<string, Claims>>;
  /** Which claim holds the scopes. */
  readonly scopeClaim: 'scp' | 'scope';
  /** Members of a published key besides `kty`, `n`, `e` and `kid`. */
  readonly key: Claims;
  /** The profile of the person. */
  readonly profile: string;
}

const tenant = '2f1c8b0e-6f0c-4d5e-9f39-0c1e0f5b8a11';
const api = 'b7c5e9a2-13d4-4a07-8a51-c7f6f24c1a02';
const portal = 'd3b9f3a8-57c2-4d2b-8f1e-9f0c6a5b4e03';
const cli = 'e4caf4b9-68d3-4e3c-9a2f-a01d7b6c5f04';
const person = '7a1c2d3e-4f50-4617-8899-aabbccddeeff';

const entraV2: ProviderForm = {
  name: 'Entra ID v2',
  variables: {
    OIDC_ISSUER: `https://login.microsoftonline.com/${tenant}/v2.0`,
    OIDC_AUDIENCE: api,
    OIDC_SCOPE: 'studio.open',
    OIDC_CLIENT_IDS: `${portal},${cli}`,
    OIDC_CLIENT_CLAIM: 'azp',
    PROFILE_CLAIM: 'oid',
  },
  otherTenant: 'https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0',
  header: { typ: 'JWT' },
  accessToken: {
    aud: api,
    aio: 'marked-aio-AXQAi',
    azp: portal,
    azpacr: '0',
    name: 'marked-name-Frank',
    oid: person,
    preferred_username: 'marked-frank@corp.example',
    rh: 'marked-rh-1.AR',
    scp: 'studio.open studio.read',
    sub: 'marked-sub-K9',
    tid: tenant,
    uti: 'marked-uti',
    ver: '2.0',
  },
  idToken: {
    iss: `https://login.microsoftonline.com/${tenant}/v2.0`,
    aud: portal,
    name: 'marked-name-Frank',
    nonce: 'marked-nonce',
    oid: person,
    preferred_username: 'marked-frank@corp.example',
    rh: 'marked-rh-1.AR',
    sub: 'marked-sub-K9',
    tid: tenant,
    uti: 'marked-uti',
    ver: '2.0',
  },
  otherTokens: {
    'of an application without a person': {
      aud: api,
      azp: portal,
      azpacr: '1',
      idtyp: 'app',
      oid: person,
      roles: ['studio.open'],
      sub: person,
      tid: tenant,
      ver: '2.0',
    },
    'for Microsoft Graph': {
      aud: '00000003-0000-0000-c000-000000000000',
      azp: portal,
      oid: person,
      scp: 'studio.open',
    },
  },
  scopeClaim: 'scp',
  key: { use: 'sig', x5t: 'AAAA', x5c: ['AAAA'], issuer: `https://login.microsoftonline.com/${tenant}/v2.0` },
  profile: person,
};

const entraV1: ProviderForm = {
  ...entraV2,
  name: 'Entra ID v1',
  variables: {
    OIDC_ISSUER: `https://sts.windows.net/${tenant}/`,
    OIDC_AUDIENCE: 'api://studio',
    OIDC_SCOPE: 'studio.open',
    OIDC_CLIENT_IDS: `${portal},${cli}`,
    OIDC_CLIENT_CLAIM: 'appid',
    PROFILE_CLAIM: 'oid',
  },
  otherTenant: 'https://sts.windows.net/9188040d-6c67-4c5b-b112-36a304b66dad/',
  header: { typ: 'JWT', x5t: 'AAAA' },
  accessToken: {
    aud: 'api://studio',
    acr: '1',
    amr: ['pwd', 'mfa'],
    appid: portal,
    appidacr: '0',
    ipaddr: '198.51.100.7',
    name: 'marked-name-Frank',
    oid: person,
    scp: 'studio.open',
    sub: 'marked-sub-K9',
    tid: tenant,
    unique_name: 'marked-frank@corp.example',
    upn: 'marked-frank@corp.example',
    ver: '1.0',
  },
  idToken: {
    iss: `https://sts.windows.net/${tenant}/`,
    aud: portal,
    amr: ['pwd', 'mfa'],
    nonce: 'marked-nonce',
    oid: person,
    sub: 'marked-sub-K9',
    tid: tenant,
    unique_name: 'marked-frank@corp.example',
    upn: 'marked-frank@corp.example',
    ver: '1.0',
  },
  otherTokens: {
    'for Microsoft Graph': {
      aud: 'https://graph.microsoft.com',
      appid: portal,
      oid: person,
      scp: 'studio.open',
    },
  },
};

const okta: ProviderForm = {
  name: 'Okta, custom server',
  variables: {
    OIDC_ISSUER: 'https://corp.okta.com/oauth2/default',
    OIDC_AUDIENCE: 'api://default',
    OIDC_SCOPE: 'studio:open',
    OIDC_CLIENT_IDS: '0oaportal,0oacli',
    OIDC_CLIENT_CLAIM: 'cid',
    PROFILE_CLAIM: 'sub',
  },
  otherTenant: 'https://other.okta.com/oauth2/default',
  header: {},
  accessToken: {
    ver: 1,
    jti: 'AT.marked-jti',
    aud: 'api://default',
    cid: '0oaportal',
    uid: 'marked-uid-00u1',
    scp: ['openid', 'studio:open'],
    auth_time: 1_800_000_000,
    sub: 'frank@corp.example',
  },
  idToken: {
    iss: 'https://corp.okta.com/oauth2/default',
    ver: 1,
    jti: 'ID.marked-jti',
    aud: '0oaportal',
    amr: ['mfa', 'pwd'],
    at_hash: 'marked-at-hash',
    idp: 'marked-idp-00o1',
    nonce: 'marked-nonce',
    sub: 'frank@corp.example',
  },
  otherTokens: {
    'of the org server': {
      iss: 'https://corp.okta.com',
      aud: 'api://default',
      cid: '0oaportal',
      scp: ['studio:open'],
      sub: 'frank@corp.example',
    },
  },
  scopeClaim: 'scp',
  key: { use: 'sig', alg: 'RS256' },
  profile: derivedFrom('frank-corp-example', 'frank@corp.example'),
};

const keycloak: ProviderForm = {
  name: 'Keycloak',
  variables: {
    OIDC_ISSUER: 'https://sso.corp.example/realms/staff',
    OIDC_AUDIENCE: 'studio-api',
    OIDC_SCOPE: 'studio',
    OIDC_CLIENT_IDS: 'portal,cli',
    OIDC_CLIENT_CLAIM: 'azp',
    PROFILE_CLAIM: 'employee_number',
  },
  otherTenant: 'https://sso.corp.example/realms/guests',
  header: { typ: 'JWT' },
  accessToken: {
    jti: 'marked-jti-onrtac',
    aud: ['studio-api', 'account'],
    sub: 'marked-sub-9d1f',
    typ: 'Bearer',
    azp: 'portal',
    // in tokens of releases before 24, and with a mapper in later ones
    nonce: 'marked-nonce',
    sid: 'marked-sid',
    acr: '1',
    'allowed-origins': ['https://portal.corp.example'],
    realm_access: { roles: ['offline_access'] },
    scope: 'openid profile studio',
    preferred_username: 'marked-frank',
    employee_number: 'e-10042',
  },
  idToken: {
    iss: 'https://sso.corp.example/realms/staff',
    jti: 'marked-jti-id',
    aud: 'portal',
    sub: 'marked-sub-9d1f',
    typ: 'ID',
    azp: 'portal',
    nonce: 'marked-nonce',
    sid: 'marked-sid',
    at_hash: 'marked-at-hash',
    acr: '1',
    preferred_username: 'marked-frank',
    employee_number: 'e-10042',
  },
  otherTokens: {
    'to refresh others': {
      aud: 'https://sso.corp.example/realms/staff',
      typ: 'Refresh',
      azp: 'portal',
      scope: 'openid studio',
      employee_number: 'e-10042',
    },
    'to refresh others, for this API': {
      aud: 'studio-api',
      typ: 'Offline',
      azp: 'portal',
      scope: 'studio',
      employee_number: 'e-10042',
    },
    'that is bound to a key': {
      aud: 'studio-api',
      typ: 'DPoP',
      azp: 'portal',
      scope: 'studio',
      employee_number: 'e-10042',
    },
    'with the audience that is there by default': {
      aud: 'account',
      typ: 'Bearer',
      azp: 'portal',
      scope: 'studio',
      employee_number: 'e-10042',
    },
  },
  scopeClaim: 'scope',
  key: { use: 'sig', alg: 'RS256', x5t: 'AAAA' },
  profile: 'e-10042',
};

const ping: ProviderForm = {
  name: 'PingFederate',
  variables: {
    OIDC_ISSUER: 'https://ping.corp.example',
    OIDC_AUDIENCE: 'https://studio.corp.example',
    OIDC_SCOPE: 'studio',
    OIDC_CLIENT_IDS: 'portal,cli',
    OIDC_CLIENT_CLAIM: 'client_id',
    PROFILE_CLAIM: 'Username',
  },
  otherTenant: 'https://ping-test.corp.example',
  header: { 'pi.atm': '1' },
  accessToken: {
    scope: ['openid', 'studio'],
    client_id: 'portal',
    aud: 'https://studio.corp.example',
    jti: 'marked-jti',
    Username: 'frank',
  },
  idToken: {
    iss: 'https://ping.corp.example',
    sub: 'frank',
    aud: 'portal',
    jti: 'marked-jti-id',
    acr: 'urn:oasis:names:tc:SAML:2.0:ac:classes:Password',
    'pi.sri': 'marked-sri',
    nonce: 'marked-nonce',
    s_hash: 'marked-s-hash',
    Username: 'frank',
  },
  otherTokens: {
    'without an issuer': {
      iss: undefined,
      scope: ['studio'],
      client_id: 'portal',
      aud: 'https://studio.corp.example',
      Username: 'frank',
    },
  },
  scopeClaim: 'scope',
  key: { use: 'sig' },
  profile: 'frank',
};

const adfs: ProviderForm = {
  name: 'AD FS',
  variables: {
    OIDC_ISSUER: 'http://adfs.corp.example/adfs/services/trust',
    OIDC_AUDIENCE: 'microsoft:identityserver:6731de76-14a6-49ae-97bc-6eba6914391e',
    OIDC_SCOPE: 'user_impersonation',
    OIDC_CLIENT_IDS: `${portal},${cli}`,
    OIDC_CLIENT_CLAIM: 'appid',
    PROFILE_CLAIM: 'winaccountname',
  },
  otherTenant: 'http://adfs-test.corp.example/adfs/services/trust',
  header: { typ: 'JWT', x5t: 'AAAA' },
  accessToken: {
    aud: 'microsoft:identityserver:6731de76-14a6-49ae-97bc-6eba6914391e',
    appid: portal,
    apptype: 'Public',
    authmethod: 'urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport',
    auth_time: '2026-11-27T08:00:00.000Z',
    scp: 'openid user_impersonation',
    sub: 'marked-sub-nP',
    winaccountname: 'CORP\\frank',
    ver: '1.0',
  },
  idToken: {
    // another issuer than that of access tokens
    iss: 'https://adfs.corp.example/adfs',
    aud: portal,
    auth_time: 1_800_000_000,
    nonce: 'marked-nonce',
    sub: 'marked-sub-nP',
    upn: 'marked-frank@corp.example',
    pwd_exp: '3456789',
    sid: 'S-1-5-21-marked',
    winaccountname: 'CORP\\frank',
  },
  otherTokens: {
    // with the scope allatclaims, claims of the access token come into the ID token
    'for the client, with all claims of the access token': {
      iss: 'https://adfs.corp.example/adfs',
      aud: portal,
      appid: portal,
      apptype: 'Public',
      scp: 'openid allatclaims user_impersonation',
      winaccountname: 'CORP\\frank',
    },
  },
  scopeClaim: 'scp',
  key: { use: 'sig', x5t: 'AAAA', x5c: ['AAAA'] },
  profile: derivedFrom('corp-frank', 'CORP\\frank'),
};

/** The kinds of providers whose access tokens can be used. */
export const providerForms: readonly [ProviderForm, ...ProviderForm[]] = [
  entraV2,
  entraV1,
  okta,
  keycloak,
  ping,
  adfs,
];

/** ID tokens of every provider, and of some whose access tokens cannot be used. */
export const idTokens: Readonly<Record<string, Claims>> = {
  ...Object.fromEntries(providerForms.map(({ name, idToken }) => [name, idToken])),
  // of a service account, which chooses the audience itself
  Google: {
    azp: 'marked-1017',
    email: 'frank@corp.example',
    email_verified: true,
    hd: 'corp.example',
    sub: 'marked-1017',
  },
  'Google, with a hash': {
    azp: 'marked-1017',
    at_hash: 'marked-hash',
    email: 'frank@corp.example',
    sub: 'marked-1017',
  },
  'Amazon Cognito': {
    token_use: 'id',
    'cognito:username': 'frank',
    email: 'frank@corp.example',
    sub: 'marked-sub',
  },
};
