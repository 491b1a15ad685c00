import type { IncomingMessage, ServerResponse } from 'node:http';
import { text as readBody } from 'node:stream/consumers';
import { json, type Target } from '../shared/aws-client';
import { isObject, objects, strings, text, type JsonObject } from '../shared/json';
import { Clock } from '../shared/clock';
import { sendJson } from '../shared/http';
import { claimsOf, PoolKeys } from './keys';

const prefix = 'AWSCognitoIdentityProviderService.';

/**
 * Cognito's public API and key sets. The control plane decides who may sign in. Tokens have Cognito's form, one key for
 * each kind, and the lifetime of the deployed app client.
 * A class: it holds keys, and it can be down.
 */
export class UserPools {
  readonly #target: Target;
  readonly #keys = new Map<string, PoolKeys>();
  /** Settings of app clients, by client id. */
  readonly #poolIds = new Map<string, string>();
  /** How fetching a key set ends: with the set, with a broken connection, or never. */
  keySets: 'up' | 'down' | 'silent' = 'up';
  /** How often a key set was fetched. */
  keySetsAsked = 0;
  /** The clock of refresh tokens. */
  readonly clock = new Clock();
  /** When refresh tokens end, in milliseconds since 1970. */
  readonly #refreshUntil = new Map<string, number>();

  constructor(target: Target) {
    this.#target = target;
  }

  /** The keys of a pool. */
  keys(poolId: string): PoolKeys {
    const keys = this.#keys.get(poolId) ?? new PoolKeys();
    this.#keys.set(poolId, keys);
    return keys;
  }

