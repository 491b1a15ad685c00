import type { Fault } from './fault';

const api = ['private-api'];

/** Faults in what the functions do. */
export const functionFaults: readonly Fault[] = [
  {
    id: 'no-explicit-deny',
    what: "the authorizer's policy allows the own paths but denies nothing",
    file: 'handlers/authorizer/policy.ts',
    edits: [["      { Effect: 'Deny', Action: 'execute-api:Invoke', NotResource: own },\n", '']],
    stacks: api,
    rows: ['authorizer-denies'],
  },
  {
    id: 'no-ownership-check',
    what: 'the presigned-URL function does not check that the path is the signed-in user',
    file: 'handlers/presigned-url/ownership.ts',
    edits: [["    return { refused: 'not_owner' };", '    return { profile: signedIn };']],
    stacks: api,
    rows: ['function-refuses'],
  },
  {
    id: 'no-token-use',
    what: '`token_use` is not checked',
    file: 'handlers/authorizer/token.ts',
    edits: [["  if (claims.token_use !== 'access') return 'wrong_use';\n", '']],
    stacks: api,
    rows: ['id-token', 'id-token-as-access'],
  },
  {
    id: 'no-client-id',
    what: '`client_id` is not checked',
    file: 'handlers/authorizer/token.ts',
    edits: [["  if (claims.client_id !== clientId) return 'wrong_client';\n", '']],
    stacks: api,
    rows: ['other-client', 'id-token'],
  },
  {
    id: 'no-expiry',
    what: "a token's expiry is ignored",
    file: 'handlers/authorizer/token.ts',
    edits: [
      [
        '      clockTimestamp: rules.now(),\n',
        '      clockTimestamp: rules.now(),\n      ignoreExpiration: true,\n',
      ],
    ],
    stacks: api,
    rows: ['expired', 'removed-user'],
  },
  {
    id: 'no-issuer',
    what: "a token's issuer is not checked",
    file: 'handlers/authorizer/token.ts',
    edits: [['      issuer: rules.issuer,\n', '']],
    stacks: api,
    rows: ['other-issuer'],
  },
  {
    id: 'outage-as-401',
    what: 'keys that cannot be fetched are blamed on the caller',
    file: 'handlers/authorizer/handler.ts',
    edits: [
      [
        "unavailable ? 'signing keys are unavailable' : 'Unauthorized'",
        "unavailable ? 'Unauthorized' : 'Unauthorized'",
      ],
    ],
    stacks: api,
    rows: ['jwks-down-first'],
  },
  {
    id: 'token-logged',
    what: 'the authorizer logs the request headers',
    file: 'handlers/authorizer/handler.ts',
    edits: [
      [
        "ports.log('INFO', 'allowed', { ...origin,",
        "ports.log('INFO', 'allowed', { ...origin, headers: request.headers,",
      ],
    ],
    stacks: api,
    rows: ['no-secrets'],
  },
  {
    id: 'no-audit',
    what: 'the audit line does not say who, from where, over which endpoint',
    file: 'handlers/presigned-url/handler.ts',
    edits: [["log('INFO', 'url_created', decision);", "log('INFO', 'url_created', {});"]],
    stacks: api,
    rows: ['audit'],
  },
  {
    id: 'lifetime-ignored',
    what: "the URL's lifetime is left to SageMaker's default",
    file: 'handlers/presigned-url/sagemaker.ts',
    edits: [['      ExpiresInSeconds: settings.urlLifetimeSeconds,\n', '']],
    stacks: api,
    rows: ['url-late'],
  },
  {
    id: 'session-ignored',
    what: "the Studio session's duration is left to SageMaker's default",
    file: 'handlers/presigned-url/sagemaker.ts',
    edits: [['      SessionExpirationDurationInSeconds: settings.sessionDurationSeconds,\n', '']],
    stacks: api,
    rows: ['session-ends'],
  },
  {
    id: 'audit-without-profile',
    what: 'the audit line says who asked, but not for which profile',
    file: 'handlers/presigned-url/handler.ts',
    edits: [['const decision = { ...facts, profile: owner.profile };', 'const decision = { ...facts };']],
    stacks: api,
    rows: ['audit'],
  },
  {
    id: 'no-new-keys',
    what: 'keys are fetched again only when they are old, not when a token names an unknown one',
    file: 'handlers/authorizer/keys.ts',
    edits: [
      [
        'if (held !== undefined && now - this.#fetchedAt < freshFor) return held;',
        'if (now - this.#fetchedAt < freshFor) return held;',
      ],
    ],
    stacks: api,
    rows: ['keys-rotated'],
  },
  {
    id: 'url-kept',
    what: 'answers that hold a URL may be kept by caches',
    file: 'handlers/presigned-url/response.ts',
    edits: [["  'Cache-Control': 'no-store',\n", '']],
    stacks: api,
    rows: ['answer-kept'],
  },
  {
    id: 'signature',
    what: "a token's signature is not verified",
    file: 'handlers/stand-ins/jws.ts',
    edits: [["  if (algorithm !== 'RS256') return false;\n", "  if (algorithm === 'RS256') return true;\n"]],
    stacks: api,
    rows: ['forged'],
  },
];
