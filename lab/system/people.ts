import { randomBytes } from 'node:crypto';
import type { Environment } from '../../config/load';
import { json } from '../shared/aws-client';
import type { Lab } from './lab';

/** The users of the walkthrough. */
export const people = ['alice', 'bob'];

/** A further user of the lab, who is suspended when the walkthrough begins. */
export const suspendedPerson = 'dave';

/** The environment with the suspended user, and without second factors, which the lab does not have. */
export function labEnvironment(environment: Environment): Environment {
  const { studio, identity } = environment;
  const added = (names: readonly string[]) => [...new Set([...names, suspendedPerson])];
  return {
    ...environment,
    identity: identity.cognito ? { cognito: { ...identity.cognito, mfa: 'off' } } : identity,
    studio: { ...studio, users: added(studio.users), suspended: added(studio.suspended) },
  };
}

/** A user with a password made for this run. */
export interface Person {
  readonly name: string;
  readonly password: string;
}

/** Gives a user a permanent password, as the article's administrator does. */
export async function withPassword(lab: Lab, name: string): Promise<Person> {
  const password = newPassword();
  await lab.administration.setPassword(name, password);
  return { name, password };
}

/** A password that every password policy accepts. */
export function newPassword(): string {
  return `Aa1!${randomBytes(12).toString('base64url')}`;
}

/** Creates a Studio profile without a user. */
export async function newProfile(lab: Lab, name: string): Promise<void> {
  const request = { DomainId: lab.outputs.domainId, UserProfileName: name };
  await json(lab.deployed.standIn, 'sagemaker', 'SageMaker.CreateUserProfile', request);
}

/** Creates a user and, by default, a Studio profile of the same name. */
export async function newPerson(lab: Lab, name: string, { profile = true } = {}): Promise<Person> {
  await lab.administration.createUser(name);
  if (profile) await newProfile(lab, name);
  return withPassword(lab, name);
}

/** Creates those of these users that the environment does not name. */
export async function invite(lab: Lab): Promise<void> {
  const missing = people.filter((name) => !lab.environment.studio.users.includes(name));
  await Promise.all(missing.map((name) => newPerson(lab, name)));
}

let unique = 0;

/** A user name that is new in this run. */
export const freshName = (start: string) => `${start}${(unique += 1)}`;
