import type { Target } from '../shared/aws-client';
import { isObject, objects, text, type JsonObject } from '../shared/json';
import { cognito } from './control-plane';

/** An app client with its pool. */
export interface AppClient {
  readonly id: string;
  readonly poolId: string;
  readonly settings: JsonObject;
  readonly pool: JsonObject;
}

/** The app clients of all pools, as they are now. A class: it remembers in which pool each is. */
export class AppClients {
  readonly #target: Target;
  readonly #poolIds = new Map<string, string>();

  constructor(target: Target) {
    this.#target = target;
  }

  /** A client; undefined if there is none. */
  async find(id: string): Promise<AppClient | undefined> {
    const poolId = this.#poolIds.get(id) ?? (await this.#poolIdOf(id));
    if (poolId === undefined) return undefined;
    this.#poolIds.set(id, poolId);
    const request = { UserPoolId: poolId };
    const { UserPoolClient: settings } = await cognito(this.#target, 'DescribeUserPoolClient', {
      ...request,
      ClientId: id,
    });
    const { UserPool: pool } = await cognito(this.#target, 'DescribeUserPool', request);
    return isObject(settings) && isObject(pool) ? { id, poolId, settings, pool } : undefined;
  }

  async #poolIdOf(id: string): Promise<string | undefined> {
    for (const pool of objects(
      await cognito(this.#target, 'ListUserPools', { MaxResults: 60 }),
      'UserPools',
    )) {
      const request = { UserPoolId: text(pool, 'Id'), MaxResults: 60 };
      const clients = objects(await cognito(this.#target, 'ListUserPoolClients', request), 'UserPoolClients');
      if (clients.some((client) => client.ClientId === id)) return request.UserPoolId;
    }
    return undefined;
  }
}
