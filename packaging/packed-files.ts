import type { Environment } from '../config/load';
import { isUsableKey } from '../config/referenced-files';
import { profileNamesFile } from '../handlers/shared/profile-names';
import type { HandlerName } from './bundle';

/** Names of files beside a function's code. */
export const packedFiles = {
  /** Which sign-in name leads to which profile. */
  profileNames: 'profile-names.json',
  /** The signing keys of the company's tokens. */
  signingKeys: 'signing-keys.json',
} as const;

type Files = Partial<Record<HandlerName, Readonly<Record<string, string>>>>;

/** The files that an environment's functions read, by function and name. */
export function filesOf({ identity, studio, files }: Environment): Files {
  const { cognito, oidc } = identity;
  const names = profileNamesFile({
    users: studio.users,
    removed: studio.removedUsers,
    signInNames: Object.fromEntries(
      Object.entries(studio.userDetails).flatMap(([user, { signInNames }]) =>
        (signInNames ?? []).map((name) => [name, user] as const),
      ),
    ),
  });
  if (cognito?.federation) return { 'profile-claim': { [packedFiles.profileNames]: names } };
  if (!oidc) return {};
  const { jwksFile } = oidc.keys;
  return {
    authorizer: {
      [packedFiles.profileNames]: names,
      ...(jwksFile !== undefined && { [packedFiles.signingKeys]: publicKeys(files[jwksFile] ?? '') }),
    },
  };
}

/**
 * The usable keys, with the members that verification needs: other members are not for the function, and one
 * key that cannot be read would stop the function.
 */
function publicKeys(keySet: string): string {
  const { keys } = JSON.parse(keySet) as { readonly keys: readonly Record<string, unknown>[] };
  const needed = keys.filter(isUsableKey).map(({ kty, n, e, kid, use }) => ({ kty, n, e, kid, use }));
  return `${JSON.stringify({ keys: needed })}\n`;
}
