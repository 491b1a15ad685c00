import type { PortalSettings } from '../../api/portal';

const portalUrl = 'https://a1b2c3d4e5.execute-api.us-east-1.amazonaws.com/prod/portal';

/** The page of a pool without sign-in pages. */
export const passwordSettings = {
  environment: 'example',
  portalUrl,
  operator: { name: 'ML platform team', help: 'mailto:ml-platform@corp.example.com' },
  landingApps: ['studio', 'jupyterlab', 'code-editor'],
  signIn: {
    kind: 'password',
    clientId: '3n4b5urk1ft4fl3mg5e62d9ado',
    endpoint: 'https://cognito-idp.us-east-1.amazonaws.com/',
    nameClaim: 'username',
  },
} as const satisfies PortalSettings;

/** The page of a pool that is federated. */
export const codeSettings = {
  ...passwordSettings,
  signIn: {
    kind: 'code',
    issuer: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Example01',
    clientId: '1portal2client3of4the5page',
    scope: 'openid',
    authorizationEndpoint: 'https://signin.corp.example.com/oauth2/authorize',
    tokenEndpoint: 'https://signin.corp.example.com/oauth2/token',
    revocationEndpoint: 'https://signin.corp.example.com/oauth2/revoke',
    signOut: { kind: 'cognito', endpoint: 'https://signin.corp.example.com/logout' },
    nameClaim: 'studio_profile',
  },
} as const satisfies PortalSettings;