  /** Answers a sign-in, a sign-up, or a request for a key set. */
  async serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const poolId = /^\/([\w-]+)\/\.well-known\/jwks\.json$/.exec(incoming.url ?? '')?.[1];
    if (poolId !== undefined) {
      this.keySetsAsked += 1;
      if (this.keySets === 'up') sendJson(outgoing, 200, this.keys(poolId).keySet());
      else if (this.keySets === 'down') incoming.socket.destroy();
      return;
    }
    const body: unknown = JSON.parse((await readBody(incoming)) || '{}');
    const operation = String(incoming.headers['x-amz-target']).replace(prefix, '');
    const answer = isObject(body) ? await this.#answer(operation, body) : refused('SerializationException');
    sendJson(outgoing, answer.__type === undefined ? 200 : 400, answer);
  }

  /** The answer to an operation that needs no AWS credentials; one with a `__type` is an error. */
  async #answer(operation: string, request: JsonObject): Promise<JsonObject> {
    if (operation === 'UpdateUserAttributes') return this.#updateAttributes(request);
    if (operation !== 'InitiateAuth' && operation !== 'SignUp') return refused('InvalidParameterException');
    const client = await this.#client(text(request, 'ClientId') ?? '');
    if (!client) return refused('ResourceNotFoundException', 'no such client');
    try {
      return operation === 'SignUp'
        ? await this.#signUp(request, client)
        : await this.#signIn(request, client);
    } catch (error) {
      const type = /"__type": ?"(\w+)"/.exec(String(error))?.[1];
      if (type === undefined) throw error;
      // PreventUserExistenceErrors hides the reason
      const hidden = text(client, 'PreventUserExistenceErrors') === 'ENABLED' ? 'UserNotFoundException' : '';
      return refused(type === hidden ? 'NotAuthorizedException' : type, 'Incorrect username or password.');
    }
  }

  /** An app client as it is now, looked up in all pools. */
  async #client(clientId: string): Promise<JsonObject | undefined> {
    const poolId = this.#poolIds.get(clientId) ?? (await this.#poolIdOf(clientId));
    if (poolId === undefined) return undefined;
    this.#poolIds.set(clientId, poolId);
    const request = { UserPoolId: poolId, ClientId: clientId };
    const { UserPoolClient: client } = await this.#call('DescribeUserPoolClient', request);
    return isObject(client) ? client : undefined;
  }

  async #poolIdOf(clientId: string): Promise<string | undefined> {
    for (const pool of objects(await this.#call('ListUserPools', { MaxResults: 60 }), 'UserPools')) {
      const request = { UserPoolId: text(pool, 'Id'), MaxResults: 60 };
      const clients = objects(await this.#call('ListUserPoolClients', request), 'UserPoolClients');
      if (clients.some((client) => client.ClientId === clientId)) return request.UserPoolId;
    }
    return undefined;
  }

  #call(operation: string, request: JsonObject): Promise<JsonObject> {
    return json(this.#target, 'cognito-idp', prefix + operation, request);
  }

  /** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminCreateUserConfigType.html */
  async #signUp(request: JsonObject, client: JsonObject): Promise<JsonObject> {
    const { UserPool: pool } = await this.#call('DescribeUserPool', { UserPoolId: client.UserPoolId });
    const { AdminCreateUserConfig: config } = isObject(pool) ? pool : {};
    if (isObject(config) && config.AllowAdminCreateUserOnly === true)
      return refused('NotAuthorizedException', 'SignUp is not permitted for this user pool');
    return this.#call('SignUp', request);
  }

  /** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserAttributes.html */
  async #updateAttributes(request: JsonObject): Promise<JsonObject> {
    const claims = this.#claimsIn(text(request, 'AccessToken') ?? '');
    const client = claims && (await this.#client(String(claims.client_id)));
    if (!client) return refused('NotAuthorizedException', 'Invalid Access Token');
    const { UserPoolId } = client;
    const { UserPool: pool } = await this.#call('DescribeUserPool', { UserPoolId });
    const attributes = objects(request, 'UserAttributes');
    const names = attributes.map((attribute) => text(attribute, 'Name') ?? '');
    const schema = isObject(pool) ? objects(pool, 'SchemaAttributes') : [];
    const refusal = attributeRefusal(names, strings(client, 'WriteAttributes'), schema);
    if (refusal) return refusal;
    const change = { UserPoolId, Username: claims.username, UserAttributes: attributes };
    await this.#call('AdminUpdateUserAttributes', change);
    return { CodeDeliveryDetailsList: [] };
  }

  /** The claims of an access token of one of the pools; undefined if it is none. */
  #claimsIn(token: string): Record<string, unknown> | undefined {
    try {
      const claims = claimsOf(token);
      const poolId = String(claims.iss).split('/').at(-1) ?? '';
      return this.keys(poolId).hasSigned('access', token) ? claims : undefined;
    } catch {
      return undefined;
    }
  }

  async #signIn(request: JsonObject, client: JsonObject): Promise<JsonObject> {
    const flow = String(request.AuthFlow).replace(/^REFRESH_TOKEN$/, 'REFRESH_TOKEN_AUTH');
    if (!strings(client, 'ExplicitAuthFlows').includes(`ALLOW_${flow}`))
      return refused('InvalidParameterException', `${flow} flow not enabled for this client`);
    const poolId = text(client, 'UserPoolId') ?? '';
    const parameters = isObject(request.AuthParameters) ? request.AuthParameters : {};
    const until = this.#refreshUntil.get(text(parameters, 'REFRESH_TOKEN') ?? '');
    if (until !== undefined && until <= this.clock.now())
      return refused('NotAuthorizedException', 'Refresh Token has expired');
    const reply = await this.#call('InitiateAuth', request);
    const { AuthenticationResult: result } = reply;
    if (!isObject(result)) return reply;
    // moto checks neither when it refreshes a token
    const Username = claimsOf(text(result, 'AccessToken') ?? '').username;
    if ((await this.#call('AdminGetUser', { UserPoolId: poolId, Username })).Enabled === false)
      return refused('NotAuthorizedException', 'User is disabled.');
    const refreshToken = text(result, 'RefreshToken');
    if (refreshToken !== undefined) {
      const lifetime = lifetimeOf(client, 'RefreshToken', 30 * 24 * 3600);
      this.#refreshUntil.set(refreshToken, this.clock.now() + lifetime * 1000);
    }
    const seconds = lifetimeOf(client, 'AccessToken', 3600);
    const keys = this.keys(poolId);
    const sign = (use: 'access' | 'id', token: string | undefined) => {
      const own = claimsOf(token ?? '');
      return keys.sign(use, {
        ...own,
        iss: `https://cognito-idp.${this.#target.region}.amazonaws.com/${poolId}`,
        exp: Number(own.iat) + seconds,
        ...(use === 'access' && { version: 2 }),
      });
    };
    return {
      AuthenticationResult: {
        ...result,
        AccessToken: sign('access', text(result, 'AccessToken')),
        IdToken: sign('id', text(result, 'IdToken')),
        ExpiresIn: seconds,
      },
      ChallengeParameters: {},
    };
  }
}

