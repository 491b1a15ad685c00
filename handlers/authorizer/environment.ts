import { type Environment, readEnvironment } from '../shared/environment';

export interface AuthorizerSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly jwksUri: string;
  readonly profileClaim: string;
}

/**
 * Both forms of a Cognito issuer: `https://cognito-idp.<region>.…/<pool>` and `https://issuer-cognito-idp.<region>.…/<pool>`.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html
 */
const issuerPattern =
  /^https:\/\/(issuer-)?cognito-idp(-fips)?\.[a-z]+(-[a-z]+)+-\d+\.[a-z0-9.-]+\/[\w-]+_[0-9a-zA-Z]+$/;

/** Settings that the stack writes. The others have defaults that hold for every user pool. */
type DeployedSettings = Pick<AuthorizerSettings, 'issuer' | 'clientId'>;

/** The authorizer's variables, as {@link readSettings} reads them. */
export function writeSettings({ issuer, clientId }: DeployedSettings): Record<string, string> {
  return { USER_POOL_ISSUER: issuer, APP_CLIENT_ID: clientId };
}

/**
 * Reads the authorizer's variables.
 * @throws Error naming every variable that is missing or wrong
 */
export function readSettings(environment: Environment): AuthorizerSettings {
  const values = readEnvironment(environment, {
    USER_POOL_ISSUER: {
      expected: 'the issuer of a Cognito user pool, https://[issuer-]cognito-idp.<region>.<suffix>/<pool id>',
      accepts: (value) => issuerPattern.test(value),
    },
    APP_CLIENT_ID: {
      expected: 'the id of a Cognito app client, 1 to 128 letters, digits, + and _',
      accepts: (value) => /^[\w+]{1,128}$/.test(value),
    },
    JWKS_URI: {
      expected: 'an https: URL, or an http: URL whose host is a loopback address (127.0.0.1 or [::1])',
      accepts: isTrustworthyUri,
      default: `${environment.USER_POOL_ISSUER ?? ''}/.well-known/jwks.json`,
    },
    PROFILE_CLAIM: {
      expected: 'the name of a claim, 1 to 128 printable ASCII characters without spaces',
      accepts: (value) => /^[\x21-\x7e]{1,128}$/.test(value),
      default: 'username',
    },
  });
  return {
    issuer: values.USER_POOL_ISSUER,
    clientId: values.APP_CLIENT_ID,
    jwksUri: values.JWKS_URI,
    profileClaim: values.PROFILE_CLAIM,
  };
}

function isTrustworthyUri(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, username, password } = new URL(value);
  if (username !== '' || password !== '') return false;
  if (protocol === 'https:') return true;
  // whoever answers for the host chooses the keys: without a certificate, only an address of this machine is trusted
  return protocol === 'http:' && (hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname));
}
