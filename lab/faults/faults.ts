import type { Fault } from './fault';

const api = ['private-api'];

/** The faults, each in the source of the product. */
export const faults: readonly Fault[] = [
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
    id: 'no-source-vpc',
    what: 'private addresses are not paired with the VPC, in the Allow and in the Deny',
    file: 'constructs/presigning-policy.ts',
    edits: [
      ["      StringEquals: { 'aws:SourceVpc': entry.vpcId },\n", ''],
      ["    deny('NotFromOtherVpcs', 'StringNotEquals', 'aws:SourceVpc', entry.vpcId),\n", ''],
    ],
    stacks: api,
    rows: ['url-foreign-vpc', 'entry-points'],
  },
  {
    id: 'no-conditions',
    what: 'the role may create URLs from anywhere',
    file: 'constructs/presigning-policy.ts',
    edits: [
      [
        "allow('OverEndpoints', { StringEquals: { 'aws:SourceVpce': entry.endpointIds } }),",
        "allow('OverEndpoints', { Bool: { 'aws:SecureTransport': 'true' } }),",
      ],
      ["    deny('NotFromOtherVpcs', 'StringNotEquals', 'aws:SourceVpc', entry.vpcId),\n", ''],
      ["    deny('NotFromOtherAddresses', 'NotIpAddress', 'aws:VpcSourceIp', privateAddresses),\n", ''],
    ],
    stacks: api,
    rows: ['outside-by-name', 'outside-by-proxy', 'session-outside'],
  },
  {
    id: 'no-studio-endpoint',
    what: "the Studio endpoint is left out of the role's list",
    file: 'constructs/presigning-policy.ts',
    edits: [
      [
        '[network.endpoints.sagemakerApi.id, network.endpoints.studio.id]',
        '[network.endpoints.sagemakerApi.id]',
      ],
    ],
    stacks: api,
    rows: ['entry-points'],
  },
  {
    id: 'resource-policy-without-deny',
    what: "the API's resource policy only allows",
    file: 'stacks/private-api/endpoint-only-policy.ts',
    edits: [
      [
        "      Effect: 'Deny',\n      ...statement,\n      Condition: { StringNotEquals:",
        "      Effect: 'Allow',\n      ...statement,\n      Condition: { StringEquals:",
      ],
    ],
    stacks: api,
    rows: ['api-other-endpoint', 'authorizer-off-endpoint'],
  },
  {
    id: 'cache-key',
    what: 'authorizer results are remembered by Host instead of Authorization',
    file: 'stacks/private-api/rest-api.ts',
    edits: [["'method.request.header.Authorization'", "'method.request.header.Host'"]],
    stacks: api,
    rows: ['cache-two-users', 'no-token'],
  },
  {
    id: 'function-cut-off',
    what: "the function's security group lets nothing out",
    file: 'stacks/private-api-stack.ts',
    edits: [
      [
        '          referencedSecurityGroupId: endpoints.securityGroupId,',
        "          cidrIpv4: '10.99.0.0/16',",
      ],
    ],
    stacks: api,
    rows: ['form-private-dns'],
  },
  {
    id: 'zone-missing',
    what: "Studio's zone is missing in named.conf",
    file: 'dns/zones.ts',
    edits: [
      [
        '{ final: [api, ...studioZones], pending: [] }',
        '{ final: [api, ...studioZones.slice(1)], pending: [] }',
      ],
    ],
    stacks: api,
    dns: true,
    rows: ['names-private', 'opens-studio'],
  },
  {
    id: 'security-group-open',
    what: "the endpoints' security group admits everybody",
    file: 'stacks/network/endpoints.ts',
    edits: [["rulesFor('corporate', cidrs,", "rulesFor('corporate', ['0.0.0.0/0', ...cidrs.slice(1)],"]],
    stacks: ['network'],
    rows: ['outside-by-address'],
  },
];
