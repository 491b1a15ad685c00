import { randomBytes } from 'node:crypto';
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
}

/** Gives a user a permanent password, as the article's administrator does. */
export async function withPassword(lab: Lab, name: string): Promise<Person> {
  const password = `Aa1!${randomBytes(12).toString('base64url')}`;
  await lab.administration.setPassword(name, password);
  return { name, password };
}

/** Creates a user, and a Studio profile of the same name unless told not to. */
export async function newPerson(lab: Lab, name: string, { profile = true } = {}): Promise<Person> {
  await lab.administration.createUser(name);
  if (profile) {
    const request = { DomainId: lab.outputs.domainId, UserProfileName: name };
    await json(lab.deployed.standIn, 'sagemaker', 'SageMaker.CreateUserProfile', request);
  }
  return withPassword(lab, name);
}

/** Creates those of these people whom the environment does not name. */
export async function invite(lab: Lab): Promise<void> {
  const missing = people.filter((name) => !lab.environment.studio.users.includes(name));
  await Promise.all(missing.map((name) => newPerson(lab, name)));
}

/** Signs in from a host, over Cognito's public address. */
export async function signIn(
  lab: Lab,
  { name, password }: Person,
  {
    host = lab.hosts.client,
    clientId = lab.outputs.appClientId,
  }: { host?: HostProcess; clientId?: string } = {},
): Promise<Tokens> {
  const reply = await host.request({
    url: `https://cognito-idp.${lab.environment.region}.amazonaws.com/`,
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
    },
    body: JSON.stringify({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: clientId,
      AuthParameters: { USERNAME: name, PASSWORD: password },
    }),
  });
  const { AuthenticationResult: result } = bodyOf(reply);
  if (!isObject(result)) throw new Error(`sign-in: ${describe(reply)}`);
  return { access: text(result, 'AccessToken') ?? '', id: text(result, 'IdToken') ?? '' };
}

/** `Authorization: Bearer …` */
export function bearer(token: string): Record<string, string> {
  return { Authorization: `Bearer ${token}` };
}

/** Asks the API for a path, from a host in the corporate network. */
export function ask(lab: Lab, token: string, path = '/me', host = lab.hosts.client): Promise<HostReply> {
  return host.request({ url: lab.outputs.apiUrl + path, headers: bearer(token) });
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

/** Status and media type, or the error. */
export function describe({ status, headers, error }: HostReply): string {
  if (status === undefined) return error ?? 'no answer';
  const type = String(headers?.['content-type'] ?? '').split(';')[0];
  return type ? `${status} ${type}` : String(status);
}

/** The JSON object in an answer, or an empty one. */
function bodyOf({ body = '' }: HostReply): JsonObject {
  try {
    const value: unknown = JSON.parse(body);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
