import type { Gap } from '../call';
import { isObject } from '../../shared/json';
import { readJson, withJson } from '../json-body';

/** Settings of an app client that may be left out, with their defaults. */
const defaults = {
  ReadAttributes: [],
  WriteAttributes: [],
  ExplicitAuthFlows: [],
  SupportedIdentityProviders: [],
  CallbackURLs: [],
  LogoutURLs: [],
  AllowedOAuthFlows: [],
  AllowedOAuthScopes: [],
  AllowedOAuthFlowsUserPoolClient: false,
};

const isEmpty = (value: unknown) => Array.isArray(value) && value.length === 0;

/**
 * An update resets the settings of an app client that it leaves out; moto keeps these. Empty lists are not in answers.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPoolClient.html
 */
export const clientUpdates: Gap = async (call, forward) => {
  if (call.service !== 'cognito-idp' || !call.operation.endsWith('UserPoolClient')) return forward(call);
  const isUpdate = call.operation === 'UpdateUserPoolClient';
  const reply = await forward(isUpdate ? withJson(call, { ...defaults, ...readJson(call) }) : call);
  const { UserPoolClient: client } = readJson(reply);
  if (!isObject(client)) return reply;
  const filled = Object.entries(client).filter(([, value]) => !isEmpty(value));
  return withJson(reply, { UserPoolClient: Object.fromEntries(filled) });
};
