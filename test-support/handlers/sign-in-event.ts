/** What differs from an ordinary sign-in over the company's identity provider. */
export interface SignIn {
  readonly triggerSource?: unknown;
  readonly version?: unknown;
  readonly userName?: unknown;
  /** Attributes of the user; `undefined` takes one away. */
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly response?: unknown;
}

export const provider = 'CorpIdP';
export const profileAttribute = 'custom:person';

/** An entry of the attribute `identities`, as Cognito writes it. */
export const identity = (providerName: unknown = provider) => ({
  userId: 'marked-subject-00u1',
  providerName,
  providerType: 'OIDC',
  issuer: null,
  primary: 'true',
  dateCreated: '1742699117273',
});

/**
 * Cognito's event before it makes tokens, version 2, with all fields that Cognito sends: somebody signs in over the identity
 * provider, who names them `frank`.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
export function signInEvent(changes: SignIn = {}) {
  const { attributes, ...fields } = changes;
  return {
    version: '2',
    triggerSource: 'TokenGeneration_HostedAuth',
    region: 'eu-central-1',
    userPoolId: 'eu-central-1_Example01',
    userName: `${provider}_marked-subject-00u1`,
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: '3n4b5urk1ft4fl3mg5e62d9ado' },
    request: {
      userAttributes: {
        sub: 'marked-sub-5f1c2a',
        'cognito:user_status': 'EXTERNAL_PROVIDER',
        identities: JSON.stringify([identity()]),
        email: 'marked-mail@corp.example',
        email_verified: 'false',
        [profileAttribute]: 'frank',
        ...attributes,
      },
      groupConfiguration: {
        groupsToOverride: [`eu-central-1_Example01_${provider}`],
        iamRolesToOverride: [],
        preferredRole: null,
      },
      scopes: ['openid'],
    },
    response: { claimsAndScopeOverrideDetails: null },
    ...fields,
  };
}

/** A user of the pool's own, who signs in with a password. */
export function localSignIn(userName: unknown, changes: SignIn = {}): ReturnType<typeof signInEvent> {
  return signInEvent({
    userName,
    triggerSource: 'TokenGeneration_Authentication',
    ...changes,
    attributes: {
      'cognito:user_status': 'CONFIRMED',
      identities: undefined,
      [profileAttribute]: undefined,
      ...changes.attributes,
    },
  });
}
