import { loginNames } from '../network/addresses';
import { company } from '../system/company';
import { add, remove, replace, set } from './change';
import { suspendsNobody } from './deployment-faults';
import type { DeploymentFault, FunctionFault } from './fault';

const appClient = 'identity/aws_cognito_user_pool_client.app-client';
const portalClient = 'private-api/aws_cognito_user_pool_client.portal-client';
const triggerPermission = 'identity/aws_lambda_permission.profile-claim-permission';
const authorizer = 'private-api/aws_lambda_function.authorizer';
const elsewhere = 'https://elsewhere.example.com/';

/** Faults in federation and in the company's own tokens. Their rows deploy other settings, and so the fault, by themselves. */
export const signInFaults: readonly (DeploymentFault | FunctionFault)[] = [
  {
    id: 'scope-to-write',
    what: 'a sign-in by code may ask for the scope with which people write their own attributes',
    changes: [set(appClient, 'allowed_oauth_scopes', ['openid', 'aws.cognito.signin.user.admin'])],
    rows: ['oidc-rewrite'],
  },
  {
    id: 'password-beside-pages',
    what: 'the app client of a pool with a domain takes passwords by the API, which gives every token that scope',
    changes: [
      set(appClient, 'explicit_auth_flows', ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH']),
    ],
    rows: ['oidc-rewrite'],
  },
  {
    id: 'any-provider',
    what: 'people of any identity provider in the user pool are taken for those of the company',
    file: 'handlers/profile-claim/claim.ts',
    edits: [
      [
        "  if (own(identity, 'providerName') !== rules.identityProvider) return { refused: 'wrong_provider' };\n",
        '',
      ],
    ],
    rows: ['oidc-other-provider'],
  },
  {
    id: 'linked-users',
    what: 'somebody whose account is linked to a user with a password gets the profile of that user',
    file: 'handlers/profile-claim/claim.ts',
    edits: [
      [
        "return identities.length === 0 ? localClaim(userName, rules) : { refused: 'linked_user' };",
        'return localClaim(userName, rules);',
      ],
    ],
    rows: ['oidc-other-provider'],
  },
  {
    id: 'unlisted-password',
    what: 'every user of the pool with a password gets a profile, also one whom the environment file does not name',
    file: 'handlers/profile-claim/claim.ts',
    edits: [
      [
        "return table.users.has(userName) ? { profile: userName } : { refused: 'local_user_not_listed' };",
        'return { profile: userName };',
      ],
    ],
    rows: ['oidc-refused'],
  },
  {
    id: 'several-names',
    what: 'a name of several values at a SAML provider is taken for one',
    file: 'handlers/profile-claim/claim.ts',
    edits: [
      [
        "return isListOfSaml(value) ? { refused: 'name_with_several_values' } : profileFor(value, rules);",
        'return profileFor(value, rules);',
      ],
    ],
    rows: ['saml-refused'],
  },
  {
    id: 'no-claim-on-refresh',
    what: 'the profile is not named anew when tokens are refreshed',
    file: 'handlers/profile-claim/claim.ts',
    edits: [["  'TokenGeneration_RefreshTokens',\n", '']],
    rows: ['oidc-refresh'],
  },
  {
    id: 'names-of-others',
    what: 'whom the provider names like a user with a password gets the profile of that user',
    file: 'handlers/shared/profile-mapping.ts',
    edits: [
      [
        '  if (entry === undefined && isListed && (localUsers || table.usersWithSignInNames.has(name))) {',
        '  if (entry === undefined && isListed && table.usersWithSignInNames.has(name)) {',
      ],
    ],
    rows: ['oidc-look-alike', 'saml-refused'],
  },
  {
    id: 'names-of-colleagues',
    what: 'whom the provider names like a listed person, who has another name there, gets the profile of that person',
    file: 'handlers/shared/profile-mapping.ts',
    edits: [
      [
        '  if (entry === undefined && isListed && (localUsers || table.usersWithSignInNames.has(name))) {',
        '  if (entry === undefined && isListed && localUsers) {',
      ],
    ],
    rows: ['own-token-look-alike'],
  },
  {
    id: 'unlisted-people',
    what: 'people whom the environment file does not name get the profile that is named like them',
    file: 'handlers/shared/profile-mapping.ts',
    edits: [
      ['deriveProfileNames ? derivedName(name) : undefined', 'deriveProfileNames ? derivedName(name) : name'],
    ],
    rows: ['oidc-sign-in', 'own-token'],
  },
  {
    id: 'trigger-version-1',
    what: 'the trigger is wired in its first version, which cannot change access tokens',
    changes: [
      set(
        'identity/aws_cognito_user_pool.user-pool',
        'lambda_config.pre_token_generation_config.lambda_version',
        'V1_0',
      ),
    ],
    rows: ['oidc-sign-in'],
  },
  {
    id: 'trigger-for-every-pool',
    what: 'every user pool of the account may invoke the function that names profiles',
    changes: [remove(triggerPermission, 'source_arn')],
    rows: ['trigger-permission'],
  },
  {
    id: 'trigger-forbidden',
    what: 'the user pool may not invoke the function that names profiles',
    changes: [set(triggerPermission, 'principal', 'apigateway.amazonaws.com')],
    rows: ['oidc-sign-in', 'trigger-permission'],
  },
  {
    id: 'claim-not-read',
    what: 'the authorizer takes the user name of a federated user for the profile',
    changes: [remove(authorizer, 'environment.variables.PROFILE_CLAIM')],
    rows: ['oidc-sign-in', 'saml-sign-in'],
  },
  {
    id: 'other-sign-out-address',
    what: 'the app client leads to another address after signing out',
    changes: [set(appClient, 'logout_urls', [elsewhere])],
    rows: ['oidc-sign-out', 'saml-sign-out'],
  },
  {
    id: 'refresh-for-a-month',
    what: 'who was removed at the provider gets new tokens for a month',
    changes: [set(appClient, 'refresh_token_validity', 720)],
    rows: ['oidc-removed', 'saml-removed'],
  },
  {
    id: 'no-scope',
    what: "the scope of the company's own tokens is not checked",
    file: 'handlers/authorizer/company-token.ts',
    edits: [
      ["      if (!holds(claims.scp, scope) && !holds(claims.scope, scope)) return 'wrong_scope';\n", ''],
    ],
    rows: ['own-token-refused'],
  },
  {
    id: 'no-audience',
    what: "the audience of the company's own tokens is not checked",
    file: 'handlers/authorizer/company-token.ts',
    edits: [['    audience,\n    acceptsType', '    audience: undefined,\n    acceptsType']],
    rows: ['own-token-refused'],
  },
  {
    id: 'any-client',
    what: "tokens that the company's provider made for any of its clients are accepted",
    file: 'handlers/authorizer/company-token.ts',
    edits: [
      [
        "      if (clients !== undefined && !clients.ids.includes(own(claims, clients.claim))) return 'wrong_client';\n",
        '',
      ],
    ],
    rows: ['own-token-refused'],
  },
  {
    id: 'keys-not-pinned',
    what: 'the authorizer fetches the keys of a provider that AWS cannot reach, though they are deployed',
    changes: [
      remove(authorizer, 'environment.variables.JWKS_FILE'),
      add(authorizer, 'environment.variables.JWKS_URI', `https://${loginNames.office}/jwks`),
    ],
    rows: ['own-token-pinned'],
  },
  {
    id: 'company-not-suspended',
    what: 'neither the function nor its role shuts out suspended people of the company',
    changes: suspendsNobody,
    rows: ['oidc-suspended', 'saml-suspended', 'own-token-suspended'],
  },
  {
    id: 'no-loopback',
    what: 'the app client knows no address of the command line',
    changes: [set(appClient, 'callback_urls', [elsewhere])],
    rows: ['command-line-federated'],
  },
  {
    id: 'any-callback',
    what: 'studio-access takes the answer of another sign-in for its own',
    file: 'cli/studio-access/sign-in/code.ts',
    edits: [
      ["isOurs: (callback) => callback.searchParams.get('state') === expectedState,", 'isOurs: () => true,'],
    ],
    rows: ['command-line-federated'],
  },
  {
    id: 'not-revoked',
    what: 'signing out with studio-access leaves the session at the provider',
    file: 'cli/studio-access/commands/logout.ts',
    edits: [
      [
        'session?.refreshToken !== undefined && (await revoked(context, settings, session.refreshToken));',
        'await Promise.resolve(false);',
      ],
    ],
    rows: ['command-line-own-tokens'],
  },
  {
    id: 'page-old-session',
    what: 'the page goes on with the session from before the authenticator app was verified',
    file: 'portal/cognito.ts',
    edits: [["respond(client, 'MFA_SETUP', verified.Session,", "respond(client, 'MFA_SETUP', session,"]],
    rows: ['portal-first-sign-in'],
  },
  {
    id: 'page-session-at-pool',
    what: "signing out on the page leaves the browser's session at the pool's sign-in pages",
    file: 'portal/code-sign-in.ts',
    edits: [
      [
        'if (signIn.signOut === undefined) return undefined;',
        "if (signIn.signOut === undefined || portalUrl !== '') return undefined;",
      ],
    ],
    rows: ['portal-oidc'],
  },
  {
    id: 'page-other-callback',
    what: "the page's app client leads back to another address",
    changes: [set(portalClient, 'callback_urls', [elsewhere])],
    rows: ['portal-managed-page'],
  },
  {
    id: 'page-cannot-write',
    what: "the page's app client may not write the attribute that the provider's answer goes to",
    changes: [set(portalClient, 'write_attributes', ['custom:nothing'])],
    rows: ['portal-saml'],
  },
  {
    id: 'page-without-scope',
    what: "the page asks the company's provider for another scope than the API's",
    changes: [
      replace(
        'private-api/aws_lambda_function.portal',
        'environment.variables.PORTAL_SETTINGS',
        `"scope":"${company.scope}"`,
        '"scope":"offline_access"',
      ),
    ],
    rows: ['portal-own-tokens'],
  },
];
