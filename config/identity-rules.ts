import { clientClaims, derivedNamePattern, signInKey } from '../api/sign-in';
import { listedUsers, repeated, stringAt, stringsAt, withEarlier, type Located, valueAt } from './unchecked';
import { isWithin } from './host-name';
import type { Problem } from './problem';

/** Rules of sign-in and of the people who are listed, across fields of an unchecked environment file. */
export const identityRules: readonly ((file: unknown) => Problem[])[] = [
  foreignTokens,
  discoveryAddresses,
  entraTokens,
  signInDomainOutside,
  editableNames,
  commonClaims,
  hashedNames,
  signInNames,
  detailsOfUsers,
  derivedProfiles,
  portalClient,
];

/** Names by which people are known at their own provider and which they can often change there themselves. */
const editable = new Set([
  'email',
  'preferred_username',
  'nickname',
  'name',
  'given_name',
  'family_name',
  'displayname',
  'unique_name',
  'mail',
  'urn:oid:0.9.2342.19200300.100.1.3',
  'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress',
  'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname',
  'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname',
]);

/** Whether people who are not listed get in, with names that are derived. */
export function derivesProfileNames(file: unknown): boolean {
  return ['identity.oidc', 'identity.cognito.federation'].some(
    (path) => valueAt(file, `${path}.deriveProfileNames`) === true,
  );
}

/** Hosts of Entra ID, in all its clouds. */
const entraHosts = String.raw`login\.(?:microsoftonline\.(?:com|us)|partner\.microsoftonline\.cn)`;

/** Audiences, issuers and scopes whose tokens are made for others, with what to set up instead. */
const foreign: readonly {
  readonly field: 'audience' | 'issuer' | 'scope.request' | 'scope.token';
  readonly pattern: RegExp;
  readonly expected: string;
}[] = [
  {
    field: 'audience',
    pattern: /^account$/,
    expected:
      "the API's own audience: `account` is in every token that Keycloak makes, for whatever client. Add an audience mapper to the client scope there",
  },
  {
    field: 'audience',
    pattern:
      /^(?:0000000[23]-0000-0000-c000-000000000000|https:\/\/graph\.(?:microsoft\.com|microsoft\.us|windows\.net)\/?|https:\/\/microsoftgraph\.chinacloudapi\.cn\/?)$/,
    expected:
      "the API's own audience: tokens for Microsoft Graph are made for Graph alone, and nobody else can verify them. Register the API in Entra ID, expose a scope and ask for that",
  },
  {
    field: 'issuer',
    pattern:
      /^https:\/\/(?:login\.microsoftonline\.(?:com|us)|login\.partner\.microsoftonline\.cn|sts\.windows\.net)\/(?:common|organizations|consumers|9188040d-6c67-4c5b-b112-36a304b66dad|\{tenantid\})(?:\/|$)/,
    expected:
      "the issuer of your own tenant, such as https://login.microsoftonline.com/<tenant id>/v2.0: of the other forms any company's tokens would be tried",
  },
  {
    field: 'issuer',
    pattern: new RegExp(
      String.raw`^https://(?:${entraHosts}/(?!(?:common|organizations|consumers|\{tenantid\})(?:/|$))[^/]+(?:/|/v2\.0/)?|sts\.windows\.net/(?!(?:common|organizations|consumers|\{tenantid\})$)[^/]+)$`,
    ),
    expected:
      'the issuer to the last character: https://login.microsoftonline.com/<tenant id>/v2.0 without a slash at the end, or for tokens of version 1 https://sts.windows.net/<tenant id>/ with one',
  },
  {
    field: 'scope.request',
    pattern: /^https:\/\/graph\.microsoft\.(?:com|us)\//,
    expected:
      "a scope of the API's own: tokens for Microsoft Graph are made for Graph alone, and nobody else can verify them. Register the API in Entra ID and expose a scope",
  },
  {
    field: 'scope.token',
    pattern: /^(?:openid|profile|email|address|phone|offline_access)$/,
    expected:
      "a scope of the API's own, such as studio.open: this one is in tokens for other APIs as well, and the scope is what tells them apart",
  },
  {
    field: 'issuer',
    pattern: /^https:\/\/[a-z0-9-]+\.(?:okta|oktapreview|okta-emea|okta-gov)\.com\/?$/,
    expected:
      'the issuer of a custom authorization server, https://<company>.okta.com/oauth2/<server>: access tokens of the organization itself are for Okta alone, and nobody else can verify them',
  },
  {
    field: 'issuer',
    pattern: /^https:\/\/accounts\.google\.com\/?$/,
    expected:
      'a provider whose access tokens are JWTs: those of Google cannot be verified by others. Use identity.cognito.federation',
  },
];

