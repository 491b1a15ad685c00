import { createHash } from 'node:crypto';

/**
 * Physical name of a resource: `studio-access-<environment>-<part>`. One place for all of them, so that several
 * environments can share an account and policies can name a role of another stack.
 *
 * Resources of one type in two environments never have the same name, unless a part ends in a hyphen and another part of
 * that type: such a name could be read with two environment names.
 */
export function resourceName(environmentName: string, part: string): string {
  return `studio-access-${environmentName}-${part}`;
}

/** Parts of the names of all roles except those of users. Add each new role here. */
export const rolesOfNoUser: readonly string[] = [
  'apigateway-logs',
  'authorizer',
  'flow-logs',
  'no-access',
  'portal',
  'presigned-url',
  'profile-claim',
  'site-dns',
  'site-linux',
  'site-outside',
  'site-proxy',
  'site-stop',
  'site-windows',
  'users',
];

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const maximumRoleNameLength = 64;

/** Hexadecimal digits of the hash that replaces the end of a name that is too long. */
const hashLength = 8;

/**
 * Name of the role that one user's notebooks run with: `studio-access-<environment>-user-<name>`. A few names have a
 * dot after `user` in place of the hyphen, because another environment has a role of that name: `user-authorizer` of
 * `aa` is `authorizer` of `aa-user`. No name of an environment, of a user or of another part has a dot. A name that is
 * too long for IAM keeps its beginning and ends in a hash.
 *
 * The roles of any two users of any two environments have different names, unless two hashes of 32 bits are equal after
 * the same 55 characters; the rules for environment files refuse that within one file.
 */
export function userRoleName(environmentName: string, user: string): string {
  const isAmbiguous = readsAsOtherRole(user);
  return withinRoleNameLength(resourceName(environmentName, `user${isAmbiguous ? '.' : '-'}${user}`));
}

function readsAsOtherRole(user: string): boolean {
  return (
    `-${user}`.includes('-user-') || rolesOfNoUser.some((part) => user === part || user.endsWith(`-${part}`))
  );
}

/** A name of full length that looks as if it ended in a hash gets one too, so nobody can choose another user's name. */
function withinRoleNameLength(name: string): string {
  const isFree = name.length === maximumRoleNameLength && !/-[0-9a-f]{8}$/i.test(name);
  if (name.length < maximumRoleNameLength || isFree) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, hashLength);
  return `${name.slice(0, maximumRoleNameLength - hashLength - 1)}-${hash}`;
}
