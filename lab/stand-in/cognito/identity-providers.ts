import { cognitoTarget } from '../../../api/cognito';
import type { Call, Forward, Gap } from '../call';
import { isObject, strings, text, type JsonObject } from '../../shared/json';
import { jsonError, readJson, withJson } from '../json-body';

/** What Cognito writes into a provider's details by itself. */
const added: Readonly<Record<string, JsonObject>> = {
  SAML: {
    ActiveEncryptionCertificate: 'MIICvTCCAaWgAwIBAgIJALaTnTLoUkZ1',
    SSORedirectBindingURI: 'https://login.corp.example.com/sso',
    SLORedirectBindingURI: 'https://login.corp.example.com/slo',
  },
  OIDC: { attributes_url_add_attributes: 'false' },
};

/** Details without which Cognito refuses a provider; of a list in a list, one is enough. */
const required: Readonly<Record<string, readonly (readonly string[])[]>> = {
  SAML: [['MetadataURL', 'MetadataFile']],
  OIDC: [
    ['client_id'],
    ['client_secret'],
    ['oidc_issuer'],
    ['authorize_scopes'],
    ['attributes_request_method'],
  ],
};

/**
 * Attributes of every pool that a provider's may be mapped to; moto describes only those that a pool names.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
 */
const standard = new Set(['username', 'email', 'name', 'given_name', 'family_name', 'preferred_username']);

/**
 * Identity providers of a user pool: moto takes any details, and gives them back as they were sent. Cognito checks the name,
 * the details and the mapped attributes, and adds details of its own.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateIdentityProvider.html
 * @see https://github.com/hashicorp/terraform-provider-aws/issues/35588
 * @see https://github.com/hashicorp/terraform-provider-aws/issues/4807
 */
export const identityProviders: Gap = async (call, forward) => {
  if (call.service !== 'cognito-idp') return forward(call);
  const request = readJson(call);
  if (call.operation === 'CreateIdentityProvider' || call.operation === 'UpdateIdentityProvider') {
    const problem = await problemOf(call, request, forward);
    if (problem !== undefined) return invalidParameter(problem);
  }
  if (call.operation === 'CreateUserPoolClient' || call.operation === 'UpdateUserPoolClient') {
    const problem = await problemOfClient(call, request, forward);
    if (problem !== undefined) return invalidParameter(problem);
  }
  const reply = await forward(call);
  if (!call.operation.endsWith('IdentityProvider')) return reply;
  const { IdentityProvider: provider } = readJson(reply);
  if (!isObject(provider)) return reply;
  const details = isObject(provider.ProviderDetails) ? provider.ProviderDetails : {};
  const own = added[text(provider, 'ProviderType') ?? ''];
  return withJson(reply, { IdentityProvider: { ...provider, ProviderDetails: { ...details, ...own } } });
};

async function problemOf(call: Call, request: JsonObject, forward: Forward): Promise<string | undefined> {
  const type = text(request, 'ProviderType');
  const name = text(request, 'ProviderName') ?? '';
  if (!/^[^_\p{Z}][\p{L}\p{M}\p{S}\p{N}\p{P}]{1,30}[^_\p{Z}]$/u.test(name) || name.includes('_')) {
    return `1 validation error detected: Value '${name}' at 'providerName' failed to satisfy constraint`;
  }
  const details = isObject(request.ProviderDetails) ? request.ProviderDetails : {};
  const missing = (type === undefined ? [] : (required[type] ?? [])).find((names) =>
    names.every((one) => text(details, one) === undefined),
  );
  if (missing) return `Missing required parameter ${missing.join(' or ')}`;
  const mapping = isObject(request.AttributeMapping) ? Object.keys(request.AttributeMapping) : [];
  const pool = await poolOf(call, request, forward);
  const attributes = Array.isArray(pool.SchemaAttributes) ? pool.SchemaAttributes.filter(isObject) : [];
  const unusable = mapping.find((attribute) => {
    if (standard.has(attribute)) return false;
    const known = attributes.find(({ Name }) => Name === attribute);
    return known === undefined || known.Mutable === false;
  });
  return unusable === undefined ? undefined : `Invalid attribute mapping: ${unusable}`;
}

async function problemOfClient(
  call: Call,
  request: JsonObject,
  forward: Forward,
): Promise<string | undefined> {
  for (const provider of strings(request, 'SupportedIdentityProviders')) {
    if (provider === 'COGNITO') continue;
    const found = await ask(call, forward, 'DescribeIdentityProvider', {
      UserPoolId: request.UserPoolId,
      ProviderName: provider,
    });
    if (!isObject(found.IdentityProvider)) return `The provider ${provider} does not exist for User Pool`;
  }
  const flows = strings(request, 'AllowedOAuthFlows');
  if (flows.includes('code') && strings(request, 'CallbackURLs').length === 0) {
    return 'AllowedOAuthFlows requires at least one callback URL';
  }
  return undefined;
}

async function poolOf(call: Call, request: JsonObject, forward: Forward): Promise<JsonObject> {
  const { UserPool: pool } = await ask(call, forward, 'DescribeUserPool', { UserPoolId: request.UserPoolId });
  return isObject(pool) ? pool : {};
}

/** Another operation, as the same caller. */
async function ask(call: Call, forward: Forward, operation: string, body: JsonObject): Promise<JsonObject> {
  const headers = { ...call.headers, 'x-amz-target': cognitoTarget + operation };
  return readJson(await forward(withJson({ ...call, headers, operation }, body)));
}

const invalidParameter = (message: string) => jsonError('InvalidParameterException', message);
