import { createPublicKey, type JsonWebKey } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { isObject, objects, parseObject, text, type JsonObject } from '../shared/json';

/** A request of Cognito's own, over the internet, and the answer; a failure has no status. */
export type ProviderRequest = (request: {
  readonly url: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}) => Promise<{ readonly status?: number; readonly body?: string }>;

/** An identity provider of a user pool, as it is configured. */
export interface Provider {
  readonly name: string;
  readonly type: string;
  readonly details: JsonObject;
  /** The provider's attribute, by the pool's. */
  readonly mapping: JsonObject;
}

interface Begun {
  readonly provider: Provider;
  readonly nonce: string;
}

interface Begin {
  /** Origin of the sign-in domain. */
  readonly origin: string;
  readonly poolId: string;
  readonly state: string;
  readonly nonce: string;
}

/** What the provider says about a person. */
interface Answer {
  readonly subject: string;
  readonly values: JsonObject;
}

/** The provider's answer is refused; the message is shown to the client. */
export class ProviderRefusal extends Error {}

const detail = ({ details }: Provider, name: string) => text(details, name) ?? '';

/** Where the browser goes to sign in at the provider. */
export async function beginAtProvider(
  provider: Provider,
  { origin, poolId, state, nonce }: Begin,
  ask: ProviderRequest,
): Promise<string> {
  if (provider.type === 'SAML') {
    const parameters = {
      answer: `${origin}/saml2/idpresponse`,
      audience: `urn:amazon:cognito:sp:${poolId}`,
      RelayState: state,
    };
    return `${await samlAddress(provider, ask)}?${new URLSearchParams(parameters).toString()}`;
  }
  const { authorization_endpoint: endpoint } = await discovered(provider, ask);
  const parameters = {
    response_type: 'code',
    client_id: detail(provider, 'client_id'),
    redirect_uri: `${origin}/oauth2/idpresponse`,
    scope: detail(provider, 'authorize_scopes'),
    state,
    nonce,
  };
  return `${String(endpoint)}?${new URLSearchParams(parameters).toString()}`;
}

/**
 * Reads the answer of an OpenID Connect provider: code, ID token, and attributes of the userinfo endpoint.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-oidc-flow.html
 * @throws ProviderRefusal
 */
