import type { Fault } from './fault';

const api = ['private-api'];

/** Faults in what is deployed around them, and in the files for DNS. */
export const deploymentFaults: readonly Fault[] = [
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
  {
    id: 'cache-time',
    what: 'authorizer results are remembered for an hour, whatever the environment file says',
    file: 'stacks/private-api/rest-api.ts',
    edits: [['stack.environment.api.authorizerCacheSeconds', '3600']],
    stacks: api,
    rows: ['removed-user'],
  },
  {
    id: 'notebook-role',
    what: "a user's notebooks may make URLs for every profile",
    file: 'stacks/studio/execution-role.ts',
    edits: [
      [
        "presigningStatements(stack.arn('sagemaker', `user-profile/${domainId}/${user}`)",
        "presigningStatements(stack.arn('sagemaker', `user-profile/${domainId}/*`)",
      ],
    ],
    stacks: ['studio'],
    rows: ['notebook-role'],
  },
  {
    id: 'any-api',
    what: "the execute-api endpoint lets calls of other accounts' APIs through",
    file: 'stacks/network/endpoint-policies.ts',
    edits: [["stack.arn('execute-api', `*/${api.stageName}/GET/*`)", "'*'"]],
    stacks: ['network'],
    rows: ['endpoint-policies'],
  },
  {
    id: 'any-principal',
    what: "the SageMaker API endpoint lets other accounts' credentials through",
    file: 'stacks/network/endpoint-policies.ts',
    edits: [["'sagemaker:*', '*', ownPrincipals)", "'sagemaker:*', '*')"]],
    stacks: ['network'],
    rows: ['endpoint-policies'],
  },
  {
    id: 'forward-first',
    what: 'corporate BIND asks the internet when the resolver is silent',
    file: 'dns/bind.ts',
    edits: [["'    forward only;'", "'    forward first;'"]],
    stacks: api,
    dns: true,
    rows: ['resolver-gone'],
  },
];
