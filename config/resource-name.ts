import { createHash } from 'node:crypto';

/**
 * Physical name of a resource: `studio-access-<environment>-<part>`. One place for all of them, so that several
 * environments can share an account and policies can name a role of another stack.
 *
 * Two environments never give one name to resources of the same type, as long as no part of a type ends in a hyphen
 * and another part of that type: only then could the environment's name end in two places.
 */
export function resourceName(environmentName: string, part: string): string {
  return `studio-access-${environmentName}-${part}`;
}

/** Parts of the names of roles that are no user's. A new role belongs in here. */
export const rolesOfNoUser: readonly string[] = [
  'apigateway-logs',
  'authorizer',
  'flow-logs',
  'no-access',
  'presigned-url',
];

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const maximumRoleNameLength = 64;

/** Hexadecimal digits that stand for the rest of a name that is too long. */
const hashLength = 8;

/**
 * Name of the role that one user's notebooks run with: `studio-access-<environment>-user-<name>`. For a few names a
 * dot follows `user` in place of the hyphen, because the name would be that of another role of another environment:
 * `user-authorizer` of `aa` is `authorizer` of `aa-user`. No name of an environment, of a user or of another part has
 * a dot. A name that is too long for IAM keeps its beginning and ends in a hash.
 *
 * Names of roles and of hashed roles differ for any two users of any two environments, except where hashes of 32 bits
 * meet behind the same 55 characters; the rules for environment files refuse that within one file.
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

/** A name of full length that only looks as if it ended in a hash gets one as well, so that nobody can choose another's. */
function withinRoleNameLength(name: string): string {
  const isFree = name.length === maximumRoleNameLength && !/-[0-9a-f]{8}$/i.test(name);
  if (name.length < maximumRoleNameLength || isFree) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, hashLength);
  return `${name.slice(0, maximumRoleNameLength - hashLength - 1)}-${hash}`;
}