export async function oidcAnswer(
  { provider, nonce }: Begun,
  url: URL,
  ask: ProviderRequest,
): Promise<Answer> {
  const code = url.searchParams.get('code');
  if (code === null)
    throw new ProviderRefusal(`${provider.name} Error - ${url.searchParams.get('error') ?? 'no code'}`);
  const endpoints = await discovered(provider, ask);
  const { access_token: access, id_token: id } = await fetched(ask, {
    url: String(endpoints.token_endpoint),
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${Buffer.from(`${detail(provider, 'client_id')}:${detail(provider, 'client_secret')}`).toString('base64')}`,
    },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: `${url.origin}${url.pathname}`,
    }).toString(),
  });
  const claims = await verified(String(id), String(endpoints.jwks_uri), ask, {
    issuer: detail(provider, 'oidc_issuer'),
    audience: detail(provider, 'client_id'),
  });
  if (claims.nonce !== nonce) throw new ProviderRefusal('the ID token is for another sign-in');
  const values = await fetched(ask, {
    url: String(endpoints.userinfo_endpoint),
    headers: { authorization: `Bearer ${String(access)}` },
  });
  return { subject: String(claims.sub), values };
}

interface Assertion {
  readonly assertion: string;
  readonly audience: string;
  /** Origin of the sign-in domain. */
  readonly origin: string;
}

/** Reads the answer of a SAML provider, which is a signed token in the lab. @throws ProviderRefusal */
export async function samlAnswer(
  { provider }: Begun,
  { assertion, audience }: Assertion,
  ask: ProviderRequest,
): Promise<Answer> {
  const issuer = new URL(await samlAddress(provider, ask)).origin;
  const { attributes } = await verified(assertion, `${issuer}/jwks`, ask, { issuer, audience });
  const given = isObject(attributes) ? attributes : {};
  const values = Object.fromEntries(
    Object.entries(given).map(([name, list]) => {
      const all = Array.isArray(list) ? list.map(String) : [];
      // an attribute with several values: `[a,b]`
      return [name, all.length === 1 ? all[0] : `[${all.join(',')}]`];
    }),
  );
  return { subject: String(values.nameId), values };
}

/** The address that people of a SAML provider sign in at, in its metadata. */
async function samlAddress({ details }: Provider, ask: ProviderRequest): Promise<string> {
  const url = text(details, 'MetadataURL');
  const metadata = url === undefined ? text(details, 'MetadataFile') : (await ask({ url })).body;
  const address = /SingleSignOnService[^>]*Location="([^"]+)"/.exec(metadata ?? '')?.[1];
  if (address === undefined) throw new ProviderRefusal('the metadata has no SingleSignOnService');
  return address;
}

/** The provider's endpoints (OpenID Connect Discovery 1.0). */
function discovered(provider: Provider, ask: ProviderRequest): Promise<JsonObject> {
  return fetched(ask, { url: `${detail(provider, 'oidc_issuer')}/.well-known/openid-configuration` });
}

async function fetched(ask: ProviderRequest, request: Parameters<ProviderRequest>[0]): Promise<JsonObject> {
  const { status, body = '' } = await ask(request);
  if (status !== 200)
    throw new ProviderRefusal(
      `${new URL(request.url).pathname} of the provider answered ${String(status ?? 'nothing')}`,
    );
  return parseObject(body);
}

/** The claims of a token that a key of the provider has signed. @throws ProviderRefusal */
async function verified(
  token: string,
  keySet: string,
  ask: ProviderRequest,
  expected: { readonly issuer: string; readonly audience: string },
): Promise<JsonObject> {
  const { keys } = { keys: objects(await fetched(ask, { url: keySet }), 'keys') };
  const kid = jwt.decode(token, { complete: true })?.header.kid;
  const key = keys.find((one) => one.kid === kid);
  if (!key) throw new ProviderRefusal('a key that the provider does not have');
  try {
    const publicKey = createPublicKey({ key: key as JsonWebKey, format: 'jwk' });
    const claims = jwt.verify(token, publicKey, { algorithms: ['RS256'], ...expected });
    return isObject(claims) ? claims : {};
  } catch (error) {
    throw new ProviderRefusal(error instanceof Error ? error.message : String(error));
  }
}

/**
 * The attributes of the user, from what the provider sent.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-specifying-attribute-mapping.html
 * @param writable what the app client may write; empty is every standard attribute
 * @throws ProviderRefusal for an attribute that the app client may not write, or that is too long
 */
export function attributesFor(
  { mapping }: Provider,
  values: JsonObject,
  writable: readonly string[],
  pool: JsonObject,
): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [name, own] of Object.entries(mapping)) {
    const value = values[String(own)];
    if (name === 'username' || value === undefined) continue;
    const isWritable = writable.length > 0 ? writable.includes(name) : !name.startsWith('custom:');
    if (!isWritable)
      throw new ProviderRefusal(`user.${name}: A client attempted to write unauthorized attribute`);
    const asText = typeof value === 'string' ? value : JSON.stringify(value);
    if (asText.length > mostOf(pool, name))
      throw new ProviderRefusal(`user.${name}: String cannot be longer than ${mostOf(pool, name)}`);
    attributes[name] = asText;
  }
  return attributes;
}

/** The most characters of an attribute. */
function mostOf(pool: JsonObject, name: string): number {
  const attribute = objects(pool, 'SchemaAttributes').find(({ Name }) => Name === name);
  const { StringAttributeConstraints: limits } = attribute ?? {};
  return isObject(limits) && typeof limits.MaxLength === 'string' ? Number(limits.MaxLength) : 2048;
}
