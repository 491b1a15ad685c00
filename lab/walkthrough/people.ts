import { randomBytes } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import { resourceName } from '../../constructs/resource-name';
import type { HostProcess, HostReply } from '../hosts/host-process';
import { json } from '../stand-in/client';
import { isObject, text, type JsonObject } from '../stand-in/json';
import type { Lab } from '../system/lab';

/** Who is signed in when the lab is tried. */
export const people = ['alice', 'bob'];

/** A user with a password that was made for this run. */
export interface Person {
  readonly name: string;
  readonly password: string;
}

/** The tokens of one sign-in. */
export interface Tokens {
  readonly access: string;
  readonly id: string;
  /** For new ones without a password; none comes with those. */
  readonly refresh: string;
}

interface SignInOptions {
  /** @default the desk */
  readonly host?: HostProcess;
  /** @default the deployed app client */
  readonly clientId?: string;
}

/** Gives a user a permanent password, as the article's administrator does. */
export async function withPassword(lab: Lab, name: string): Promise<Person> {
  const password = newPassword();
  await lab.administration.setPassword(name, password);
  return { name, password };
}

/** A password that every policy takes. */
export function newPassword(): string {
  return `Aa1!${randomBytes(12).toString('base64url')}`;
}

/** Creates a Studio profile for which there is no user. */
export async function newProfile(lab: Lab, name: string): Promise<void> {
  const request = { DomainId: lab.outputs.domainId, UserProfileName: name };
  await json(lab.deployed.standIn, 'sagemaker', 'SageMaker.CreateUserProfile', request);
}

/** Creates a user, and a Studio profile of the same name unless told not to. */
export async function newPerson(lab: Lab, name: string, { profile = true } = {}): Promise<Person> {
  await lab.administration.createUser(name);
  if (profile) await newProfile(lab, name);
  return withPassword(lab, name);
}

/** Creates those of these people whom the environment does not name. */
export async function invite(lab: Lab): Promise<void> {
  const missing = people.filter((name) => !lab.environment.studio.users.includes(name));
  await Promise.all(missing.map((name) => newPerson(lab, name)));
}

/** Signs in from a host, over Cognito's public address. @throws with Cognito's answer when it gives no tokens */
export function signIn(lab: Lab, { name, password }: Person, options?: SignInOptions): Promise<Tokens> {
  const parameters = { USERNAME: name, PASSWORD: password };
  return initiateAuth(lab, 'USER_PASSWORD_AUTH', parameters, options);
}

/** Gets new tokens for those of a sign-in, without the password. @throws with Cognito's answer when it gives none */
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

/** Sends Cognito a request that needs no AWS credentials, over its public address. @param host default: the desk */
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
      'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
    },
    body: JSON.stringify(request),
  });
}

/** Status and type of Cognito's error, if it is one. */
function cognitoWords(reply: HostReply): string {
  const type = text(bodyOf(reply), '__type');
  return type === undefined ? describe(reply) : `${reply.status ?? 0} ${type}`;
}

/** What comes of signing up without an administrator, in a few words. */
export async function signUpWords(lab: Lab, { name, password }: Person): Promise<string> {
  const request = { ClientId: lab.outputs.appClientId, Username: name, Password: password };
  return `sign-up: ${cognitoWords(await askCognito(lab, 'SignUp', request))}`;
}

/** What comes of a sign-in, in a few words. */
export function signInWords(lab: Lab, person: Person): Promise<string> {
  return tokenWords('sign-in', signIn(lab, person));
}

/** What comes of asking for new tokens, in a few words. */
export function refreshWords(lab: Lab, tokens: Tokens): Promise<string> {
  return tokenWords('refresh', refresh(lab, tokens));
}

function tokenWords(what: string, tokens: Promise<Tokens>): Promise<string> {
  return tokens.then(
    () => `${what}: tokens`,
    (error: unknown) => `${what}: ${error instanceof Error ? error.message : String(error)}`,
  );
}

/** `Authorization: Bearer …` */
export function bearer(token: string): Record<string, string> {
  return { Authorization: `Bearer ${token}` };
}

