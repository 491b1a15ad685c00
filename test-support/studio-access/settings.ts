import type { CodeSettings, PasswordSettings, Settings } from '../../cli/studio-access/settings/schema';

const common = {
  version: 1,
  environment: 'prod',
  apiUrl: 'https://api.corp.example.com/prod',
  region: 'us-east-1',
} as const;

/** Settings of a deployment where people sign in with a password of the user pool. */
export const byPassword = {
  ...common,
  signIn: {
    kind: 'password',
    issuer: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Example01',
    clientId: 'exampleclient',
    endpoint: 'https://cognito-idp.us-east-1.amazonaws.com/',
  },
} as const satisfies Settings & { signIn: PasswordSettings };

/** Settings of a deployment where people sign in by a code. */
export const byCode = {
  ...common,
  signIn: {
    kind: 'code',
    issuer: 'https://login.corp.example.com',
    clientId: 'studio-access',
    scope: 'openid studio.open',
    authorizationEndpoint: 'https://login.corp.example.com/authorize',
    tokenEndpoint: 'https://login.corp.example.com/token',
    revocationEndpoint: 'https://login.corp.example.com/revoke',
  },
} as const satisfies Settings & { signIn: CodeSettings };
