import { createHash } from 'node:crypto';
import type { ClaimRefusal } from '../../handlers/profile-claim/claim';
import type { ProfileNames } from '../../handlers/shared/profile-names';
import { identity, localSignIn, profileAttribute, provider, type SignIn, signInEvent } from './sign-in-event';

/** A sign-in, and the profile that it must lead to, or the reason for which it must fail. */
export interface SignInCase {
  readonly name: string;
  readonly event: unknown;
  readonly expected: { readonly profile: string } | { readonly refused: ClaimRefusal };
}

/** The people of the table: listed, removed, and with sign-in names of their own. */
export const people: ProfileNames = {
  users: ['alice', 'bob', 'erin'],
  removed: ['carol'],
  signInNames: { 'Bob.Builder@corp.example': 'bob', 'B-17': 'bob' },
};

/** The profile that is made of a sign-in name: its readable part is written out in the table. */
export const derivedFrom = (slug: string, value: string) =>
  `${slug}-${createHash('sha256').update(value).digest('hex').slice(0, 32)}`;

/** A user's name as somebody may write it who wants to be taken for that user. */
const disguises: Readonly<Record<string, (name: string) => string>> = {
  'in capitals': (name) => name.toUpperCase(),
  'with one capital': (name) => name.replace(/^./, (first) => first.toUpperCase()),
  'with a Cyrillic letter': (name) => name.replace('a', '\u0430').replace('o', '\u043e'),
  'in full-width letters': (name) =>
    name
      .split('')
      .map((letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0))
      .join(''),
  'in mathematical letters': (name) =>
    name
      .split('')
      .map((letter) => String.fromCodePoint(0x1d41a + letter.charCodeAt(0) - 97))
      .join(''),
  'with a combining grapheme joiner': (name) => `${name}\u034f`,
  'with a variation selector': (name) => `${name}\ufe0f`,
  'with a Hangul filler': (name) => `${name}\u3164`,
  'with a percent escape': (name) => `%${name.charCodeAt(0).toString(16)}${name.slice(1)}`,
  'with the provider before': (name) => `${provider}_${name}`,
  'with a path before': (name) => `../${name}`,
  'with a wildcard': (name) => `${name}*`,
  'in quotes': (name) => `"${name}"`,
  'as an e-mail address': (name) => `${name}@evil.example`,
};

/** A disguise that Unicode itself takes for something else than text. */
const hidden: Readonly<Record<string, (name: string) => string>> = {
  'with a zero-width space': (name) => `${name.slice(0, 2)}\u200b${name.slice(2)}`,
  'with a zero-width joiner': (name) => `${name}\u200d`,
  'with a soft hyphen': (name) => `${name.slice(0, 1)}\u00ad${name.slice(1)}`,
  'from right to left': (name) => `\u202e${name.split('').toReversed().join('')}`,
  'with a byte order mark': (name) => `\ufeff${name}`,
  'with a tag character': (name) => `${name}\u{e0061}`,
  'with a NUL byte': (name) => `${name}\0`,
  'with a line break': (name) => `${name}\n`,
  'with a second line': (name) => `mallory\n${name}`,
  'with half a surrogate pair': (name) => `${name}\ud83e`,
};

/**
 * Sign-ins where people who are not listed get a profile too, and listed users may have a password. Each differs from an
 * ordinary one only in the point that its name describes.
 */
