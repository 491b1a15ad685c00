import {
  clientClaims,
  clientIdPattern,
  identifierPattern,
  issuerPattern,
  scopePattern,
} from '../../api/sign-in';
import {
  claimName,
  type Environment,
  type EnvironmentRule,
  isOn,
  readEnvironment,
  writeEnvironment,
} from '../shared/environment';
import { packedFileName } from '../shared/packed-file';

/** Where the issuer's public keys come from: fetched from a URL, or pinned in a file of the function's zip. */
export type KeySource = { readonly uri: string } | { readonly file: string };

/** The settings for tokens of a Cognito user pool. */
interface CognitoSettings {
  readonly kind: 'cognito';
  /** The pool's issuer, in either of Cognito's two forms. */
  readonly issuer: string;
  /** The app clients whose tokens are accepted. At least one. */
  readonly clientIds: readonly string[];
  /** The claim that names the user's Studio profile. Default: `username`. */
  readonly profileClaim?: string;
}

/** The settings for tokens of the company's own identity provider. */
interface OidcSettings {
  readonly kind: 'oidc';
  /** The tokens' `iss`, letter by letter. It is compared and never fetched. */
  readonly issuer: string;
  /** URL of the issuer's JSON Web Key Set. Exactly one of this and `jwksFile`. */
  readonly jwksUri?: string;
  /** A file with the issuer's JSON Web Key Set, in the function's zip. */
  readonly jwksFile?: string;
  /** What the tokens' `aud` is, or holds. */
  readonly audience: string;
  /** The one scope that the tokens' `scp` or `scope` must hold, as it stands there. */
  readonly scope: string;
  /** The clients whose tokens are accepted, with `clientClaim`. Default: every client of that audience. */
  readonly clientIds?: readonly string[];
  /** The claim that names the client: `azp`, `appid`, `cid` or `client_id`. */
  readonly clientClaim?: string;
  /** The claim whose value names the person. */
  readonly profileClaim: string;
  /** The file of the people of the environment file, in the function's zip. Default: nobody is listed. */
  readonly profileNamesFile?: string;
  /** Whether people who are not listed get a profile too. Default: no. */
  readonly deriveProfileNames?: boolean;
}

/** Whose tokens the authorizer accepts. */
export type Trust = CognitoSettings | OidcSettings;

/** The authorizer's settings, with every default. */
export type AuthorizerSettings =
  | (Required<CognitoSettings> & { readonly keys: KeySource })
  | {
      readonly kind: 'oidc';
      readonly issuer: string;
      readonly keys: KeySource;
      readonly audience: string;
      readonly scope: string;
      /** Undefined: every client of that audience. */
      readonly clients: { readonly claim: string; readonly ids: readonly string[] } | undefined;
      readonly profileClaim: string;
      readonly profileNamesFile: string | undefined;
      readonly deriveProfileNames: boolean;
    };

/**
 * Both forms of a Cognito issuer: `https://cognito-idp.<region>.…/<pool>` and `https://issuer-cognito-idp.<region>.…/<pool>`.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html
 */
const userPoolIssuerPattern =
  /^https:\/\/(issuer-)?cognito-idp(-fips)?\.[a-z]+(-[a-z]+)+-\d+\.[a-z0-9.-]+\/[\w-]+_[0-9a-zA-Z]+$/;

/** The authorizer's variables, as {@link readSettings} reads them. */
export function writeSettings(settings: Trust): Record<string, string> {
  if (settings.kind === 'cognito') {
    return writeEnvironment<ReturnType<typeof cognitoRules>>({
      USER_POOL_ISSUER: settings.issuer,
      APP_CLIENT_ID: settings.clientIds.join(','),
      PROFILE_CLAIM: settings.profileClaim,
      // the pool's own
      JWKS_URI: undefined,
      JWKS_FILE: undefined,
    });
  }
  return writeEnvironment<ReturnType<typeof oidcRules>>({
    USER_POOL_ISSUER: undefined,
    APP_CLIENT_ID: undefined,
    OIDC_ISSUER: settings.issuer,
    JWKS_URI: settings.jwksUri,
    JWKS_FILE: settings.jwksFile,
    OIDC_AUDIENCE: settings.audience,
    OIDC_SCOPE: settings.scope,
    OIDC_CLIENT_IDS: settings.clientIds?.join(','),
    OIDC_CLIENT_CLAIM: settings.clientClaim,
    PROFILE_CLAIM: settings.profileClaim,
    PROFILE_NAMES_FILE: settings.profileNamesFile,
    DERIVE_PROFILE_NAMES: settings.deriveProfileNames?.toString(),
  });
}

/**
 * Reads the authorizer's variables: those of the company's own tokens if one of them is set, else those of a user pool.
 * @throws Error naming every variable that is missing or wrong
 */
