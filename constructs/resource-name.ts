/**
 * Physical name of a resource: `studio-access-<environment>-<part>`. One place for all of them, so that several
 * environments can share an account and policies can name a role of another stack.
 */
export function resourceName(environmentName: string, part: string): string {
  return `studio-access-${environmentName}-${part}`;
}