/** Asks the API for a path, from a host in the corporate network. */
export function ask(lab: Lab, token: string, path = '/me', host = lab.hosts.client): Promise<HostReply> {
  return host.request({ url: lab.outputs.apiUrl + path, headers: bearer(token) });
}

/** What the access log says of an answer of the API. @throws when it says nothing */
export function accessLogged(lab: Lab, reply: HostReply): JsonObject {
  const requestId = requestIdOf(reply);
  const line = lab.gateway.accessLog.split('\n').find((text) => text.includes(requestId));
  if (line === undefined) throw new Error(`the access log has no line for request ${requestId}`);
  return parseObject(line);
}

/** The id that API Gateway gives a request, and that logs name. */
export function requestIdOf({ headers }: HostReply): string {
  return String(headers?.['x-amzn-requestid']);
}

/** Who has given an answer: the function, or API Gateway by itself. */
export function answeredBy(lab: Lab, reply: HostReply): string {
  const { responseType } = accessLogged(lab, reply);
  return responseType === '-' ? 'the function' : `API Gateway (${String(responseType)})`;
}

/** The alarms that go off while something is done, by the ends of their names. */
export async function alarmWords(lab: Lab, action: () => Promise<unknown>): Promise<string> {
  const start = resourceName(lab.environment.name, '');
  const alarms = await lab.metrics.alarmsDuring(action);
  return alarms.length === 0
    ? 'no alarm'
    : `alarm ${alarms.map((name) => name.replace(start, '')).join(', ')}`;
}

/** The API by the name that AWS gives every API. */
export function executeApiUrl({ outputs, environment }: Lab): string {
  const { apiId } = outputs;
  return `https://${apiId}.execute-api.${environment.region}.amazonaws.com/${environment.api.stageName}`;
}

/** The presigned URL in an answer. @throws with the answer's status when there is none */
export function urlIn(reply: HostReply): string {
  const url = text(bodyOf(reply), 'authorizedUrl');
  if (url === undefined) throw new Error(`no URL: ${describe(reply)}`);
  return url;
}

/** Signs in as a user and gets a URL. */
export async function freshUrl(lab: Lab, person: Person): Promise<string> {
  return urlIn(await ask(lab, (await signIn(lab, person)).access));
}

/** The profile that a URL is for, from SageMaker's own memory. */
export function profileOf(lab: Lab, url: string): string | undefined {
  return lab.urls.find(new URL(url).searchParams.get('token') ?? '')?.profile;
}

/** An answer of the API in a few words: `200, URL of alice`, `403 application/problem+json`. */
export function inWords(lab: Lab, reply: HostReply): string {
  const url = text(bodyOf(reply), 'authorizedUrl');
  if (url !== undefined) return `${reply.status ?? 0}, URL of ${profileOf(lab, url) ?? 'nobody'}`;
  return describe(reply);
}

/** Status and media type, or the error; of a problem also what is wrong with it. */
export function describe(reply: HostReply): string {
  const { status, headers = {}, error } = reply;
  if (status === undefined) return error ?? 'no answer';
  const type = String(headers['content-type'] ?? '').split(';')[0] ?? '';
  const words = [String(status), type].filter((word) => word !== '');
  if (type === 'application/problem+json') {
    const body = bodyOf(reply);
    // RFC 9457, section 4.2.1, and nothing else; the title is the status's own
    const promised = {
      type: 'about:blank',
      title: STATUS_CODES[status],
      status,
      requestId: requestIdOf(reply),
    };
    const fields = [...new Set([...Object.keys(promised), ...Object.keys(body)])];
    const others = fields.filter((field) => body[field] !== promised[field as keyof typeof promised]);
    if (others.length > 0) words.push(`with another ${others.join(', ')}`);
    if (headers['cache-control'] !== 'no-store') words.push('that caches may keep');
  }
  return words.join(' ');
}

function bodyOf({ body = '' }: HostReply): JsonObject {
  return parseObject(body);
}

/** The JSON object in a text, or an empty one. */
export function parseObject(json: string): JsonObject {
  try {
    const value: unknown = JSON.parse(json);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