export function readSettings(environment: Environment): AuthorizerSettings {
  const isOidc = Object.entries(environment).some(([name, value]) => name.startsWith('OIDC_') && value);
  return isOidc ? readOidc(environment) : readCognito(environment);
}

const jwksUri: EnvironmentRule = {
  expected: 'an https: URL, or an http: URL whose host is a loopback address (127.0.0.1 or [::1])',
  accepts: isTrustworthyUri,
};

/** A rule for a variable that must not be set beside others. */
const unset = (why: string): EnvironmentRule => ({
  expected: `nothing: ${why}`,
  accepts: () => false,
  default: '',
});

function cognitoRules(environment: Environment) {
  return {
    USER_POOL_ISSUER: {
      expected: 'the issuer of a Cognito user pool, https://[issuer-]cognito-idp.<region>.<suffix>/<pool id>',
      accepts: (value: string) => userPoolIssuerPattern.test(value),
    },
    APP_CLIENT_ID: {
      expected:
        'the id of a Cognito app client, 1 to 128 letters, digits, + and _, or several divided by commas',
      accepts: (value: string) => value.split(',').every((id) => /^[\w+]{1,128}$/.test(id)),
    },
    JWKS_URI: { ...jwksUri, default: `${environment.USER_POOL_ISSUER ?? ''}/.well-known/jwks.json` },
    JWKS_FILE: unset("a user pool's keys are fetched"),
    PROFILE_CLAIM: { ...claimName, default: 'username' },
  };
}

function readCognito(environment: Environment): AuthorizerSettings {
  const values = readEnvironment(environment, cognitoRules(environment));
  return {
    kind: 'cognito',
    issuer: values.USER_POOL_ISSUER,
    clientIds: values.APP_CLIENT_ID.split(','),
    keys: { uri: values.JWKS_URI },
    profileClaim: values.PROFILE_CLAIM,
  };
}

function oidcRules(environment: Environment) {
  const isSet = (name: string) => Boolean(environment[name]);
  return {
    USER_POOL_ISSUER: unset('variables that begin with OIDC_ are set'),
    APP_CLIENT_ID: unset('variables that begin with OIDC_ are set'),
    OIDC_ISSUER: {
      expected:
        'the issuer of the tokens, an http: or https: URL of at most 500 characters, without query and fragment',
      accepts: (value: string) => issuerPattern.test(value) && URL.canParse(value),
    },
    JWKS_URI: isSet('JWKS_FILE') ? unset('JWKS_FILE is set') : jwksUri,
    JWKS_FILE: { ...packedFileName, default: '' },
    OIDC_AUDIENCE: {
      expected: 'the audience of the tokens, 1 to 256 printable ASCII characters without spaces',
      accepts: (value: string) => identifierPattern.test(value),
    },
    OIDC_SCOPE: {
      expected: 'one scope, 1 to 256 printable ASCII characters without spaces, " and \\',
      accepts: (value: string) => scopePattern.test(value),
    },
    OIDC_CLIENT_IDS: {
      expected: 'ids of clients, printable ASCII characters without spaces, divided by commas',
      accepts: (value: string) => value.split(',').every((id) => clientIdPattern.test(id)),
      ...(!isSet('OIDC_CLIENT_CLAIM') && { default: '' }),
    },
    OIDC_CLIENT_CLAIM: {
      expected: `the claim that names the client: ${clientClaims.join(', ')}`,
      accepts: (value: string) => clientClaims.some((claim) => claim === value),
      ...(!isSet('OIDC_CLIENT_IDS') && { default: '' }),
    },
    PROFILE_CLAIM: claimName,
    PROFILE_NAMES_FILE: { ...packedFileName, default: '' },
    DERIVE_PROFILE_NAMES: isOn,
  };
}

function readOidc(environment: Environment): AuthorizerSettings {
  const values = readEnvironment(environment, oidcRules(environment));
  return {
    kind: 'oidc',
    issuer: values.OIDC_ISSUER,
    keys: values.JWKS_FILE === '' ? { uri: values.JWKS_URI } : { file: values.JWKS_FILE },
    audience: values.OIDC_AUDIENCE,
    scope: values.OIDC_SCOPE,
    clients:
      values.OIDC_CLIENT_IDS === ''
        ? undefined
        : { claim: values.OIDC_CLIENT_CLAIM, ids: values.OIDC_CLIENT_IDS.split(',') },
    profileClaim: values.PROFILE_CLAIM,
    profileNamesFile: values.PROFILE_NAMES_FILE === '' ? undefined : values.PROFILE_NAMES_FILE,
    deriveProfileNames: values.DERIVE_PROFILE_NAMES === 'true',
  };
}

function isTrustworthyUri(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, username, password } = new URL(value);
  if (username !== '' || password !== '') return false;
  if (protocol === 'https:') return true;
  // the host chooses the keys: without a certificate, only an address of this machine is trusted
  return protocol === 'http:' && (hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname));
}