export function signIns(): SignInCase[] {
  const leads = (name: string, event: unknown, profile: string): SignInCase => ({
    name,
    event,
    expected: { profile },
  });
  const fails = (name: string, event: unknown, refused: ClaimRefusal): SignInCase => ({
    name,
    event,
    expected: { refused },
  });
  const named = (value: unknown, changes: SignIn = {}) =>
    signInEvent({ ...changes, attributes: { [profileAttribute]: value, ...changes.attributes } });
  const identities = (text: unknown) => signInEvent({ attributes: { identities: text } });
  const hash = derivedFrom('frank-corp-example', 'frank@corp.example');

  return [
    // ordinary sign-ins must work, or the other cases prove nothing
    leads('an ordinary sign-in', signInEvent(), 'frank'),
    leads('a refresh', signInEvent({ triggerSource: 'TokenGeneration_RefreshTokens' }), 'frank'),
    leads('a sign-in name of the table', named('Bob.Builder@corp.example'), 'bob'),
    leads('a sign-in name in other capitals', named('bob.BUILDER@corp.example'), 'bob'),
    leads('a sign-in name without an @', named('B-17'), 'bob'),
    leads('an e-mail address', named('frank@corp.example'), hash),
    leads('a name of 256 characters', named('é'.repeat(256)), derivedFrom('u', 'é'.repeat(256))),
    leads(
      'a provider of SAML',
      identities(JSON.stringify([{ ...identity(), providerType: 'SAML' }])),
      'frank',
    ),
    ...[
      'TokenGeneration_Authentication',
      'TokenGeneration_HostedAuth',
      'TokenGeneration_NewPasswordChallenge',
      'TokenGeneration_AuthenticateDevice',
      'TokenGeneration_RefreshTokens',
    ].map((triggerSource) =>
      leads(`a local user, ${triggerSource}`, localSignIn('alice', { triggerSource }), 'alice'),
    ),
    leads(
      'a local user with a first password',
      localSignIn('erin', { attributes: { 'cognito:user_status': 'FORCE_CHANGE_PASSWORD' } }),
      'erin',
    ),
    leads(
      'a local user whose last link was taken away',
      localSignIn('alice', { attributes: { identities: '[]' } }),
      'alice',
    ),

    // another user's name
    ...people.users.map((user) =>
      fails(`the name of ${user}, who is listed`, named(user), 'name_of_listed_user'),
    ),
    fails('the name of somebody who left', named('carol'), 'name_of_removed_user'),
    ...['alice', 'bob', 'carol'].flatMap((user) => [
      ...Object.entries(disguises).map(([what, disguise]) => ({
        ...leads(`${user} ${what}`, named(disguise(user)), ''),
        expected: { profile: derivedFrom(slugs(disguise(user)), disguise(user)) },
      })),
      ...Object.entries(hidden).map(([what, disguise]) =>
        fails(`${user} ${what}`, named(disguise(user)), 'name_with_control_character'),
      ),
      ...[' ', '\u00a0', '\u3000', '\u2003'].flatMap((blank) => [
        fails(`${user} with a blank before`, named(blank + user), 'name_with_outer_blank'),
        fails(`${user} with a blank after`, named(user + blank), 'name_with_outer_blank'),
      ]),
      fails(`${user} with a combining accent`, named(`${user}e\u0301`), 'name_not_normalized'),
    ]),
    leads(
      "another user's sign-in name with a Cyrillic letter",
      named('b\u043eb.builder@corp.example'),
      derivedFrom('b-b-builder-corp-example', 'b\u043eb.builder@corp.example'),
    ),
    leads("another user's sign-in name in other capitals, without an @", named('b-17'), 'b-17'),
    fails(
      "another user's sign-in name with a Kelvin sign",
      named('bob.builder@corp.example\u212a'),
      'name_not_normalized',
    ),
    leads('a name in the form of derived names', named(hash), derivedFrom(hash.slice(0, 30), hash)),
    leads(
      'a name that ends in 32 hex digits',
      named(`x-${'a'.repeat(32)}`),
      derivedFrom(`x-${'a'.repeat(28)}`, `x-${'a'.repeat(32)}`),
    ),
    leads('a path of the API', named('me'), derivedFrom('me', 'me')),
    leads('__proto__', named('__proto__'), derivedFrom('proto', '__proto__')),
    leads('constructor', named('constructor'), 'constructor'),

    // forms of the value
    fails('no value', named(undefined), 'name_missing'),
    fails('null', named(null), 'name_missing'),
    fails('an empty value', named(''), 'name_empty'),
    fails('a blank', named(' '), 'name_with_outer_blank'),
    fails('257 characters', named('x'.repeat(257)), 'name_too_long'),
    fails('10 kB', named('x'.repeat(10_000)), 'name_too_long'),
    fails('10 kB of accents', named('\u0301'.repeat(10_000)), 'name_too_long'),
    fails('two values of SAML', named('[frank,alice]'), 'name_with_several_values'),
    fails('two values of SAML with a blank', named('[frank, alice]'), 'name_with_several_values'),
    fails('one value of SAML in brackets', named('[frank]'), 'name_with_several_values'),
    fails('no value of SAML in brackets', named('[]'), 'name_with_several_values'),
    fails('a list', named(['frank']), 'name_not_text'),
    fails('an object', named({ frank: 'frank' }), 'name_not_text'),
    fails('a number', named(7), 'name_not_text'),
    fails(
      'the value in attributes that users may write',
      named(undefined, {
        attributes: {
          name: 'alice',
          preferred_username: 'alice',
          nickname: 'alice',
          profile: 'alice',
          person: 'alice',
        },
      }),
      'name_missing',
    ),
    fails(
      'the value in an attribute of another case',
      named(undefined, { attributes: { [profileAttribute.toUpperCase()]: 'frank' } }),
      'name_missing',
    ),

    // who vouches for it
    ...[
      ['another provider', 'EvilIdP'],
      ['a provider in other capitals', provider.toLowerCase()],
      ['a provider with a blank', `${provider} `],
      ['a provider that begins so', `${provider}2`],
      ['a public provider', 'Google'],
      ['no provider', undefined],
      ['a provider in a list', [provider]],
    ].map(([what, name]) =>
      fails(
        String(what),
        identities(JSON.stringify([{ ...identity(), providerName: name }])),
        'wrong_provider',
      ),
    ),
    fails(
      'a provider by prototype only',
      identities(`[{"__proto__":{"providerName":"${provider}"}}]`),
      'wrong_provider',
    ),
    fails('two identities', identities(JSON.stringify([identity(), identity('Google')])), 'linked_user'),
    fails(
      'two identities of the provider',
      identities(JSON.stringify([identity(), identity()])),
      'linked_user',
    ),
    fails(
      'the identity after another',
      identities(JSON.stringify([identity('Google'), identity()])),
      'linked_user',
    ),
    ...Object.entries({
      'no identities': undefined,
      'an empty list of identities': '[]',
      'identities that are no JSON': '[{',
      'identities that are no list': JSON.stringify(identity()),
      'identities of text': `["${provider}"]`,
      'identities of null': '[null]',
      'identities that are null': 'null',
      'identities that are a list and no text': [identity()],
      'identities that are empty': '',
    }).map(([what, text]) => fails(what, identities(text), 'malformed_user')),
    fails(
      'a user without a status',
      signInEvent({ attributes: { 'cognito:user_status': undefined } }),
      'malformed_user',
    ),
    fails(
      'a status that is a list',
      signInEvent({ attributes: { 'cognito:user_status': ['EXTERNAL_PROVIDER'] } }),
      'malformed_user',
    ),

    // local users
    fails(
      'a local user who is linked to the provider',
      localSignIn('alice', {
        attributes: { identities: JSON.stringify([identity()]), [profileAttribute]: 'frank' },
      }),
      'linked_user',
    ),
    fails('a local user who is not listed', localSignIn('mallory'), 'local_user_not_listed'),
    fails('a local user who left', localSignIn('carol'), 'name_of_removed_user'),
    fails(
      'a local user with the name of a listed person who signs in at the provider',
      localSignIn('bob'),
      'local_user_not_listed',
    ),
    fails(
      'a local user whose name is a sign-in name',
      localSignIn('bob.builder@corp.example'),
      'local_user_not_listed',
    ),
    fails('a local user in capitals', localSignIn('ALICE'), 'local_user_not_listed'),
    fails('a local user of a long name', localSignIn('a'.repeat(10_000)), 'local_user_not_listed'),
    fails('a local user named __proto__', localSignIn('__proto__'), 'local_user_not_listed'),
    fails('a local user without a name', localSignIn(undefined), 'malformed_user'),
    fails('a local user whose name is a list', localSignIn(['alice']), 'malformed_user'),
    fails(
      'a local user who is not listed, with the attributes of somebody',
      localSignIn('mallory', {
        attributes: {
          [profileAttribute]: 'frank',
          email: 'bob.builder@corp.example',
          preferred_username: 'alice',
        },
      }),
      'local_user_not_listed',
    ),
    leads(
      "a local user with another user's attributes",
      localSignIn('alice', {
        attributes: { [profileAttribute]: 'Bob.Builder@corp.example', email: 'bob.builder@corp.example' },
      }),
      'alice',
    ),
    fails(
      'a federated user whose name is that of a local one',
      signInEvent({ userName: 'alice', attributes: { [profileAttribute]: 'alice' } }),
      'name_of_listed_user',
    ),

    // the event
    ...[undefined, null, 2, '1', '3', '2.0', ['2']].map((version) =>
      fails(`version ${JSON.stringify(version)}`, signInEvent({ version }), 'wrong_version'),
    ),
    ...[
      undefined,
      null,
      7,
      '',
      'TokenGeneration_ClientCredentials',
      'TokenGeneration_hostedauth',
      'PreSignUp_ExternalProvider',
      'PostConfirmation_ConfirmSignUp',
      ['TokenGeneration_HostedAuth'],
    ].map((triggerSource) =>
      fails(`trigger ${JSON.stringify(triggerSource)}`, signInEvent({ triggerSource }), 'unknown_trigger'),
    ),
    ...[null, [], {}, 'text', 7].map((event) =>
      fails(`event ${JSON.stringify(event)}`, event, 'wrong_version'),
    ),
    ...[undefined, null, [], 'text', { userAttributes: null }, { userAttributes: [] }].map((request) =>
      fails(`request ${JSON.stringify(request)}`, { ...signInEvent(), request }, 'malformed_user'),
    ),
    leads(
      'a response that has a claim already',
      signInEvent({
        response: {
          claimsAndScopeOverrideDetails: {
            accessTokenGeneration: { claimsToAddOrOverride: { studio_profile: 'alice', other: '1' } },
          },
        },
      }),
      'frank',
    ),
    leads('a response that is null', signInEvent({ response: null }), 'frank'),
  ];
}

/** Written anew, and not taken from the product, whose slugs are under test. */
function slugs(value: string): string {
  let slug = '';
  for (const character of value) {
    const isCapital = character >= 'A' && character <= 'Z';
    const kept = isCapital ? String.fromCharCode(character.charCodeAt(0) + 32) : character;
    if (/^[a-z0-9]$/.test(kept)) slug += kept;
    else if (!slug.endsWith('-')) slug += '-';
  }
  return slug.slice(0, 30).replace(/^-/, '').replace(/-$/, '') || 'u';
}
