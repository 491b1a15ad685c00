import { z } from 'zod';
import { regionForm } from '../api/limits';
import {
  claimNamePattern,
  clientClaims,
  clientIdPattern,
  identifierPattern,
  issuerPattern,
  providerNamePattern,
  scopePattern,
  urlPattern,
} from '../api/sign-in';
import { arn, certificateArn, exactlyOne, folderFile, list, section, text, wholeNumber } from './fields';
import { hostNamePattern } from './host-name';

/** A URL without a host or port that there cannot be. */
const url = (pattern: RegExp, expected: string) =>
  text(pattern, expected).refine((value) => URL.canParse(value), { error: expected });

const httpsUrl = (what: string) =>
  url(
    urlPattern('https'),
    `${what}: an https: URL of at most 500 characters without user, query and fragment`,
  );

/** Callbacks of a public client: HTTPS, or a program on the user's own machine. */
const redirectUrl = text(
  /^(?:https:\/\/[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?|http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?)(?:\/[\w.~!$&'()+,;=:@%/-]*)?$/,
  'an https: URL without query, fragment and wildcard, or an http: URL of localhost, 127.0.0.1 or [::1]',
);

const attributeName = (what: string) =>
  text(claimNamePattern, `${what}: 1 to 128 printable ASCII characters without blanks`);

const claimName = text(
  claimNamePattern,
  'the name of a claim: 1 to 128 printable ASCII characters without blanks',
);

const acceptEditable = z
  .boolean({ error: 'true or false' })
  .default(false)
  .describe(
    'Whether people may be named by something that they can often change themselves, such as `email` or `preferred_username`. Whoever writes another value there becomes another person here: true only if nobody but administrators can write it at your provider.',
  );

const deriveProfileNames = z
  .boolean({ error: 'true or false' })
  .default(false)
  .describe(
    'Whether people who are not listed in `studio.users` get in, with a profile name that is made from the value that names them: the value itself if it is a profile name, else its beginning and a hash. False: only listed people.',
  );

const clientSecret = exactlyOne({
  secretsManagerArn: arn(
    'secretsmanager',
    `${regionForm}:\\d{12}:secret:[\\w/+=.@-]{1,512}`,
    'the ARN of a secret in Secrets Manager: arn:aws:secretsmanager:<region>:<account>:secret:<name>',
  ).describe(
    "Secret in Secrets Manager whose text is the client's secret. Terraform reads it when it plans.",
  ),
  terraformVariable: z
    .literal('identity_provider_client_secret', {
      error: '"identity_provider_client_secret", the name of the Terraform variable',
    })
    .describe(
      'The sensitive Terraform variable `identity_provider_client_secret`: set `TF_VAR_identity_provider_client_secret` for every plan and deployment.',
    ),
}).describe(
  "The secret of Cognito's client at the provider; never the secret itself. Terraform keeps it in the state and in saved plans.",
);

const provider = exactlyOne({
  saml: exactlyOne({
    metadataUrl: url(
      urlPattern('https', String.raw`(?:\?[\w.~!$&'()*+,;=:@%/?-]*)?`),
      "the address of the provider's SAML metadata: an https: URL of at most 500 characters without user and fragment",
    ).describe(
      "Address of the provider's metadata. Cognito reads it again by itself, so a changed certificate needs nothing here.",
    ),
    metadataFile: folderFile(['xml']).describe(
      "File with the provider's metadata, for a provider that AWS cannot reach. Each changed certificate needs a new file and a deployment; synth says when the certificate expires.",
    ),
  }).describe('A SAML 2.0 provider.'),
  oidc: section({
    issuer: httpsUrl('the issuer of the provider').describe(
      'Issuer of the provider. Cognito reads `/.well-known/openid-configuration` below it, over the internet.',
    ),
    clientId: text(
      identifierPattern,
      'a client id: 1 to 256 printable ASCII characters without blanks',
    ).describe("Cognito's client at the provider."),
    clientSecret,
    scopes: list(
      text(scopePattern, 'a scope: printable ASCII characters without blanks'),
      1,
      20,
      'one to 20 scopes',
    )
      .refine((scopes) => scopes.includes('openid'), {
        error: 'scopes with "openid" among them, without which the provider gives Cognito no ID token',
      })
      .default(['openid', 'profile', 'email'])
      .describe('Scopes that Cognito asks the provider for.'),
  }).describe('An OpenID Connect provider.'),
}).describe("The company's identity provider.");

const signInDomain = exactlyOne({
  prefix: text(
    /^(?!.*(?:aws|amazon|cognito))(?=.{1,63}$)[a-z0-9](?:-*[a-z0-9])*$/,
    'a prefix of 1 to 63 lower-case letters, digits and inner hyphens, without aws, amazon and cognito, which Cognito refuses',
  ).describe(
    "Prefix of Cognito's own domain, `<prefix>.auth.<region>.amazoncognito.com`; unique in the region.",
  ),
  custom: section({
    name: text(
      hostNamePattern,
      'a DNS name of at least two labels in lower case, e.g. "signin.corp.example.com"',
    ).describe('The name. Its parent domain must have an A record before the deployment.'),
    certificateArn: certificateArn(
      'us-east-1',
      'the ARN of a certificate in ACM in us-east-1, which Cognito requires: arn:aws:acm:us-east-1:<account>:certificate/<id>',
    ).describe('Certificate of the name in ACM, in us-east-1.'),
  }).describe(
    'A name of your own. After the deployment, make it an alias of the output `sign_in_domain_target` in public DNS.',
  ),
}).describe(
  'Domain of the sign-in pages. It is on the internet, as the provider must reach it through the browser.',
);

const federation = section({
  providerName: text(
    providerNamePattern,
    'a provider name of 3 to 32 letters, digits and hyphens, beginning with a letter, and none that Cognito has a meaning for, such as COGNITO',
  )
    .default('Company')
    .describe("The provider's name in Cognito, part of federated user names. A change makes everybody new."),
  provider,
  profileAttribute: attributeName('the name of an attribute at the provider').describe(
    "SAML attribute or OIDC claim of the provider that names the person: unique, permanent, never given to somebody else, such as an employee id. `studio.users` maps it to a profile by `signInNames`, or the profile's name is derived from it.",
  ),
  emailAttribute: attributeName('the name of an attribute at the provider')
    .optional()
    .describe('SAML attribute or OIDC claim with the e-mail address. Default: no address is taken over.'),
  acceptEditableAttribute: acceptEditable,
  deriveProfileNames,
  localUsers: z
    .boolean({ error: 'true or false' })
    .default(false)
    .describe(
      'Whether people of `studio.users` without `signInNames` sign in with a password of the user pool, beside those of the provider.',
    ),
  signInDomain,
  callbackUrls: list(redirectUrl, 0, 20, 'up to 20 callback URLs')
    .default([])
    .describe(
      'Further addresses that the sign-in page may send a code to. They must match exactly. Those of the command line `studio-access` are always registered.',
    ),
  signOutUrls: list(redirectUrl, 0, 20, 'up to 20 sign-out URLs')
    .default([])
    .describe('Addresses that the sign-out page may lead to.'),
}).describe(
  "Sign-in at the company's identity provider. The user pool then has a sign-in domain, and its client signs in by code only.",
);

const cognito = section({
  mfa: z
    .enum(['off', 'required'], {
      error:
        '"off" or "required": with "optional" Cognito asks nobody to set up a second factor, so nobody has one',
    })
    .default('required')
    .describe(
      'Multi-factor sign-in of users with a password, with an authenticator app. People who sign in at the identity provider have the factors of the provider.',
    ),
  accessTokenMinutes: wholeNumber(5, 1440, 'whole minutes from 5 to 1440 (one day): limits of Cognito')
    .default(60)
    .describe('Lifetime of an access token, in minutes. A revoked token still works until it expires.'),
  federation: federation.optional(),
}).describe('Sign-in with an Amazon Cognito user pool.');

const oidc = section({
  issuer: url(
    issuerPattern,
    'an issuer: an https: URL, or an http: URL as ADFS has it, of at most 500 characters, without query and fragment',
  ).describe(
    'Issuer of the tokens, as their `iss` claim has it, to the last character. It is compared and never fetched.',
  ),
  keys: exactlyOne({
    jwksUri: httpsUrl('the address of the key set').describe(
      "Address of the provider's signing keys, which the authorizer fetches over the internet.",
    ),
    jwksFile: folderFile(['json']).describe(
      'File with the signing keys, for a provider that AWS cannot reach. New keys of the provider need a deployment before it uses them.',
    ),
  }).describe('The signing keys of the tokens.'),
  audience: text(
    identifierPattern,
    'an audience: 1 to 256 printable ASCII characters without blanks',
  ).describe("The API's identifier at the provider, as the token's `aud` claim has it."),
  scope: section({
    request: text(scopePattern, 'a scope: printable ASCII characters without blanks').describe(
      'The scope that a client asks for, such as `api://studio/studio.open`.',
    ),
    token: text(scopePattern, 'a scope: printable ASCII characters without blanks').describe(
      'The same scope as it stands in the token, such as `studio.open`: Entra ID shortens it.',
    ),
  }).describe('The scope that every token must hold.'),
  clients: section({
    claim: z
      .enum(clientClaims, { error: '"azp", "appid", "cid" or "client_id"' })
      .describe(
        'The claim that names the client: `azp` or `appid` of Entra ID, `cid` of Okta, `azp` of Keycloak.',
      ),
    ids: list(
      text(clientIdPattern, 'a client id: printable ASCII characters without blanks and commas'),
      1,
      10,
      'one to ten client ids',
    ).describe('The clients whose tokens are accepted: those of the page and of the command line.'),
  })
    .optional()
    .describe('Clients whose tokens are accepted. Default: any client that the provider gives the scope to.'),
  portal: section({
    clientId: text(
      clientIdPattern,
      'a client id: printable ASCII characters without blanks and commas',
    ).describe(
      "The page's client at the provider: a public one, of a single-page application, that signs in by code with PKCE and may be sent back to the output `portal_url`.",
    ),
    authorizationUrl: httpsUrl('the authorization endpoint').describe('Address of the sign-in page.'),
    tokenUrl: httpsUrl('the token endpoint').describe(
      'Address where the page gets its token. It must let pages of other hosts ask (CORS).',
    ),
    endSessionUrl: httpsUrl('the end-session endpoint')
      .optional()
      .describe(
        "Address that ends the browser's session at the provider and leads back to the page. Default: signing out ends nothing at the provider.",
      ),
  })
    .optional()
    .describe(
      'Sign-in on the page `/portal` of the API. Default: the page has no sign-in, and says so; people use the command line.',
    ),
  profileClaim: claimName.describe(
    'Claim that names the person: unique, permanent, never given to somebody else. `studio.users` maps it to a profile by `signInNames`, or it is the name of a listed user, or the name is derived from it.',
  ),
  acceptEditableClaim: acceptEditable,
  deriveProfileNames,
}).describe("Sign-in with the company's own access tokens, without Cognito.");

/** Who signs in, and where. */
export const identity = exactlyOne({ cognito, oidc })
  .prefault({ cognito: {} })
  .describe("Sign-in: a Cognito user pool, or the company's own access tokens. Default: a user pool.");

/** Federation of the user pool with the company's identity provider. */
export type Federation = z.output<typeof federation>;
/** The company's own tokens. */
export type OidcIdentity = z.output<typeof oidc>;
/** The user pool. */
export type CognitoIdentity = z.output<typeof cognito>;
