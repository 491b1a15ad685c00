import { cognitoTarget } from '../../api/cognito';
import { claimsOf } from '../cognito/keys';
import type { HostProcess, HostReply } from '../hosts/host-process';
import { isObject, text, type JsonObject } from '../shared/json';
import type { Lab } from '../system/lab';
import { ask, bodyOf, statusWords, urlIn } from './answers';
import { withPassword, type Person } from '../system/people';

/** The tokens of one sign-in. */
export interface Tokens {
  readonly access: string;
  readonly id: string;
  /** Gets new tokens without a password; these come without a refresh token. */
  readonly refresh: string;
}

interface SignInOptions {
  /** @default the desk */
  readonly host?: HostProcess;
  /** @default the deployed app client */
  readonly clientId?: string;
}

/** Signs in from a host, at Cognito's public address. @throws with Cognito's answer when it has no tokens */
export function signIn(lab: Lab, { name, password }: Person, options?: SignInOptions): Promise<Tokens> {
  const parameters = { USERNAME: name, PASSWORD: password };
  return initiateAuth(lab, 'USER_PASSWORD_AUTH', parameters, options);
}

/** The tokens of a user who signs in with a new password. */
export async function tokensOf(lab: Lab, name: string): Promise<Tokens> {
  return signIn(lab, await withPassword(lab, name));
}

/** An access token with other claims, signed by the pool's own key. */
export function reissue({ userPools, outputs }: Lab, access: string, changes: object): string {
  return userPools.keys(outputs.userPoolId).sign('access', { ...claimsOf(access), ...changes });
}

/** Signs in as a user and gets a URL. */
export async function freshUrl(lab: Lab, name: string): Promise<string> {
  return urlIn(await ask(lab, (await tokensOf(lab, name)).access));
}

/** Gets new tokens with the refresh token of a sign-in. @throws with Cognito's answer when it has none */
export function refresh(lab: Lab, { refresh: token }: Tokens): Promise<Tokens> {
  return initiateAuth(lab, 'REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: token });
}

async function initiateAuth(
  lab: Lab,
  flow: string,
  parameters: Readonly<Record<string, string>>,
  { host, clientId = lab.outputs.appClientId }: SignInOptions = {},
): Promise<Tokens> {
  const request = { AuthFlow: flow, ClientId: clientId, AuthParameters: parameters };
  const reply = await askCognito(lab, 'InitiateAuth', request, host);
  const { AuthenticationResult: result } = bodyOf(reply);
  if (!isObject(result)) throw new Error(cognitoWords(reply));
  const token = (kind: string) => text(result, `${kind}Token`) ?? '';
  return { access: token('Access'), id: token('Id'), refresh: token('Refresh') };
}

/** Sends a request without AWS credentials to Cognito's public address. @param host default: the desk */
function askCognito(
  lab: Lab,
  operation: string,
  request: JsonObject,
  host = lab.hosts.client,
): Promise<HostReply> {
  return host.request({
    url: `https://cognito-idp.${lab.environment.region}.amazonaws.com/`,
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': cognitoTarget + operation,
    },
    body: JSON.stringify(request),
  });
}

/** Status and type of Cognito's error, if it is one. */
function cognitoWords(reply: HostReply): string {
  const type = text(bodyOf(reply), '__type');
  return type === undefined ? statusWords(reply) : `${reply.status ?? 0} ${type}`;
}

/** The result of signing up without an administrator, in a few words. */
export async function signUpWords(lab: Lab, { name, password }: Person): Promise<string> {
  const request = { ClientId: lab.outputs.appClientId, Username: name, Password: password };
  return `sign-up: ${cognitoWords(await askCognito(lab, 'SignUp', request))}`;
}

/** The result of writing an attribute of one's own with one's access token. */
export async function writeWords(lab: Lab, { access }: Tokens, attribute: string): Promise<string> {
  const request = { AccessToken: access, UserAttributes: [{ Name: attribute, Value: 'b' }] };
  return `${attribute}: ${cognitoWords(await askCognito(lab, 'UpdateUserAttributes', request))}`;
}

/** The result of a sign-in, in a few words. */
export function signInWords(lab: Lab, person: Person): Promise<string> {
  return tokenWords('sign-in', signIn(lab, person));
}

/** The result of a request for new tokens, in a few words. */
export function refreshWords(lab: Lab, tokens: Tokens): Promise<string> {
  return tokenWords('refresh', refresh(lab, tokens));
}

function tokenWords(what: string, tokens: Promise<Tokens>): Promise<string> {
  return tokens.then(
    () => `${what}: tokens`,
    (error: unknown) => `${what}: ${error instanceof Error ? error.message : String(error)}`,
  );
}
