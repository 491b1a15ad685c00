import type { IncomingMessage, ServerResponse } from 'node:http';
import { text as readBody } from 'node:stream/consumers';
import { cognitoTarget } from '../../api/cognito';
import type { Target } from '../shared/aws-client';
import { isObject, objects, strings, text, type JsonObject } from '../shared/json';
import type { Clock } from '../shared/clock';
import { sendJson } from '../shared/http';
import { claimsOf, type PoolKeys } from './keys';
import { AppClients, type AppClient } from './app-clients';
import { Challenges, StepRefusal } from './challenges';
import { cognito, errorType } from './control-plane';
import { PoolUsers, type Identity } from './pool-users';
import { SignInPages, type ProviderRequest } from './sign-in-pages';
import { TokenRefusal, Tokens, type TokenSet } from './tokens';
import { TriggerRefusal, type InvokeTrigger } from './trigger';

/**
 * The scope of tokens that a sign-in by Cognito's API gives.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
 */
const ownScope = 'aws.cognito.signin.user.admin';

interface UserPoolsOptions {
  readonly target: Target;
  readonly invokeTrigger: InvokeTrigger;
  /** Sends a request of Cognito's own over the internet. */
  readonly askProvider: ProviderRequest;
}

/**
 * Cognito's public API, key sets and sign-in domains. The control plane decides who may sign in. Tokens have Cognito's form,
 * one key for each kind, and the lifetime of the deployed app client.
 * A class: it holds keys, and it can be down.
 */
export class UserPools {
  readonly #target: Target;
  readonly #users: PoolUsers;
  readonly #clients: AppClients;
  readonly #tokens: Tokens;
  readonly #challenges: Challenges;
  readonly #pages: SignInPages;
  /** How fetching a key set ends: with the set, with a broken connection, or never. */
  keySets: 'up' | 'down' | 'silent' = 'up';
  /** How often a key set was fetched. */
  keySetsAsked = 0;

  constructor({ target, invokeTrigger, askProvider }: UserPoolsOptions) {
    this.#target = target;
    const users = new PoolUsers(target);
    const clients = new AppClients(target);
    const tokens = new Tokens({ target, users, clients, invokeTrigger });
    this.#users = users;
    this.#clients = clients;
    this.#tokens = tokens;
    this.#challenges = new Challenges(target);
    this.#pages = new SignInPages({ target, users, clients, tokens, askProvider });
  }

  /** The keys of a pool. */
  keys(poolId: string): PoolKeys {
    return this.#tokens.keys(poolId);
  }

  /** The clock of refresh tokens. */
  get clock(): Clock {
    return this.#tokens.clock;
  }

  /** Links an identity at a provider to a user, as an administrator may. */
  link(poolId: string, userName: string, identity: Identity): void {
    this.#users.link(poolId, userName, identity);
  }

  /** Takes all links of a user away. */
  unlink(poolId: string, userName: string): void {
    this.#users.unlink(poolId, userName);
  }

  /** Answers a request at a sign-in domain. */
  async serveDomain(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    await this.#pages.serve(incoming, outgoing);
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
    allowPages(outgoing);
    if (incoming.method === 'OPTIONS') {
      outgoing.writeHead(200).end();
      return;
    }
    const body: unknown = JSON.parse((await readBody(incoming)) || '{}');
    const operation = String(incoming.headers['x-amz-target']).replace(cognitoTarget, '');
    const answer = isObject(body) ? await this.#answer(operation, body) : refused('SerializationException');
    sendJson(outgoing, answer.__type === undefined ? 200 : 400, answer);
  }

