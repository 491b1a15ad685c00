import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { randomBytes } from 'node:crypto';
import { loopbackCallbacks } from '../../api/sign-in';
import type { Environment } from '../../config/load';
import { IdentityProvider } from '../identity-provider/identity-provider';
import { internet, loginNames } from '../network/addresses';
import type { Authority } from '../network/authority';
import type { Site } from '../network/site';
import type { Cleanup } from './cleanup';

/** What the company's identity providers, Cognito and desks agreed on. */
export const company = {
  /** Prefix of the sign-in domain of the user pool. */
  signInPrefix: 'studio-lab',
  /** Cognito's client at the provider, and its secret. */
  cognitoClient: { id: 'cognito', secret: randomBytes(24).toString('base64url') },
  /** The client of desks, and another one of the company's. */
  deskClient: 'studio-access',
  otherClient: 'intranet',
  /** The client of the page on which people open Studio. */
  portalClient: 'studio-portal',
  audience: 'api://studio-access',
  scope: 'studio.open',
  /** The claim that names a person. */
  personClaim: 'employee_id',
  /** Where a desk's client waits for codes, and where it goes after signing out. */
  callbackUrl: loopbackCallbacks[0],
  signOutUrl: 'https://intranet.corp.example.com/',
} as const;

/** The company's identity providers. */
export interface Company {
  /** One that the internet reaches. */
  readonly internet: IdentityProvider;
  /** One that only the company's own network reaches. */
  readonly office: IdentityProvider;
}

interface CompanyOptions {
  readonly environment: Environment;
  /** Address of the page on which people open Studio. */
  readonly portalUrl: string;
  readonly site: Site;
  readonly authority: Authority;
  readonly folder: string;
  readonly cleanup: Cleanup;
}

/** Starts both providers. */
export async function startCompany(options: CompanyOptions): Promise<Company> {
  const { environment, portalUrl, site, authority, cleanup } = options;
  const { audience, scope } = company;
  const folder = path.join(options.folder, 'identity-provider');
  mkdirSync(folder);
  const domain = `https://${company.signInPrefix}.auth.${environment.region}.amazoncognito.com`;
  const desk = {
    token_endpoint_auth_method: 'none',
    application_type: 'native',
    grant_types: ['authorization_code', 'refresh_token'],
    redirect_uris: [company.callbackUrl],
  };
  const clients = [
    {
      client_id: company.cognitoClient.id,
      client_secret: company.cognitoClient.secret,
      redirect_uris: [`${domain}/oauth2/idpresponse`],
    },
    { client_id: company.deskClient, ...desk },
    { client_id: company.otherClient, ...desk },
    {
      client_id: company.portalClient,
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      redirect_uris: [portalUrl],
      post_logout_redirect_uris: [portalUrl],
    },
  ];
  const start = async (host: Site['server'], address: string, name: string) => {
    const issuer = `https://${name}`;
    const claims = [company.personClaim];
    const started = await IdentityProvider.start({
      host,
      address,
      issuer,
      clients,
      audience,
      scope,
      claims,
      authority,
      folder,
    });
    cleanup.add(() => started.stop());
    return started;
  };
  return {
    internet: await start(site.identityProvider, internet.identityProvider, loginNames.internet),
    office: await start(site.server, site.serverAddress, loginNames.office),
  };
}