/**
 * Why a user may not write attributes of theirs. An app client whose list of attributes is empty may write every standard one.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserPoolClientType.html
 */
function attributeRefusal(
  names: readonly string[],
  listed: readonly string[],
  schema: readonly JsonObject[],
): JsonObject | undefined {
  const isWritable = (name: string) =>
    listed.length > 0 ? listed.includes(name) : !name.startsWith('custom:') && name !== 'sub';
  if (!names.every(isWritable))
    return refused('NotAuthorizedException', 'A client attempted to write unauthorized attribute');
  const fixed = names.find((name) => schema.some(({ Name, Mutable }) => Name === name && Mutable === false));
  return fixed === undefined
    ? undefined
    : refused('InvalidParameterException', `user.${fixed}: Attribute cannot be updated.`);
}

function refused(type: string, message?: string): JsonObject {
  return { __type: type, message };
}

/** How long tokens of a client live, in seconds; ID tokens, which the product refuses, live as long as access tokens here. */
function lifetimeOf(client: JsonObject, kind: 'AccessToken' | 'RefreshToken', otherwise: number): number {
  const { TokenValidityUnits: units, [`${kind}Validity`]: validity } = client;
  if (typeof validity !== 'number') return otherwise;
  const unit = isObject(units) ? text(units, kind) : undefined;
  return validity * (secondsPer[unit ?? (kind === 'AccessToken' ? 'hours' : 'days')] ?? Number.NaN);
}

const secondsPer: Readonly<Record<string, number>> = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };

/** Administrators' operations on a pool, as the AWS CLI sends them. */
export function administration(target: Target, poolId: string) {
  const call = (operation: string, request: JsonObject) =>
    json(target, 'cognito-idp', prefix + operation, { UserPoolId: poolId, ...request });
  return {
    createUser: (Username: string) => call('AdminCreateUser', { Username, MessageAction: 'SUPPRESS' }),
    setPassword: (Username: string, Password: string) =>
      call('AdminSetUserPassword', { Username, Password, Permanent: true }),
    disableUser: (Username: string) => call('AdminDisableUser', { Username }),
    deleteUser: (Username: string) => call('AdminDeleteUser', { Username }),
    createClient: async (ClientName: string) => {
      const flows = ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'];
      const { UserPoolClient: client } = await call('CreateUserPoolClient', {
        ClientName,
        ExplicitAuthFlows: flows,
      });
      return isObject(client) ? (text(client, 'ClientId') ?? '') : '';
    },
    /** The settings of the pool, and of one of its app clients. */
    settings: async (ClientId: string) => {
      const { UserPool: pool } = await call('DescribeUserPool', {});
      const { UserPoolClient: client } = await call('DescribeUserPoolClient', { ClientId });
      return { pool: isObject(pool) ? pool : {}, client: isObject(client) ? client : {} };
    },
  };
}
