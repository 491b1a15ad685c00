import * as z from 'zod';
import { profileClaim } from '../../../api/sign-in';
import type { OidcIdentity } from '../../../config/identity';
import type { Environment } from '../../../config/load';
import { partitionOf } from '../../../config/regions';
import type { DeploymentChoice } from '../context';
import { Failure } from '../failure';
import { type CodeSettings, type Settings, settingsSchema } from './schema';

/** Outputs of the stacks that the command line needs. They come from a state file, so every value is checked. */
export interface DeployedOutputs {
  readonly identity: Readonly<Record<string, unknown>>;
  readonly privateApi: Readonly<Record<string, unknown>>;
}

/** The provider's own description. https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata */
const providerMetadata = z.object({
  issuer: z.string(),
  authorization_endpoint: z.string(),
  token_endpoint: z.string(),
  revocation_endpoint: z.string().optional(),
  end_session_endpoint: z.string().optional(),
  scopes_supported: z.array(z.string()).optional(),
});

/**
 * The settings of a deployment.
 *
 * @param fetchJson reads the metadata of the company's provider
 * @throws Failure if an output or a choice is missing
 */
export async function settingsOf(
  { name, region, identity, network: { vpc }, portal }: Environment,
  { identity: outputs, privateApi }: DeployedOutputs,
  choice: DeploymentChoice,
  fetchJson: (address: string) => Promise<unknown>,
): Promise<Settings> {
  const output = (from: Readonly<Record<string, unknown>>, key: string): string => {
    const value = from[key];
    if (typeof value === 'string') return value;
    throw new Failure({
      code: 'not_deployed',
      what: `The output ${key} is missing: ${name} is not deployed, or by an earlier version.`,
      todo: `Run: STUDIO_ENV=${name} npx cdktf deploy network identity studio private-api`,
    });
  };
  const { cognito, oidc } = identity;
  const issuer = output(outputs, 'issuer');
  const signIn = cognito
    ? userPool(
        cognito.federation && output(outputs, 'sign_in_url'),
        issuer,
        output(outputs, 'app_client_id'),
        region,
      )
    : await companyProvider(oidc, choice, fetchJson);
  return settingsSchema.parse({
    version: 1,
    environment: name,
    apiUrl: output(privateApi, 'api_url'),
    region,
    ...helpOf(portal),
    signIn,
    expected: {
      networks: [vpc.create ? vpc.create.cidr : vpc.existing.cidr],
      studioZone: `studio.${region}.${partitionOf(region).studioDnsSuffix}`,
      sagemakerApi: `api.sagemaker.${region}.${partitionOf(region).dnsSuffix}`,
      apiByAlias: output(privateApi, 'api_url_by_endpoint_alias'),
      apiByEndpoint: output(privateApi, 'api_url_by_endpoint_name'),
      tokenIssuer: oidc?.issuer ?? issuer,
      profileClaim: oidc?.profileClaim ?? (cognito?.federation ? profileClaim : 'username'),
    },
  } satisfies Settings);
}

/** Whom people ask: the name and the address of the environment file, as they read them. */
function helpOf({ operator: { name, help } }: Environment['portal']): Pick<Settings, 'help'> {
  const words = [name, help?.replace(/^mailto:/, '')].filter((word) => word !== undefined);
  return words.length === 0 ? {} : { help: words.join(', ') };
}

/** A pool with a sign-in domain signs in by code only. https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html */
function userPool(
  signInUrl: string | undefined,
  issuer: string,
  clientId: string,
  region: string,
): Settings['signIn'] {
  if (signInUrl === undefined) {
    const { hostname } = new URL(issuer);
    // https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/govcloud-cog.html
    const isGovCloud = partitionOf(region).id === 'aws-us-gov';
    const endpoint = `https://${isGovCloud ? hostname.replace('cognito-idp', 'cognito-idp-fips') : hostname}/`;
    return { kind: 'password', issuer, clientId, endpoint };
  }
  return {
    kind: 'code',
    issuer,
    clientId,
    scope: 'openid',
    authorizationEndpoint: `${signInUrl}/oauth2/authorize`,
    tokenEndpoint: `${signInUrl}/oauth2/token`,
    revocationEndpoint: `${signInUrl}/oauth2/revoke`,
  };
}

async function companyProvider(
  { issuer, scope, clients, portal }: OidcIdentity,
  { clientId = onlyClient(clients?.ids.filter((id) => id !== portal?.clientId)), metadata }: DeploymentChoice,
  fetchJson: (address: string) => Promise<unknown>,
): Promise<CodeSettings> {
  if (clientId === undefined) {
    throw new Failure({
      code: 'client_missing',
      what: 'identity.oidc.clients lists no client besides the page’s, or several, and one of them is the command line’s.',
      todo: 'Name it with --client-id.',
      ending: 'usage',
    });
  }
  const address = metadata ?? `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const { data, error } = providerMetadata.safeParse(await fetchJson(address));
  if (error) {
    throw new Failure({
      code: 'metadata_wrong',
      what: `${address} is not the metadata of a provider.`,
      todo: 'Name the address of its openid-configuration with --metadata.',
    });
  }
  const {
    revocation_endpoint: revocation,
    end_session_endpoint: endSession,
    scopes_supported: scopes = [],
  } = data;
  return {
    kind: 'code',
    issuer: data.issuer,
    clientId,
    // most providers give a refresh token for this scope only: https://openid.net/specs/openid-connect-core-1_0.html#OfflineAccess
    scope: ['openid', ...(scopes.includes('offline_access') ? ['offline_access'] : []), scope.request].join(
      ' ',
    ),
    authorizationEndpoint: data.authorization_endpoint,
    tokenEndpoint: data.token_endpoint,
    ...(revocation !== undefined && { revocationEndpoint: revocation }),
    ...(endSession !== undefined && { endSessionEndpoint: endSession }),
  };
}

function onlyClient(ids: readonly string[] = []): string | undefined {
  return ids.length === 1 ? ids[0] : undefined;
}