function foreignTokens(file: unknown): Problem[] {
  return foreign.flatMap(({ field, pattern, expected }): Problem[] => {
    const path = `identity.oidc.${field}`;
    const got = stringAt(file, path);
    return got !== undefined && pattern.test(got) ? [{ path, got, expected }] : [];
  });
}

/** People copy the address of the provider's discovery document; the issuer and the address of the keys stand in it. */
function discoveryAddresses(file: unknown): Problem[] {
  const named = [
    { path: 'identity.oidc.issuer', key: 'issuer' },
    { path: 'identity.oidc.keys.jwksUri', key: 'jwks_uri' },
    { path: 'identity.cognito.federation.provider.oidc.issuer', key: 'issuer' },
  ];
  return named.flatMap(({ path, key }): Problem[] => {
    const got = stringAt(file, path);
    if (got?.includes('/.well-known/openid-configuration') !== true) return [];
    return [{ path, got, expected: `what the document at this address has as ${key}, not its own address` }];
  });
}

/**
 * Tokens of Entra ID hold scopes without the API's identifier, and in version 2 the API's client id as their audience.
 * https://learn.microsoft.com/en-us/entra/identity-platform/access-token-claims-reference
 */
function entraTokens(file: unknown): Problem[] {
  const at = (field: string) => ({
    path: `identity.oidc.${field}`,
    got: stringAt(file, `identity.oidc.${field}`) ?? '',
  });
  const [issuer, audience, scope] = [at('issuer'), at('audience'), at('scope.token')];
  if (!new RegExp(`^https://(?:${entraHosts}|sts\\.windows\\.net)/`).test(issuer.got)) return [];
  const problems: Problem[] = [];
  if (
    /\/(?!common|organizations|consumers)[^/]+\/v2\.0$/.test(issuer.got) &&
    audience.got.startsWith('api://')
  ) {
    const expected =
      "the API's client id alone, as tokens of Entra ID's version 2 have it: api:// is in those of version 1";
    problems.push({ ...audience, expected });
  }
  if (scope.got.includes('/')) {
    const short = scope.got.split('/').at(-1) ?? '';
    const expected = `the scope as Entra ID writes it into tokens, without the API's identifier: "${short}"`;
    problems.push({ ...scope, expected });
  }
  return problems;
}

/** Corporate DNS looks for the API's own name, and all below it, in the VPC, where the sign-in pages are not. */
function signInDomainOutside(file: unknown): Problem[] {
  const path = 'identity.cognito.federation.signInDomain.custom.name';
  const got = stringAt(file, path);
  const apiName = stringAt(file, 'api.customDomain.name');
  if (got === undefined || apiName === undefined || !isWithin(got, apiName)) return [];
  const expected = `a name that is not ${apiName} of api.customDomain, and not below it: corporate DNS forwards these to the VPC, and the sign-in pages are on the internet`;
  return [{ path, got, expected }];
}

function editableNames(file: unknown): Problem[] {
  const named = [
    { path: 'identity.oidc.profileClaim', consent: 'identity.oidc.acceptEditableClaim' },
    {
      path: 'identity.cognito.federation.profileAttribute',
      consent: 'identity.cognito.federation.acceptEditableAttribute',
    },
  ];
  return named.flatMap(({ path, consent }): Problem[] => {
    const got = stringAt(file, path);
    if (got === undefined || !editable.has(got.toLowerCase()) || valueAt(file, consent) === true) return [];
    const expected = `something permanent that only administrators write, such as an employee id or the object id: people can often change ${got} themselves, and whoever writes a colleague's becomes the colleague. Only if nobody can at your provider, set ${consent} to true`;
    return [{ path, got, expected }];
  });
}

/** Claims about the token, its client or the company. They have the same value for many people. */
const common = new Set([
  'iss',
  'aud',
  'scp',
  'scope',
  'tid',
  'ver',
  'typ',
  'token_use',
  'exp',
  'iat',
  'nbf',
  'auth_time',
  ...clientClaims,
]);

function commonClaims(file: unknown): Problem[] {
  const path = 'identity.oidc.profileClaim';
  const got = stringAt(file, path);
  if (got === undefined || !common.has(got)) return [];
  return [
    {
      path,
      got,
      expected: `a claim that names the person: ${got} is the same for everybody, or another for each token`,
    },
  ];
}