  /** The answer to an operation that needs no AWS credentials; one with a `__type` is an error. */
  async #answer(operation: string, request: JsonObject): Promise<JsonObject> {
    if (operation === 'UpdateUserAttributes') return this.#updateAttributes(request);
    try {
      if (operation === 'AssociateSoftwareToken') return this.#challenges.associate(request);
      if (operation === 'VerifySoftwareToken') return await this.#challenges.verify(request);
    } catch (error) {
      if (error instanceof StepRefusal) return refused(error.type, error.message);
      throw error;
    }
    if (!['InitiateAuth', 'RespondToAuthChallenge', 'SignUp', 'RevokeToken'].includes(operation))
      return refused('InvalidParameterException');
    const client = await this.#clients.find(text(request, 'ClientId') ?? '');
    if (!client) return refused('ResourceNotFoundException', 'no such client');
    if (operation === 'RevokeToken') {
      this.#tokens.revoke(text(request, 'Token') ?? '', client.id);
      return {};
    }
    try {
      if (operation === 'SignUp') return await this.#signUp(request, client);
      return operation === 'InitiateAuth'
        ? await this.#signIn(request, client)
        : await this.#tokensIn(await this.#challenges.respond(request, client), client);
    } catch (error) {
      if (error instanceof StepRefusal) return refused(error.type, error.message);
      if (error instanceof TriggerRefusal) return refused('UserLambdaValidationException', error.message);
      if (error instanceof TokenRefusal) return refused('NotAuthorizedException', error.message);
      const type = errorType(error);
      if (type === undefined) throw error;
      // PreventUserExistenceErrors hides the reason
      const isHidden = client.settings.PreventUserExistenceErrors === 'ENABLED';
      return refused(
        isHidden && type === 'UserNotFoundException' ? 'NotAuthorizedException' : type,
        String(error).includes('User is disabled.') ? 'User is disabled.' : 'Incorrect username or password.',
      );
    }
  }

  /** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminCreateUserConfigType.html */
  async #signUp(request: JsonObject, { pool }: AppClient): Promise<JsonObject> {
    const { AdminCreateUserConfig: config } = pool;
    if (isObject(config) && config.AllowAdminCreateUserOnly === true)
      return refused('NotAuthorizedException', 'SignUp is not permitted for this user pool');
    return cognito(this.#target, 'SignUp', request);
  }

  /** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserAttributes.html */
  async #updateAttributes(request: JsonObject): Promise<JsonObject> {
    const claims = this.#claimsIn(text(request, 'AccessToken') ?? '');
    const client = claims && (await this.#clients.find(String(claims.client_id)));
    if (!client) return refused('NotAuthorizedException', 'Invalid Access Token');
    if (!String(claims.scope).split(' ').includes(ownScope))
      return refused('NotAuthorizedException', 'Access Token does not have required scopes');
    const attributes = objects(request, 'UserAttributes');
    const names = attributes.map((attribute) => text(attribute, 'Name') ?? '');
    const refusal = attributeRefusal(
      names,
      strings(client.settings, 'WriteAttributes'),
      objects(client.pool, 'SchemaAttributes'),
    );
    if (refusal) return refusal;
    const change = { UserPoolId: client.poolId, Username: claims.username, UserAttributes: attributes };
    await cognito(this.#target, 'AdminUpdateUserAttributes', change);
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

  async #signIn(request: JsonObject, client: AppClient): Promise<JsonObject> {
    const flow = String(request.AuthFlow).replace(/^REFRESH_TOKEN$/, 'REFRESH_TOKEN_AUTH');
    if (!strings(client.settings, 'ExplicitAuthFlows').includes(`ALLOW_${flow}`))
      return refused('InvalidParameterException', `${flow} flow not enabled for this client`);
    const parameters = isObject(request.AuthParameters) ? request.AuthParameters : {};
    if (flow === 'REFRESH_TOKEN_AUTH')
      return result(await this.#tokens.again(text(parameters, 'REFRESH_TOKEN') ?? '', client.id));
    // the control plane checks the password
    return this.#tokensIn(await this.#challenges.begin(request, client), client);
  }

  /** Tokens in Cognito's form where the control plane gave its own; else its answer, a challenge. */
  async #tokensIn(reply: JsonObject, client: AppClient): Promise<JsonObject> {
    const { AuthenticationResult: authenticated } = reply;
    if (!isObject(authenticated)) return reply;
    const { username } = claimsOf(text(authenticated, 'AccessToken') ?? '');
    return result(
      await this.#tokens.first(
        {
          clientId: client.id,
          poolId: client.poolId,
          userName: String(username),
          scopes: [ownScope],
          authTime: Math.floor(Date.now() / 1000),
        },
        'TokenGeneration_Authentication',
      ),
    );
  }
}

/** Pages of every host may ask (CORS), as sign-in pages of single-page applications do. */
function allowPages(outgoing: ServerResponse): void {
  outgoing.setHeader('access-control-allow-origin', '*');
  outgoing.setHeader('access-control-allow-headers', 'content-type,x-amz-target');
}

function result({ access, id, refresh, expiresInSeconds }: TokenSet): JsonObject {
  return {
    AuthenticationResult: {
      AccessToken: access,
      IdToken: id,
      ...(refresh !== undefined && { RefreshToken: refresh }),
      ExpiresIn: expiresInSeconds,
      TokenType: 'Bearer',
    },
    ChallengeParameters: {},
  };
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
