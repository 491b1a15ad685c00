import type { Target } from '../shared/aws-client';
import { isObject, strings, text, without, type JsonObject } from '../shared/json';
import { cognito } from './control-plane';

/** Administrators' operations on a pool, as the AWS CLI sends them. */
export function administration(target: Target, poolId: string) {
  const call = (operation: string, request: JsonObject) =>
    cognito(target, operation, { UserPoolId: poolId, ...request });
  /** Changes which providers an app client offers; an update takes everything else that it does not name away. */
  const offer = async (ClientId: string, change: (names: readonly string[]) => string[]) => {
    const { UserPoolClient: client } = await call('DescribeUserPoolClient', { ClientId });
    if (!isObject(client)) throw new Error(`no app client ${ClientId}`);
    await call('UpdateUserPoolClient', {
      ...without(client, 'CreationDate', 'LastModifiedDate', 'UserPoolId'),
      SupportedIdentityProviders: change(strings(client, 'SupportedIdentityProviders')),
    });
  };
  return {
    createUser: (Username: string) => call('AdminCreateUser', { Username, MessageAction: 'SUPPRESS' }),
    /** Creates a user with a password that is good for one sign-in. */
    inviteUser: (Username: string, TemporaryPassword: string) =>
      call('AdminCreateUser', { Username, TemporaryPassword, MessageAction: 'SUPPRESS' }),
    setPassword: (Username: string, Password: string) =>
      call('AdminSetUserPassword', { Username, Password, Permanent: true }),
    disableUser: (Username: string) => call('AdminDisableUser', { Username }),
    enableUser: (Username: string) => call('AdminEnableUser', { Username }),
    deleteUser: (Username: string) => call('AdminDeleteUser', { Username }),
    /** Writes an attribute of a user. */
    setAttribute: (Username: string, Name: string, Value: string) =>
      call('AdminUpdateUserAttributes', { Username, UserAttributes: [{ Name, Value }] }),
    createClient: async (ClientName: string) => {
      const flows = ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'];
      const { UserPoolClient: client } = await call('CreateUserPoolClient', {
        ClientName,
        ExplicitAuthFlows: flows,
      });
      return isObject(client) ? (text(client, 'ClientId') ?? '') : '';
    },
    /** Adds a provider like another to the pool, and to what an app client offers. */
    copyProvider: async (from: string, ProviderName: string, ClientId: string) => {
      const { IdentityProvider: provider } = await call('DescribeIdentityProvider', { ProviderName: from });
      if (!isObject(provider)) throw new Error(`no provider ${from}`);
      const { ProviderType, ProviderDetails, AttributeMapping } = provider;
      await call('CreateIdentityProvider', {
        ProviderName,
        ProviderType,
        ProviderDetails,
        AttributeMapping,
      });
      await offer(ClientId, (names) => [...names, ProviderName]);
    },
    /** Takes a provider away again. */
    removeProvider: async (ProviderName: string, ClientId: string) => {
      await offer(ClientId, (names) => names.filter((name) => name !== ProviderName));
      await call('DeleteIdentityProvider', { ProviderName });
    },
    /** The settings of the pool, and of one of its app clients. */
    settings: async (ClientId: string) => {
      const { UserPool: pool } = await call('DescribeUserPool', {});
      const { UserPoolClient: client } = await call('DescribeUserPoolClient', { ClientId });
      return { pool: isObject(pool) ? pool : {}, client: isObject(client) ? client : {} };
    },
  };
}
