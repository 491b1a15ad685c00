import { appWords, isAppWord } from '../../api/landing';
import { helpPattern, operatorNamePattern, type PortalSettings, type PortalSignIn } from '../../api/portal';
import { claimNamePattern, clientIdPattern } from '../../api/sign-in';
import type { Environment } from '../shared/environment';
import { isObject, objectIn, record } from '../../api/json';

/** The portal's variable, as {@link readSettings} reads it. */
export function writeSettings(settings: PortalSettings): Record<string, string> {
  return { PORTAL_SETTINGS: JSON.stringify(settings) };
}

/**
 * Reads the portal's variable.
 * @throws Error naming every member that is missing, wrong or unknown
 */
export function readSettings({ PORTAL_SETTINGS: text }: Environment): PortalSettings {
  if (text === undefined || text === '') throw new Error('PORTAL_SETTINGS is not set, expected JSON');
  const value = objectIn(text);
  if (!value) throw new Error('PORTAL_SETTINGS is no JSON object');
  const problems = problemsOf(value, '', fieldsOf(value));
  if (problems.length > 0) {
    throw new Error(
      `PORTAL_SETTINGS has ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}:\n${problems.join('\n')}`,
    );
  }
  return value as unknown as PortalSettings;
}

interface Field {
  readonly expected: string;
  readonly accepts: (value: unknown) => boolean;
  /** Default: the member is required. */
  readonly isOptional?: true;
}

/** An object with members of its own. */
interface Section {
  readonly fields: Fields;
  readonly isOptional?: true;
}

type Fields<Name extends PropertyKey = string> = Readonly<Record<Name, Field | Section>>;

/** Of each way to sign in, the members beside its kind. */
type SignInFields = {
  readonly [Kind in PortalSignIn['kind']]: Fields<
    Exclude<keyof Extract<PortalSignIn, { readonly kind: Kind }>, 'kind'>
  >;
};

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= 2048 && /^\P{Cc}+$/u.test(value);

const text: Field = { expected: 'a text of one line', accepts: isText };
const oneOf = (...words: readonly string[]): Field => ({
  expected: words.map((word) => JSON.stringify(word)).join(' or '),
  accepts: (value) => words.some((word) => word === value),
});
const matching = (pattern: RegExp, expected: string): Field => ({
  expected,
  accepts: (value) => isText(value) && pattern.test(value),
});
const optional = (field: Field): Field => ({ ...field, isOptional: true });

/** The address goes into a header, and the browser is sent there. */
const address: Field = {
  expected: 'an https: address without user and fragment',
  accepts: (value) => {
    if (!isText(value) || !URL.canParse(value)) return false;
    const { protocol, username, password, hash } = new URL(value);
    return protocol === 'https:' && [username, password, hash].every((part) => part === '');
  },
};

const clientId = matching(clientIdPattern, 'the id of a client');
const nameClaim = matching(claimNamePattern, 'the name of a claim');

const signIns: SignInFields = {
  password: { clientId, endpoint: address, nameClaim },
  code: {
    issuer: text,
    clientId,
    scope: text,
    authorizationEndpoint: address,
    tokenEndpoint: address,
    revocationEndpoint: optional(address),
    signOut: { fields: { kind: oneOf('cognito', 'openid'), endpoint: address }, isOptional: true },
    nameClaim,
  },
  none: {},
};

const isKind = (kind: unknown): kind is keyof SignInFields =>
  typeof kind === 'string' && Object.hasOwn(signIns, kind);

function fieldsOf({ signIn }: Readonly<Record<string, unknown>>): Fields<keyof PortalSettings> {
  const { kind } = record(signIn);
  const chosen = isKind(kind) ? signIns[kind] : undefined;
  return {
    environment: text,
    portalUrl: address,
    operator: {
      fields: {
        name: optional(
          matching(operatorNamePattern, "a name of letters, digits, inner spaces and .,&’'()/+-"),
        ),
        help: optional(matching(helpPattern, 'a mailto: or https: address')),
      },
    },
    landingApps: {
      expected: `a list of words of ${appWords.join(', ')}`,
      accepts: (value) => Array.isArray(value) && value.every(isAppWord),
    },
    landingDefault: optional({ expected: `a word of ${appWords.join(', ')}`, accepts: isAppWord }),
    signIn: chosen
      ? { fields: { kind: text, ...chosen } }
      : {
          expected: `an object whose kind is ${Object.keys(signIns).join(' or ')}`,
          accepts: () => false,
        },
  };
}

function problemsOf(value: Readonly<Record<string, unknown>>, at: string, fields: Fields): string[] {
  const unknown = Object.keys(value).filter((name) => !Object.hasOwn(fields, name));
  return [
    ...Object.entries(fields).flatMap(([name, field]) => {
      const member = value[name];
      if (member === undefined && field.isOptional) return [];
      if ('fields' in field) {
        return isObject(member)
          ? problemsOf(member, `${at}${name}.`, field.fields)
          : [`${at}${name} is ${shown(member)}, expected an object`];
      }
      return field.accepts(member) ? [] : [`${at}${name} is ${shown(member)}, expected ${field.expected}`];
    }),
    ...unknown.map((name) => `${at}${name} is unknown`),
  ];
}

function shown(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value).slice(0, 200);
}
