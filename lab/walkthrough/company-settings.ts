import { loginNames } from '../network/addresses';
import { isObject, text, type JsonObject } from '../shared/json';
import { company } from '../system/company';
import type { Lab } from '../system/lab';
import { newPassword, suspendedPerson } from '../system/people';
import type { Login } from './company-sign-in';
import type { Settings } from './other-settings';

/** Who signs in at the company's provider, by the profile that the environment file gives them. */
export const employeeIds: Readonly<Record<string, string>> = { bob: 'e-2002', [suspendedPerson]: 'e-4004' };

/** The name of the provider in the user pool: the default of the environment file. */
export const providerName = 'Company';

/** The users of an environment file, with the names that some have at the provider. */
function withSignInNames(content: JsonObject): JsonObject {
  const studio = isObject(content.studio) ? content.studio : {};
  const users: unknown[] = Array.isArray(studio.users) ? studio.users : [];
  const nameOf = (user: unknown) => (isObject(user) ? text(user, 'name') : user);
  const others = users.filter((user) => !(String(nameOf(user)) in employeeIds));
  const known = Object.entries(employeeIds).map(([name, id]) => ({ name, signInNames: [id] }));
  return { ...content, studio: { ...studio, users: [...others, ...known] } };
}

/** Federation of the user pool with the company's provider; users without a name there have a password. */
const federated = (provider: JsonObject): Settings => ({
  stacks: ['identity', 'private-api'],
  change: (content) => ({
    ...withSignInNames(content),
    identity: {
      cognito: {
        ...cognitoOf(content),
        federation: {
          provider,
          profileAttribute: company.personClaim,
          localUsers: true,
          signInDomain: { prefix: company.signInPrefix },
          signOutUrls: [company.signOutUrl],
        },
      },
    },
  }),
});

/** Second factors, which the lab switches off elsewhere. */
export const withSecondFactor: Settings = {
  // the page, with which people set them up, is in the second stack
  stacks: ['identity', 'private-api'],
  change: (content) => ({ ...content, identity: { cognito: { ...cognitoOf(content), mfa: 'required' } } }),
};

const cognitoOf = ({ identity }: JsonObject) =>
  isObject(identity) && isObject(identity.cognito) ? identity.cognito : {};

const issuer = `https://${loginNames.internet}`;

export const overOidc = federated({
  oidc: {
    issuer,
    clientId: company.cognitoClient.id,
    clientSecret: { terraformVariable: 'identity_provider_client_secret' },
    scopes: ['openid'],
  },
});

/** Metadata of the provider as its administrator downloads it. In the lab nothing is signed with that certificate. */
function metadataOf({ authority }: Lab): string {
  const certificate = authority.certificate.toString().replaceAll(/-----[^-]+-----|\s/g, '');
  return `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="${issuer}">
  <IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
    <KeyDescriptor use="signing">
      <ds:KeyInfo><ds:X509Data><ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>
    </KeyDescriptor>
    <SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${issuer}/saml"/>
  </IDPSSODescriptor>
</EntityDescriptor>
`;
}

const metadataFile = 'corp/lab-metadata.xml';

export const overSaml: Settings = {
  ...federated({ saml: { metadataFile } }),
  file: { path: metadataFile, text: metadataOf },
};

/** The company's own tokens, without the user pool, which stays deployed. */
const ownTokens = (name: string, keys: JsonObject): Settings => ({
  stacks: ['private-api'],
  change: (content) => ({
    ...withSignInNames(content),
    release: ['identity.cognito'],
    identity: {
      oidc: {
        issuer: `https://${name}`,
        keys,
        audience: company.audience,
        scope: { request: company.scope, token: company.scope },
        clients: { claim: 'client_id', ids: [company.deskClient, company.portalClient] },
        portal: {
          clientId: company.portalClient,
          authorizationUrl: `https://${name}/auth`,
          tokenUrl: `https://${name}/token`,
          endSessionUrl: `https://${name}/session/end`,
        },
        profileClaim: company.personClaim,
      },
    },
  }),
});

export const byOwnTokens = ownTokens(loginNames.internet, { jwksUri: `${issuer}/jwks` });

const jwksFile = 'corp/lab-keys.json';

/** Keys of a provider that the internet does not reach. */
export const byPinnedKeys: Settings = {
  ...ownTokens(loginNames.office, { jwksFile }),
  file: {
    path: jwksFile,
    async text({ hosts }) {
      const { body = '' } = await hosts.client.request({ url: `https://${loginNames.office}/jwks` });
      return body;
    },
  },
};

let hired = 0;

/** Somebody who works for the company, at both providers. @param id what the providers call them; default: as listed */
export async function hire(
  lab: Lab,
  username: string,
  id: string | readonly string[] = employeeIds[username] ?? username,
): Promise<Login & { readonly subject: string }> {
  const password = newPassword();
  const subject = `s-${(hired += 1)}`;
  const employee = {
    subject,
    password,
    claims: { [company.personClaim]: id },
  };
  await lab.company.internet.employ(username, employee);
  await lab.company.office.employ(username, employee);
  return { username, password, subject };
}

/** Somebody leaves the company. */
export async function dismiss(lab: Lab, { username }: Login): Promise<void> {
  await lab.company.internet.remove(username);
  await lab.company.office.remove(username);
}
