import type { IncomingMessage, ServerResponse } from 'node:http';
import { json, type Target } from '../stand-in/client';
import { isObject, objects, strings, text, type JsonObject } from '../stand-in/json';
import { readBody, sendJson } from '../system/http';
import { claimsOf, PoolKeys } from './keys';

const prefix = 'AWSCognitoIdentityProviderService.';

/**
 * Cognito's public API and key sets. Who may sign in is the control plane's to say; tokens get Cognito's form, with a
 * key of their own for each kind and the lifetime that the deployed app client has.
 * A class: it holds keys, and it can be down.
 */
export class UserPools {
  readonly #target: Target;
  readonly #issuerHost: string;
  readonly #keys = new Map<string, PoolKeys>();
  /** Of app clients, by their id. */
  readonly #poolIds = new Map<string, string>();
  /** Whether key sets can be fetched. */
  keySetsUp = true;
  /** When a key set was last fetched, in milliseconds since 1970. */
  keySetServedAt = 0;

  /** @param issuerHost host of the issuer that tokens name: AWS has two forms, and no way to ask for a pool's */
  constructor(target: Target, issuerHost: string) {
    this.#target = target;
    this.#issuerHost = issuerHost;
  }

  /** The keys of a pool. */
  keys(poolId: string): PoolKeys {
    const keys = this.#keys.get(poolId) ?? new PoolKeys();
    this.#keys.set(poolId, keys);
    return keys;
  }

  /** Answers a sign-in or a request for a key set. */
  async serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const poolId = /^\/([\w-]+)\/\.well-known\/jwks\.json$/.exec(incoming.url ?? '')?.[1];
    if (poolId !== undefined) {
      if (this.keySetsUp) {
        this.keySetServedAt = Date.now();
        sendJson(outgoing, 200, this.keys(poolId).keySet());
      } else incoming.socket.destroy();
      return;
    }
    const body: unknown = JSON.parse((await readBody(incoming)) || '{}');
    const operation = incoming.headers['x-amz-target'];
    if (operation !== `${prefix}InitiateAuth` || !isObject(body)) {
      sendJson(outgoing, 400, { __type: 'InvalidParameterException' });
      return;
    }
    const client = await this.#client(text(body, 'ClientId') ?? '');
    const flow = String(body.AuthFlow).replace(/^REFRESH_TOKEN$/, 'REFRESH_TOKEN_AUTH');
    if (!client || !strings(client, 'ExplicitAuthFlows').includes(`ALLOW_${flow}`)) {
      const message = client ? `${flow} flow not enabled for this client` : 'no such client';
      sendJson(outgoing, 400, { __type: 'InvalidParameterException', message });
      return;
    }
    try {
      sendJson(outgoing, 200, await this.#signIn(body, client));
    } catch (error) {
      const type = /"__type": ?"(\w+)"/.exec(String(error))?.[1];
      if (type === undefined) throw error;
      // with PreventUserExistenceErrors the reason is nobody's business
      const hidden = text(client, 'PreventUserExistenceErrors') === 'ENABLED' ? 'UserNotFoundException' : '';
      const __type = type === hidden ? 'NotAuthorizedException' : type;
      sendJson(outgoing, 400, { __type, message: 'Incorrect username or password.' });
    }
  }

  /** An app client as it is now, in whichever pool it is. */
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

  async #signIn(request: JsonObject, client: JsonObject): Promise<JsonObject> {
    const reply = await this.#call('InitiateAuth', request);
    const { AuthenticationResult: result } = reply;
    if (!isObject(result)) return reply;
    const poolId = text(client, 'UserPoolId') ?? '';
    const seconds = lifetimeOf(client);
    const keys = this.keys(poolId);
    const sign = (use: 'access' | 'id', token: string | undefined) => {
      const own = claimsOf(token ?? '');
      return keys.sign(use, {
        ...own,
        iss: `https://${this.#issuerHost}/${poolId}`,
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

/** How long access tokens of a client live, in seconds; ID tokens, which the product refuses, live as long here. */
function lifetimeOf({ AccessTokenValidity: validity, TokenValidityUnits: units }: JsonObject): number {
  const unit = isObject(units) ? text(units, 'AccessToken') : undefined;
  return Number(validity ?? 1) * (secondsPer[unit ?? 'hours'] ?? Number.NaN);
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
    users: async () =>
      objects(await call('ListUsers', {}), 'Users').map((user) => text(user, 'Username') ?? ''),
  };
}
