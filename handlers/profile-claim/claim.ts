import { isObject, record } from '../../api/json';
import { type Mapping, type MappingRules, mappingRefusals, profileFor } from '../shared/profile-mapping';

/** Why a sign-in fails, as the code in the log. */
export const claimRefusals = [
  ...mappingRefusals,
  'name_with_several_values',
  'wrong_version',
  'unknown_trigger',
  'malformed_user',
  'linked_user',
  'wrong_provider',
  'local_user',
  'local_user_not_listed',
] as const;
/** One of {@link claimRefusals}. */
export type ClaimRefusal = (typeof claimRefusals)[number];

/** Who may sign in, and which profile is theirs. */
export interface ClaimRules extends MappingRules {
  readonly profileAttribute: string;
  readonly identityProvider: string;
}

/** The profile that the token gets, or why the sign-in fails. */
export type Claim = Mapping | { readonly refused: ClaimRefusal };

/** The version of the event that can change access tokens. */
const version = '2';

/**
 * Sign-ins, and the refresh of their tokens. Machines' tokens (`TokenGeneration_ClientCredentials`) are nobody's.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
const triggers: readonly unknown[] = [
  'TokenGeneration_HostedAuth',
  'TokenGeneration_Authentication',
  'TokenGeneration_NewPasswordChallenge',
  'TokenGeneration_AuthenticateDevice',
  'TokenGeneration_RefreshTokens',
];

/** The status of a user whom Cognito made for somebody who signed in at an identity provider. */
const federated = 'EXTERNAL_PROVIDER';

/**
 * The Studio profile of the user whom Cognito is about to give tokens.
 *
 * Somebody from the identity provider is known by the attribute that the provider fills in. A local user is known by the user
 * name alone, never by an attribute, which some clients let users write. An account that belongs to both, or to several
 * identities, is refused: whoever links an identity to it would take over its profile.
 * @param event any JSON; a real one is described under {@link triggers}
 */
export function claimFor(event: Readonly<Record<string, unknown>>, rules: ClaimRules): Claim {
  if (event.version !== version) return { refused: 'wrong_version' };
  if (!triggers.includes(event.triggerSource)) return { refused: 'unknown_trigger' };
  const { userName, request } = event;
  const attributes = record(record(request).userAttributes);
  const status = own(attributes, 'cognito:user_status');
  const identities = identitiesOf(own(attributes, 'identities'));
  if (typeof userName !== 'string' || typeof status !== 'string' || identities === undefined) {
    return { refused: 'malformed_user' };
  }
  if (status !== federated) {
    return identities.length === 0 ? localClaim(userName, rules) : { refused: 'linked_user' };
  }
  const [identity, ...others] = identities;
  if (identity === undefined) return { refused: 'malformed_user' };
  if (others.length > 0) return { refused: 'linked_user' };
  if (own(identity, 'providerName') !== rules.identityProvider) return { refused: 'wrong_provider' };
  const value = own(attributes, rules.profileAttribute);
  return isListOfSaml(value) ? { refused: 'name_with_several_values' } : profileFor(value, rules);
}

function localClaim(userName: string, { localUsers, table }: ClaimRules): Claim {
  if (!localUsers) return { refused: 'local_user' };
  if (table.removed.has(userName)) return { refused: 'name_of_removed_user' };
  // who is known by a name at the provider has no password: somebody made this user by hand
  if (table.usersWithSignInNames.has(userName)) return { refused: 'local_user_not_listed' };
  return table.users.has(userName) ? { profile: userName } : { refused: 'local_user_not_listed' };
}

function own(values: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

/** The entries of the attribute `identities`, the JSON text of a list; undefined if it is anything else. */
function identitiesOf(attribute: unknown): readonly Readonly<Record<string, unknown>>[] | undefined {
  if (attribute === undefined) return [];
  if (typeof attribute !== 'string') return undefined;
  let list: unknown;
  try {
    list = JSON.parse(attribute);
  } catch {
    return undefined;
  }
  return Array.isArray(list) && list.every(isObject) ? list : undefined;
}

/**
 * Cognito writes an attribute of several values in an assertion as `[a,b]`.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-saml-idp-authentication.html
 */
function isListOfSaml(value: unknown): boolean {
  return typeof value === 'string' && value.startsWith('[') && value.endsWith(']');
}
