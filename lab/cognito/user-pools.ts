import type { IncomingMessage, ServerResponse } from 'node:http';
import { json, type Target } from '../stand-in/client';
import { isObject, objects, text, type JsonObject } from '../stand-in/json';
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
  /** Whether key sets can be fetched. */
  keySetsUp = true;

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
      if (!this.keySetsUp) incoming.socket.destroy();
      else sendJson(outgoing, 200, this.keys(poolId).keySet());
      return;
    }
    const body: unknown = JSON.parse((await readBody(incoming)) || '{}');
    const operation = incoming.headers['x-amz-target'];
    if (operation !== `${prefix}InitiateAuth` || !isObject(body)) {
      sendJson(outgoing, 400, { __type: 'InvalidParameterException' });
      return;
    }
    try {
      sendJson(outgoing, 200, await this.#signIn(body));
    } catch {
      // with PreventUserExistenceErrors the reason is nobody's business
      sendJson(outgoing, 400, {
        __type: 'NotAuthorizedException',
        message: 'Incorrect username or password.',
      });
    }
  }

  async #signIn(request: JsonObject): Promise<JsonObject> {
    const reply = await json(this.#target, 'cognito-idp', `${prefix}InitiateAuth`, request);
    const { AuthenticationResult: result } = reply;
    if (!isObject(result)) return reply;
    const claims = claimsOf(text(result, 'AccessToken') ?? '');
    const poolId = String(claims.iss).split('/').at(-1) ?? '';
    const seconds = await this.#lifetime(poolId, text(request, 'ClientId') ?? '');
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

  /** How long access tokens of a client live, in seconds; ID tokens, which the product refuses, live as long here. */
  async #lifetime(poolId: string, clientId: string): Promise<number> {
    const request = { UserPoolId: poolId, ClientId: clientId };
    const { UserPoolClient: client } = await json(
      this.#target,
      'cognito-idp',
      `${prefix}DescribeUserPoolClient`,
      request,
    );
    if (!isObject(client)) return 3600;
    const [units = {}] = [client.TokenValidityUnits].filter(isObject);
    const factor = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 }[
      (text(units, 'AccessToken') ?? 'hours') as 'seconds'
    ];
    return Number(client.AccessTokenValidity ?? 1) * factor;
  }
}

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
