import type { FunctionFault } from './fault';

/** Faults in the functions. */
export const functionFaults: readonly FunctionFault[] = [
  {
    id: 'no-explicit-deny',
    what: "the authorizer's policy allows the user's own paths but denies nothing",
    file: 'handlers/authorizer/policy.ts',
    edits: [["      { Effect: 'Deny', Action: 'execute-api:Invoke', NotResource: own },\n", '']],
    rows: ['authorizer-denies'],
  },
  {
    id: 'no-ownership-check',
    what: 'the presigned-URL function does not check that the path is the signed-in user',
    file: 'handlers/presigned-url/ownership.ts',
    edits: [["    return { refused: 'not_owner' };", '    return { profile: signedIn };']],
    rows: ['function-refuses'],
  },
  {
    id: 'removed-profile-deleted',
    what: 'a deployment deletes the profile of a removed user, which SageMaker refuses while there is a space',
    file: 'stacks/studio/user-profiles.ts',
    edits: [
      [
        "forgetResources(stack, 'removed-profiles', [removedProfiles]);",
        "new SagemakerUserProfile(stack, 'removed-profile', { count: 0, domainId, userProfileName: 'none' });",
      ],
    ],
    rows: ['removed-with-space'],
  },
  {
    id: 'no-token-use',
    what: '`token_use` is not checked',
    file: 'handlers/authorizer/cognito-token.ts',
    edits: [["      if (claims.token_use !== 'access') return 'wrong_use';\n", '']],
    rows: ['id-token', 'id-token-as-access'],
  },
  {
    id: 'no-client-id',
    what: '`client_id` is not checked',
    file: 'handlers/authorizer/cognito-token.ts',
    edits: [["      if (!clientIds.includes(claims.client_id)) return 'wrong_client';\n", '']],
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
    rows: ['expired', 'removed-user'],
  },
  {
    id: 'no-not-before',
    what: 'a token is accepted before it is valid',
    file: 'handlers/authorizer/token.ts',
    edits: [['      issuer: rules.issuer,\n', '      issuer: rules.issuer,\n      ignoreNotBefore: true,\n']],
    rows: ['not-yet-valid'],
  },
  {
    id: 'any-name',
    what: 'a user name need not be a profile name',
    file: 'handlers/shared/profile-name.ts',
    edits: [[' && profileNamePattern.test(value)', '']],
    rows: ['other-names'],
  },
  {
    id: 'case-ignored',
    what: 'the presigned-URL function treats names that differ in case as the same',
    file: 'handlers/presigned-url/ownership.ts',
    edits: [['path !== signedIn)', 'String(path).toLowerCase() !== signedIn.toLowerCase())']],
    rows: ['function-refuses'],
  },
  {
    id: 'told-too-much',
    what: "an error's answer repeats SageMaker's message",
    file: 'api/problems.ts',
    edits: [['status, code, requestId }', "status, code, requestId, detail: 'Rate exceeded' }"]],
    rows: ['sagemaker-throttling', 'sagemaker-denies'],
  },
  {
    id: 'no-code',
    what: 'errors name no code, so nobody finds what to do about them',
    file: 'api/problems.ts',
    edits: [['status, code, requestId }', 'status, requestId }']],
    rows: ['profile-missing', 'colleague'],
  },
  {
    id: 'policy-too-wide',
    what: "the authorizer's policy holds for every stage of the API",
    file: 'handlers/authorizer/policy.ts',
    edits: [['  const own = ', "  stage = stage.replace(/\\/.*/, '/*');\n  const own = "]],
    rows: ['authorizer-policy'],
  },
  {
    id: 'policy-prefix',
    what: "the authorizer's policy holds for every name that begins like the user's",
    file: 'handlers/authorizer/policy.ts',
    edits: [['${pathFor(route, profile)}`', '${pathFor(route, profile)}*`']],
    rows: ['authorizer-policy'],
  },
  {
    id: 'policy-in-capitals',
    what: "the authorizer's policy also allows the user's name in capitals",
    file: 'handlers/authorizer/policy.ts',
    edits: [
      [
        'routes.map((route) => `${stage}/${route.method}${pathFor(route, profile)}`)',
        'routes.flatMap((route) => [profile, profile.toUpperCase()].map((name) => `${stage}/${route.method}${pathFor(route, name)}`))',
      ],
    ],
    rows: ['name-in-capitals'],
  },
  {
    id: 'no-authorizer-no-check',
    what: 'the presigned-URL function believes the path where there is no authorizer',
    file: 'handlers/presigned-url/ownership.ts',
    edits: [
      [
        "return { refused: 'not_signed_in' };",
        "return typeof path === 'string' ? { profile: path } : { refused: 'not_signed_in' };",
      ],
    ],
    rows: ['function-refuses'],
  },
  {
    id: 'one-of-several',
    what: 'of several tokens the authorizer uses the first one',
    file: 'handlers/authorizer/token.ts',
    edits: [["  if (others.length > 0) return { refused: 'ambiguous_token' };\n", '  void others;\n']],
    rows: ['other-schemes'],
  },
  {
    id: 'claims-logged',
    what: "the authorizer logs the token's claims",
    file: 'handlers/authorizer/handler.ts',
    edits: [
      [
        '  const { claims } = verdict;\n',
        "  const { claims } = verdict;\n  ports.log('INFO', 'claims', { cause: JSON.stringify(claims) });\n",
      ],
    ],
    rows: ['no-secrets'],
  },
  {
    id: 'endless-token',
    what: 'a token needs no expiry',
    file: 'handlers/authorizer/token.ts',
    edits: [["  if (!Number.isSafeInteger(claims.exp)) return 'invalid_expiry';\n", '']],
    rows: ['no-expiry'],
  },
  {
    id: 'keys-on-demand',
    what: "every token that names an unknown key makes the authorizer ask for the pool's keys",
    file: 'handlers/authorizer/keys.ts',
    edits: [
      [
        'const bucket = { size: 4, refillInterval: 10_000 };',
        'const bucket = { size: 4, refillInterval: 1 };',
      ],
    ],
    rows: ['unknown-keys'],
  },
  {
    id: 'keys-without-end',
    what: "the authorizer waits for the pool's keys without end",
    file: 'handlers/authorizer/jwks.ts',
    edits: [
      [
        '      signal: AbortSignal.timeout(timeoutMilliseconds),',
        '      signal: AbortSignal.timeout(60_000),',
      ],
    ],
    rows: ['jwks-silent-first'],
  },
  {
    id: 'any-url',
    what: 'the presigned-URL function returns any URL that SageMaker answers',
    file: 'handlers/presigned-url/handler.ts',
    edits: [['if (!isStudioUrl(url, settings.region)) {', "if (typeof url !== 'string') {"]],
    rows: ['sagemaker-misleads'],
  },
  {
    id: 'no-issuer',
    what: "a token's issuer is not checked",
    file: 'handlers/authorizer/token.ts',
    edits: [['      issuer: rules.issuer,\n', '']],
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
    rows: ['no-secrets'],
  },
  {
    id: 'no-audit',
    what: 'the audit line does not say who, from where, over which endpoint',
    file: 'handlers/presigned-url/handler.ts',
    edits: [["log('INFO', 'url_created', decision);", "log('INFO', 'url_created', {});"]],
    rows: ['audit'],
  },
  {
    id: 'lifetime-ignored',
    what: "the URL's lifetime is left to SageMaker's default",
    file: 'handlers/presigned-url/sagemaker.ts',
    edits: [['      ExpiresInSeconds: settings.urlLifetimeSeconds,\n', '']],
    rows: ['url-late'],
  },
  {
    id: 'session-ignored',
    what: "the Studio session's duration is left to SageMaker's default",
    file: 'handlers/presigned-url/sagemaker.ts',
    edits: [['      SessionExpirationDurationInSeconds: settings.sessionDurationSeconds,\n', '']],
    rows: ['session-ends'],
  },
  {
    id: 'audit-without-profile',
    what: 'the audit line says who asked, but not for which profile',
    file: 'handlers/presigned-url/handler.ts',
    edits: [['const decision = { ...facts, profile: owner.profile };', 'const decision = { ...facts };']],
    rows: ['audit'],
  },
  {
    id: 'no-new-keys',
    what: 'keys are fetched again only when they are old, not when a token names an unknown key',
    file: 'handlers/authorizer/keys.ts',
    edits: [
      [
        'if (held !== undefined && now - this.#fetchedAt < freshFor) return held;',
        'if (now - this.#fetchedAt < freshFor) return held;',
      ],
    ],
    rows: ['keys-rotated'],
  },
  {
    id: 'keys-for-good',
    what: 'keys that were fetched once are trusted for ever',
    file: 'handlers/authorizer/keys.ts',
    edits: [['const freshFor = 10 * minutes;', 'const freshFor = Infinity;']],
    rows: ['key-withdrawn'],
  },
  {
    id: 'keys-held-for-good',
    what: 'while keys cannot be fetched, old keys are used for ever',
    file: 'handlers/authorizer/keys.ts',
    edits: [['const heldFor = 24 * 60 * minutes;', 'const heldFor = Infinity;']],
    rows: ['jwks-down-later'],
  },
  {
    id: 'url-kept',
    what: 'answers that hold a URL may be kept by caches',
    file: 'handlers/presigned-url/response.ts',
    edits: [["  'Cache-Control': 'no-store',\n", '']],
    rows: ['answer-kept'],
  },
  {
    id: 'signature',
    what: "a token's signature is not verified",
    file: 'handlers/authorizer/token.ts',
    edits: [
      [
        '    return { refused: refusalOf(error) };\n',
        "    if (refusalOf(error) !== 'wrong_signature') return { refused: refusalOf(error) };\n" +
          "    claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as JwtPayload;\n",
      ],
    ],
    rows: ['forged'],
  },
  {
    id: 'no-retries',
    what: 'the presigned-URL function asks SageMaker only once, also after a lost connection',
    file: 'handlers/presigned-url/retries.ts',
    edits: [['mostAttempts = 3', 'mostAttempts = 1']],
    rows: ['sagemaker-down-once'],
  },
  {
    id: 'throttling-retried',
    what: 'the presigned-URL function asks again when SageMaker throttles',
    file: 'handlers/presigned-url/retries.ts',
    edits: [["errorType === 'TRANSIENT' && ", "errorType !== 'CLIENT_ERROR' && "]],
    rows: ['sagemaker-throttles-once'],
  },
  {
    id: 'no-budget',
    what: 'a user may ask for any number of URLs',
    file: 'handlers/presigned-url/budget.ts',
    edits: [['const isGranted = since + perUrl <= now();', 'const isGranted = since <= now();']],
    rows: ['budget'],
  },
  {
    id: 'zone-ends-like',
    what: "a host whose name only ends like Studio's zone counts as Studio",
    file: 'handlers/presigned-url/studio-url.ts',
    edits: [['const zone = `.${studioZone(region)}`;', 'const zone = studioZone(region);']],
    rows: ['sagemaker-misleads-again'],
  },
  {
    id: 'no-profile-blamed-on-us',
    what: 'a user without a profile counts as a failure of the service',
    file: 'handlers/presigned-url/outcome.ts',
    edits: [["if (name === 'ResourceNotFound')", "if (name === 'ResourceNotFoundException')"]],
    rows: ['profile-missing', 'no-false-alarm'],
  },
];