/** A listed name that has the form of a derived name may equal the one that is derived for somebody else. */
function hashedNames(file: unknown): Problem[] {
  return listedUsers(file)
    .filter(({ text }) => derivedNamePattern.test(text))
    .map(({ path, text }) => ({
      path,
      got: text,
      expected:
        'a name that does not end in a hyphen and 32 hexadecimal digits: names that are derived have this form',
    }));
}

interface SignInName extends Located {
  readonly user: string;
}

function allSignInNames(file: unknown): SignInName[] {
  const list = valueAt(file, 'studio.users');
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: unknown, index) =>
    stringsAt(entry, 'signInNames').map(({ path, text }) => ({
      path: `studio.users[${index}].${path}`,
      text,
      user: stringAt(entry, 'name') ?? '',
    })),
  );
}

function signInNames(file: unknown): Problem[] {
  const names = allSignInNames(file);
  const isUsed =
    valueAt(file, 'identity.oidc') !== undefined ||
    valueAt(file, 'identity.cognito.federation') !== undefined;
  const [first] = names;
  if (!isUsed && first) {
    const expected =
      'no signInNames, as nobody signs in by them: identity has neither cognito.federation nor oidc, and people sign in with the name of their profile';
    return [{ path: first.path, got: first.text, expected }];
  }
  const taken = new Set(
    [...listedUsers(file), ...stringsAt(file, 'studio.removedUsers')].map(({ text }) => text),
  );
  const twice = withEarlier(names, ({ text }) => signInKey(text)).flatMap(({ item, earlier }): Problem[] => {
    if (!earlier) return [];
    const expected = `a sign-in name of one person: ${earlier.path} has it already`;
    return [{ path: item.path, got: item.text, expected }];
  });
  const others = names
    .filter(({ text, user }) => text !== user && taken.has(text))
    .map(({ path, text, user }) => ({
      path,
      got: text,
      expected: `a sign-in name that is not the profile name of somebody else: with it, ${text} would open the work of ${user}`,
    }));
  return [...twice, ...others];
}

/** Why a setting of a single person would have no effect, by setting; undefined: it has one. */
function obstacles(file: unknown): Readonly<Record<string, string | undefined>> {
  const isAdopted = valueAt(file, 'studio.domain.existing') !== undefined;
  const elsewhere = isAdopted
    ? 'none: roles and profiles of an existing domain are managed where they are'
    : undefined;
  const isShared = valueAt(file, 'studio.executionRoles') === 'shared';
  const isOnFirstUse = valueAt(file, 'studio.profiles') === 'on-first-use';
  return {
    executionPolicyArns:
      elsewhere ??
      (isShared ? 'none: with "executionRoles": "shared" everybody has the one role' : undefined),
    tags:
      elsewhere ??
      (isOnFirstUse
        ? 'none: a profile that is made on first use gets the tags of the deployment'
        : undefined),
  };
}

function detailsOfUsers(file: unknown): Problem[] {
  const list = valueAt(file, 'studio.users');
  if (!Array.isArray(list)) return [];
  const refused = Object.entries(obstacles(file));
  return list.flatMap((entry: unknown, index): Problem[] => {
    const at = (path: string) => `studio.users[${index}].${path}`;
    const policies = stringsAt(entry, 'executionPolicyArns').map(({ path, text }) => ({
      path: at(path),
      text,
    }));
    return [
      ...repeated(policies, 'a policy that is not listed before'),
      ...refused.flatMap(([key, expected]): Problem[] => {
        const got = valueAt(entry, key);
        return got === undefined || expected === undefined ? [] : [{ path: at(key), got, expected }];
      }),
    ];
  });
}

/** A deployment makes profiles of listed people only, and people with derived names are not listed. */
function derivedProfiles(file: unknown): Problem[] {
  const isCreated = valueAt(file, 'studio.domain.create') !== undefined;
  if (!derivesProfileNames(file) || !isCreated || valueAt(file, 'studio.profiles') === 'on-first-use')
    return [];
  const expected =
    '"on-first-use", together with "executionRoles": "shared": with deriveProfileNames people get in who are not listed, and nobody would have a profile for them';
  return [{ path: 'studio.profiles', got: valueAt(file, 'studio.profiles'), expected }];
}

/** The authorizer would refuse the tokens of a client that is not listed, each with a 401. */
function portalClient(file: unknown): Problem[] {
  const path = 'identity.oidc.portal.clientId';
  const got = stringAt(file, path);
  const listed = stringsAt(file, 'identity.oidc.clients.ids');
  if (got === undefined || listed.length === 0 || listed.some(({ text }) => text === got)) return [];
  return [{ path, got, expected: 'one of identity.oidc.clients.ids: tokens of other clients are refused' }];
}
