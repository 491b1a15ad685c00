import { providerNamePattern } from '../../api/sign-in';
import { claimName, type Environment, isOn, readEnvironment, writeEnvironment } from '../shared/environment';
import { packedFileName } from '../shared/packed-file';

/** The function's settings, from its variables. */
export interface ProfileClaimSettings {
  /** The user attribute that names the person, such as `custom:person`. */
  readonly profileAttribute: string;
  /** The name of the one identity provider whose users sign in. */
  readonly identityProvider: string;
  /** The file of the people of the environment file, in the function's zip. Default: nobody is listed. */
  readonly profileNamesFile?: string | undefined;
  /** Whether people who are not listed get a profile too. */
  readonly deriveProfileNames: boolean;
  /** Whether listed users sign in with a password, beside the identity provider's people. */
  readonly localUsers: boolean;
}

const rules = {
  PROFILE_ATTRIBUTE: { ...claimName, expected: claimName.expected.replace('a claim', 'a user attribute') },
  IDENTITY_PROVIDER: {
    expected: "the name of the user pool's identity provider, 3 to 32 letters, digits and hyphens",
    accepts: (value: string) => providerNamePattern.test(value),
  },
  PROFILE_NAMES_FILE: { ...packedFileName, default: '' },
  DERIVE_PROFILE_NAMES: isOn,
  LOCAL_USERS: isOn,
} as const;

/** The function's variables, as {@link readSettings} reads them. */
export function writeSettings(settings: ProfileClaimSettings): Record<string, string> {
  return writeEnvironment<typeof rules>({
    PROFILE_ATTRIBUTE: settings.profileAttribute,
    IDENTITY_PROVIDER: settings.identityProvider,
    PROFILE_NAMES_FILE: settings.profileNamesFile,
    DERIVE_PROFILE_NAMES: String(settings.deriveProfileNames),
    LOCAL_USERS: String(settings.localUsers),
  });
}

/**
 * Reads the function's variables.
 * @throws Error naming every variable that is missing or wrong
 */
export function readSettings(environment: Environment): ProfileClaimSettings {
  const values = readEnvironment(environment, rules);
  return {
    profileAttribute: values.PROFILE_ATTRIBUTE,
    identityProvider: values.IDENTITY_PROVIDER,
    profileNamesFile: values.PROFILE_NAMES_FILE === '' ? undefined : values.PROFILE_NAMES_FILE,
    deriveProfileNames: values.DERIVE_PROFILE_NAMES === 'true',
    localUsers: values.LOCAL_USERS === 'true',
  };
}
