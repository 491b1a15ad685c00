import { routes } from '../../api/routes';
import { add, addResource, remove, replace, set, type Change, type ResourceAddress } from './change';
import { everyApi } from './dns-faults';
import type { DeploymentFault } from './fault';

const presigningPolicy = 'private-api/aws_iam_role_policy.presigned-url-policy';
const presigningSids = ['FromPrivateAddresses', 'OverEndpoints', 'NotFromOtherVpcs', 'NotFromOtherAddresses'];
const executionPolicy = 'studio/aws_iam_role_policy.execution-policy';
const executionLimits = 'studio/aws_iam_role_policy.execution-limits';
const sharedLimits = 'studio/aws_iam_role_policy.shared-execution-limits';
const executionBoundary = 'studio/aws_iam_policy.execution-boundary';
const authorizer = 'private-api/aws_api_gateway_authorizer.api-authorizer';
const apiPolicy = 'private-api/aws_api_gateway_rest_api_policy.api-policy';
const stageSettings = 'private-api/aws_api_gateway_method_settings.stage-settings';
const functionToEndpoints =
  'private-api/aws_vpc_security_group_egress_rule.presigned-url-function-to-endpoints';
const userPool = 'identity/aws_cognito_user_pool.user-pool';
const appClient = 'identity/aws_cognito_user_pool_client.app-client';
const addressLimit = 'private-api/aws_wafv2_web_acl.address-limit';
const functions = ['authorizer', 'presigned-url'];

const inAccount = 'arn:aws:sagemaker:us-east-1:${data.aws_caller_identity.current.account_id}';
const onlySageMakerApi = [
  '${data.terraform_remote_state.cross-stack-reference-input-network.outputs.cross-stack-output-aws_vpc_endpointsagemaker-apiid}',
];

const ingress = (name: string): ResourceAddress => `network/aws_vpc_security_group_ingress_rule.${name}`;
const alarm = (name: string): ResourceAddress => `private-api/aws_cloudwatch_metric_alarm.alarm-${name}`;

const admittedList = 'network/aws_route53_resolver_firewall_domain_list.dns-firewall-admitted';
const otherNamesRule = 'network/aws_route53_resolver_firewall_rule.dns-firewall-others-rule';
const firewallAssociation = 'aws_route53_resolver_firewall_rule_group_association.dns-firewall-association';
const alertOnly = [set(otherNamesRule, 'action', 'ALERT'), remove(otherNamesRule, 'block_response')];

const withPrivateDns = set('network/aws_vpc_endpoint.execute-api', 'private_dns_enabled', true);

/** A stage serves a snapshot of the API; a changed hash in `triggers` makes a new snapshot. */
const deployAnew = (part: 'routes' | 'authorizer' | 'policy'): Change =>
  set('private-api/aws_api_gateway_deployment.deployment', `triggers.${part}`, 'of a fault');

/** Neither the function nor its role shuts anybody out. */
export const suspendsNobody: readonly Change[] = [
  remove('private-api/aws_lambda_function.presigned-url', 'environment.variables.SUSPENDED_PROFILES'),
  remove(presigningPolicy, 'policy[SuspendedProfiles]'),
];

/** Faults in the deployment around the functions. */
export const deploymentFaults: readonly DeploymentFault[] = [
  {
    id: 'no-source-vpc',
    what: 'the role allows private addresses from every VPC, not from its own only',
    changes: [
      remove(presigningPolicy, 'policy[FromPrivateAddresses].Condition.StringEquals'),
      remove(presigningPolicy, 'policy[NotFromOtherVpcs]'),
    ],
    rows: ['url-foreign-vpc', 'entry-points'],
  },
  {
    id: 'no-conditions',
    what: 'the role may create URLs from anywhere',
    changes: [
      set(presigningPolicy, 'policy[OverEndpoints].Condition', { Bool: { 'aws:SecureTransport': 'true' } }),
      remove(presigningPolicy, 'policy[NotFromOtherVpcs]'),
      remove(presigningPolicy, 'policy[NotFromOtherAddresses]'),
    ],
    rows: ['outside-by-name', 'outside-by-proxy', 'session-outside'],
  },
  {
    id: 'no-deny',
    what: 'the role has no Deny',
    changes: [
      remove(presigningPolicy, 'policy[NotFromOtherVpcs]'),
      remove(presigningPolicy, 'policy[NotFromOtherAddresses]'),
    ],
    rows: ['added-allow'],
  },
  {
    id: 'egress-open',
    what: 'every public address counts as a company address',
    changes: [
      add(presigningPolicy, 'policy[FromCorporateEgress]', {
        Sid: 'FromCorporateEgress',
        Effect: 'Allow',
        Action: 'sagemaker:CreatePresignedDomainUrl',
        Resource: `${inAccount}:user-profile/*`,
        Condition: { IpAddress: { 'aws:SourceIp': ['0.0.0.0/0'] } },
      }),
      add(presigningPolicy, 'policy[NotFromOtherVpcs].Condition.NotIpAddress', {
        'aws:SourceIp': ['0.0.0.0/0'],
      }),
      add(presigningPolicy, 'policy[NotFromOtherAddresses].Condition.NotIpAddress.aws:SourceIp', [
        '0.0.0.0/0',
      ]),
    ],
    rows: ['outside-by-name', 'entry-points'],
  },
  {
    id: 'no-address-deny',
    what: 'the role denies other VPCs, but not other addresses in its own VPC',
    changes: [remove(presigningPolicy, 'policy[NotFromOtherAddresses]')],
    rows: ['added-allow'],
  },
  {
    id: 'any-action',
    what: 'the role may do everything with profiles',
    changes: [...presigningSids.map((sid) => set(presigningPolicy, `policy[${sid}].Action`, 'sagemaker:*'))],
    rows: ['nothing-else'],
  },
  {
    id: 'trusts-everybody',
    what: 'everybody may assume the roles',
    changes: [
      ...functions.map((name) =>
        set(`private-api/aws_iam_role.${name}-role`, 'assume_role_policy[Service].Principal', '*'),
      ),
    ],
    rows: ['trusted-by'],
  },
  {
    id: 'suspended-page-open',
    what: 'the role that makes URLs does not deny those of suspended users',
    changes: [remove(presigningPolicy, 'policy[SuspendedProfiles]')],
    rows: ['suspended-session'],
  },
  {
    id: 'suspended-api-open',
    what: 'neither the function nor its role knows who is suspended',
    changes: suspendsNobody,
    rows: ['suspended-token', 'suspended-session'],
  },
  {
    id: 'suspended-unexplained',
    what: 'the function does not know who is suspended, so that people are told of a failure',
    changes: [
      remove('private-api/aws_lambda_function.presigned-url', 'environment.variables.SUSPENDED_PROFILES'),
    ],
    rows: ['suspended-token'],
  },
  {
    id: 'suspended-sign-in-open',
    what: 'a suspended user stays enabled in Cognito',
    changes: [set('identity/aws_cognito_user.suspended-login', 'enabled', true)],
    rows: ['suspended-sign-in'],
  },
  {
    id: 'suspended-notebook-open',
    what: "the role of a suspended user's notebooks keeps its rights",
    changes: [set('studio/aws_iam_role_policy.execution-suspended', 'for_each', '${toset([])}')],
    rows: ['suspended-notebook'],
  },
  {
    id: 'any-space',
    what: "a user's notebooks may start apps in every space",
    changes: [
      remove(executionPolicy, 'policy[AppsInOwnSpaces].Condition'),
      remove(executionLimits, 'policy[AppsInSpacesOfOthers]'),
    ],
    rows: ['notebook-spaces'],
  },
  {
    id: 's3-open',
    what: 'the S3 endpoint lets everybody reach every bucket',
    changes: [remove('network/aws_vpc_endpoint.s3', 'policy[OwnBuckets].Condition')],
    rows: ['endpoint-policies'],
  },
  {
    id: 'notebooks-cut-off',
    what: 'the security group of the endpoints that notebooks use admits nobody',
    changes: [remove(ingress('notebook-endpoints-from-vpc-10-20-0-0-16'))],
    rows: ['notebook-network'],
  },
  {
    id: 'long-refresh',
    what: 'access is refreshed for ten years without the password',
    changes: [set(appClient, 'refresh_token_validity', 87_600)],
    rows: ['refresh-ends'],
  },
  {
    id: 'alarm-late',
    what: "operators are told of the API's failures only after three thousand of them",
    changes: [set(alarm('api-5xx'), 'threshold', 3000)],
    rows: ['alarm-5xx'],
  },
  {
    id: 'function-everywhere',
    what: 'the presigned-URL function may connect to every address',
    changes: [
      remove(functionToEndpoints, 'referenced_security_group_id'),
      add(functionToEndpoints, 'cidr_ipv4', '0.0.0.0/0'),
    ],
    rows: ['nowhere-else'],
  },
  {
    id: 'short-passwords',
    what: 'passwords need only six characters',
    changes: [set(userPool, 'password_policy.minimum_length', 6)],
    rows: ['sign-in-settings'],
  },
  {
    id: 'attributes-writable',
    what: 'the app client lists no attribute that users may write, which Cognito takes for all standard ones',
    changes: [set(appClient, 'write_attributes', [])],
    rows: ['own-attributes'],
  },
  {
    id: 'any-domain',
    what: 'the role may create URLs for profiles of every domain',
    changes: [
      ...['FromPrivateAddresses', 'OverEndpoints'].map((sid) =>
        set(presigningPolicy, `policy[${sid}].Resource`, `${inAccount}:user-profile/*`),
      ),
    ],
    rows: ['other-domain'],
  },
  {
    id: 'any-invoker',
    what: 'every API of every account may invoke the presigned-URL function through API Gateway',
    changes: [remove('private-api/aws_lambda_permission.api-invokes-presigned-url', 'source_arn')],
    rows: ['invoke-permission'],
  },
  {
    id: 'integration-timeout',
    what: 'API Gateway waits only 50 ms for the function',
    changes: [
      ...routes.map(({ id }) =>
        set(`private-api/aws_api_gateway_integration.${id}-integration`, 'timeout_milliseconds', 50),
      ),
      deployAnew('routes'),
    ],
    rows: ['form-private-dns'],
  },
  {
    id: 'no-throttle',
    what: 'the stage is not throttled',
    changes: [
      set(stageSettings, 'settings.throttling_rate_limit', -1),
      set(stageSettings, 'settings.throttling_burst_limit', -1),
    ],
    rows: ['throttled'],
  },
  {
    id: 'addresses-counted-only',
    what: 'the firewall only counts the requests of an address that sends too many',
    changes: [set(addressLimit, 'rule.0.action', { count: {} })],
    rows: ['flood'],
  },
  {
    id: 'firewall-elsewhere',
    what: 'the firewall is not in front of the stage',
    changes: [remove('private-api/aws_wafv2_web_acl_association.address-limit-of-stage')],
    rows: ['flood'],
  },
  {
    id: 'no-exceptions',
    what: 'addresses that many people share are limited like others, whatever the environment file says',
    changes: [set('private-api/aws_wafv2_ip_set.address-limit-exceptions', 'addresses', [])],
    rows: ['flood-exception'],
  },
  {
    id: 'flood-unnoticed',
    what: 'nobody is told of a flood',
    changes: [set(alarm('flood'), 'threshold', 1_000_000)],
    rows: ['flood'],
  },
  {
    id: 'log-level',
    what: 'functions keep only warnings and errors',
    changes: [
      ...functions.map((name) =>
        set(`private-api/aws_lambda_function.${name}`, 'logging_config.application_log_level', 'WARN'),
      ),
    ],
    rows: ['audit'],
  },
  {
    id: 'no-alarm',
    what: 'operators are not told when keys cannot be fetched',
    changes: [
      replace(
        'private-api/aws_cloudwatch_log_metric_filter.metric-authorizer-failures',
        'pattern',
        'jwks_unavailable',
        'jwks_missing',
      ),
    ],
    rows: ['jwks-down-first'],
  },
  {
    id: 'no-log-permission',
    what: "the functions' roles may not write logs",
    changes: [
      ...functions.map((name) =>
        set(`private-api/aws_iam_role_policy.${name}-policy`, 'policy[WriteLogs].Action', [
          'logs:CreateLogStream',
        ]),
      ),
    ],
    rows: ['no-secrets', 'audit'],
  },
  {
    id: 'token-lifetime',
    what: 'access tokens live an hour, whatever the environment file says',
    changes: [set(appClient, 'access_token_validity', 60)],
    rows: ['removed-user'],
  },
  {
    id: 'no-password-flow',
    what: 'the app client lets nobody sign in with a password',
    changes: [set(appClient, 'explicit_auth_flows', ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'])],
    rows: ['sign-in'],
  },
  {
    id: 'resolver-open',
    what: "the resolver's security group admits everybody",
    changes: [set(ingress('resolver-from-udp-192-168-10-0-24'), 'cidr_ipv4', '0.0.0.0/0')],
    rows: ['resolver-outside'],
  },
  {
    id: 'resolver-open-over-tcp',
    what: "the resolver's security group admits everybody over TCP",
    changes: [set(ingress('resolver-from-tcp-192-168-10-0-24'), 'cidr_ipv4', '0.0.0.0/0')],
    rows: ['resolver-outside'],
  },
  {
    id: 'notebook-endpoints-open',
    what: 'the security group of the endpoints that notebooks use admits everybody',
    changes: [set(ingress('notebook-endpoints-from-vpc-10-20-0-0-16'), 'cidr_ipv4', '0.0.0.0/0')],
    rows: ['endpoints-outside'],
  },
  {
    id: 'self-sign-up',
    what: 'everybody may sign up without an administrator',
    changes: [set(userPool, 'admin_create_user_config.allow_admin_create_user_only', false)],
    rows: ['self-sign-up'],
  },
  {
    id: 'data-trace',
    what: 'API Gateway writes whole requests and answers to its execution log',
    changes: [
      set(stageSettings, 'settings.logging_level', 'INFO'),
      set(stageSettings, 'settings.data_trace_enabled', true),
    ],
    rows: ['no-secrets'],
  },
  {
    id: 'no-studio-endpoint',
    what: "the Studio endpoint is left out of the role's list",
    changes: [
      set(presigningPolicy, 'policy[OverEndpoints].Condition.StringEquals.aws:SourceVpce', onlySageMakerApi),
      ...['NotFromOtherVpcs', 'NotFromOtherAddresses'].map((sid) =>
        set(presigningPolicy, `policy[${sid}].Condition.StringNotEquals.aws:SourceVpce`, onlySageMakerApi),
      ),
    ],
    rows: ['entry-points'],
  },
  {
    id: 'resource-policy-without-deny',
    what: "the API's resource policy has no Deny",
    changes: [remove(apiPolicy, 'policy[NoOtherWay]'), deployAnew('policy')],
    rows: ['api-other-endpoint', 'authorizer-off-endpoint'],
  },
  {
    id: 'page-for-everybody',
    what: 'the API is public, and its resource policy admits everybody',
    changes: [
      set('private-api/aws_api_gateway_rest_api.api', 'endpoint_configuration.types', ['REGIONAL']),
      remove('private-api/aws_api_gateway_rest_api.api', 'endpoint_configuration.vpc_endpoint_ids'),
      remove(apiPolicy, 'policy[OverTheEndpoint].Condition'),
      remove(apiPolicy, 'policy[NoOtherWay]'),
      deployAnew('policy'),
    ],
    rows: ['portal-outside'],
  },
  {
    id: 'cache-key',
    what: 'authorizer results are cached by Host instead of Authorization',
    changes: [set(authorizer, 'identity_source', 'method.request.header.Host'), deployAnew('authorizer')],
    rows: ['cache-two-users', 'no-token'],
  },
  {
    id: 'function-cut-off',
    what: "the function's security group lets nothing out",
    changes: [
      remove(functionToEndpoints, 'referenced_security_group_id'),
      add(functionToEndpoints, 'cidr_ipv4', '10.99.0.0/16'),
    ],
    rows: ['form-private-dns'],
  },
  {
    id: 'security-group-open',
    what: "the endpoints' security group admits everybody",
    changes: [set(ingress('corporate-endpoints-from-corporate-192-168-10-0-24'), 'cidr_ipv4', '0.0.0.0/0')],
    rows: ['outside-by-address'],
  },
  {
    id: 'cache-time',
    what: 'authorizer results are cached for an hour, whatever the environment file says',
    changes: [set(authorizer, 'authorizer_result_ttl_in_seconds', 3600), deployAnew('authorizer')],
    rows: ['removed-user'],
  },
  {
    id: 'notebook-role',
    what: "a user's notebooks may make URLs for every profile",
    changes: [
      ...['FromPrivateAddresses', 'OverEndpoints'].map((sid) =>
        replace(executionPolicy, `policy[${sid}].Resource`, '/${each.key}', '/*'),
      ),
      remove(executionLimits, 'policy[UrlsOfOthers]'),
    ],
    rows: ['notebook-role'],
  },
  {
    id: 'any-api',
    what: "the execute-api endpoint lets calls of other accounts' APIs through",
    changes: [set('network/aws_vpc_endpoint.execute-api', 'policy[CallThisStage].Resource', '*')],
    rows: ['endpoint-policies'],
  },
  {
    id: 'any-principal',
    what: "the SageMaker API endpoint lets other accounts' credentials through",
    changes: [remove('network/aws_vpc_endpoint.sagemaker-api', 'policy[OwnPrincipals].Condition')],
    rows: ['endpoint-policies'],
  },
  {
    id: 'alarms-in-an-hour',
    what: 'alarms go off only after an hour of failures',
    changes: [
      ...[
        'api-5xx',
        'authorizer-failures',
        'authorizer-throttles',
        'presigned-url-errors',
        'presigned-url-throttles',
      ].map((name) => set(alarm(name), 'evaluation_periods', 12)),
    ],
    rows: ['alarm-5xx', 'jwks-down-first'],
  },
  {
    id: 'false-alarm',
    what: 'operators are told when the API refuses somebody',
    changes: [set(alarm('api-5xx'), 'metric_name', '4XXError')],
    rows: ['no-false-alarm'],
  },
  {
    id: 'logs-for-a-day',
    what: "the functions' logs are kept for a day, whatever the environment file says",
    changes: [
      ...functions.map((name) =>
        set(`private-api/aws_cloudwatch_log_group.${name}-logs`, 'retention_in_days', 1),
      ),
    ],
    rows: ['logs-kept'],
  },
  {
    id: 'flow-logs-role',
    what: 'the role for flow logs may do everything with logs',
    changes: [set('network/aws_iam_role_policy.flow-logs-policy', 'policy[FindLogGroup].Action', 'logs:*')],
    rows: ['nothing-else'],
  },
  {
    id: 'apps-anywhere',
    what: "users' apps may connect to one port of every host",
    changes: [
      set(
        'studio/aws_vpc_security_group_egress_rule.studio-apps-to-home-file-system',
        'cidr_ipv4',
        '0.0.0.0/0',
      ),
    ],
    rows: ['rules'],
  },
  {
    id: 'other-prefix-list',
    what: "users' apps may connect to the addresses in a foreign prefix list",
    changes: [
      // a new rule, because the stand-in cannot change the prefix list of an existing one
      remove('studio/aws_vpc_security_group_egress_rule.studio-apps-to-s3'),
      addResource('studio/aws_vpc_security_group_egress_rule.studio-apps-to-somewhere', {
        description: 'HTTPS to addresses of somebody else',
        from_port: 443,
        ip_protocol: 'tcp',
        prefix_list_id: 'pl-0123456789abcdef0',
        security_group_id: '${aws_security_group.studio-apps.id}',
        to_port: 443,
      }),
    ],
    rows: ['rules'],
  },
  {
    id: 'every-port',
    what: 'the endpoints admit people at every port',
    changes: [
      ...[
        'corporate-endpoints-from-vpc-10-20-0-0-16',
        'corporate-endpoints-from-corporate-192-168-10-0-24',
        'notebook-endpoints-from-vpc-10-20-0-0-16',
      ].flatMap((name) => [set(ingress(name), 'from_port', 0), set(ingress(name), 'to_port', 65_535)]),
    ],
    rows: ['other-ports', 'rules'],
  },
  {
    id: 'no-api-zone',
    what: 'private DNS of the endpoint gives the API its name, in place of a hosted zone',
    changes: [
      withPrivateDns,
      remove('private-api/aws_route53_zone.api-zone'),
      remove('private-api/aws_route53_record.api-record'),
    ],
    rows: ['record-types'],
  },
  {
    id: 'private-dns',
    what: 'the endpoint of the API has private DNS beside the hosted zone, and DNS Firewall only warns',
    changes: [withPrivateDns, ...alertOnly],
    rows: ['public-apis-vpc'],
  },
  {
    id: 'dns-firewall-alert',
    what: 'DNS Firewall warns about other names, and answers them',
    changes: alertOnly,
    rows: ['dns-exfiltration'],
  },
  {
    id: 'dns-firewall-no-block',
    what: 'DNS Firewall has no rule for names that it does not admit',
    changes: [
      remove(otherNamesRule),
      set(`network/${firewallAssociation}`, 'depends_on', [
        'aws_route53_resolver_firewall_rule.dns-firewall-admitted-rule',
      ]),
    ],
    rows: ['dns-exfiltration'],
  },
  {
    id: 'dns-firewall-admits-suffixes',
    what: 'DNS Firewall admits every name below a top-level domain',
    changes: [set(admittedList, 'domains', ['*.com.', '*.aws.', '*.arpa.', '*.internal.', '*.example.'])],
    rows: ['dns-exfiltration'],
  },
  {
    id: 'dns-firewall-without-apex',
    what: 'DNS Firewall admits names below those that are needed, and not these themselves',
    changes: [
      set(admittedList, 'domains', ['*.studio.us-east-1.sagemaker.aws.', '*.s3.us-east-1.amazonaws.com.']),
    ],
    rows: ['names-needed'],
  },
  {
    id: 'dns-firewall-without-api',
    what: "DNS Firewall does not admit the API's own name",
    changes: [remove(`private-api/${firewallAssociation}`)],
    rows: ['names-needed', 'names-private'],
  },
  {
    id: 'every-api',
    what: 'the endpoint of the API has private DNS, and corporate DNS forwards the names of every API of the region',
    changes: [withPrivateDns],
    dnsEdits: everyApi,
    rows: ['public-apis'],
  },
  {
    id: 'no-boundary',
    what: 'execution roles have no permissions boundary, so that a policy that is attached later may change the deployment',
    changes: [remove('studio/aws_iam_role.execution-role', 'permissions_boundary')],
    rows: ['attached-policy'],
  },
  {
    id: 'urls-of-others',
    what: 'a policy that is attached to an execution role may allow URLs of other people',
    changes: [remove(executionLimits, 'policy[UrlsOfOthers]')],
    rows: ['attached-policy'],
  },
  {
    id: 'remote-access',
    what: 'a policy that is attached to execution roles may allow remote access to spaces',
    changes: [remove(executionBoundary, 'policy[RemoteAccess]')],
    rows: ['attached-policy'],
  },
  {
    id: 'any-instance',
    what: 'a policy that is attached to execution roles may allow apps on any instance type',
    changes: [remove(executionBoundary, 'policy[InstanceTypes]')],
    rows: ['attached-policy'],
  },
  {
    id: 'pipelines-of-others',
    what: 'a policy that is attached to execution roles may allow everything in SageMaker that has no limit of its own, such as pipelines that run with the role of whoever made them',
    changes: [remove(executionBoundary, 'policy[OnlyThese]')],
    rows: ['attached-policy'],
  },
  {
    id: 'home-file-system',
    what: 'a policy that is attached to execution roles may allow the home file system, whose files go by a user id that the client chooses',
    changes: [remove(executionLimits, 'policy[HomeFileSystem]')],
    rows: ['attached-policy'],
  },
  {
    id: 'apps-together',
    what: "the group that all users' apps have lets them connect to each other",
    changes: (['ingress', 'egress'] as const).map((direction) =>
      addResource(
        `studio/aws_vpc_security_group_${direction}_rule.studio-apps-${direction === 'ingress' ? 'from' : 'to'}-apps`,
        {
          description: 'Apps with each other',
          from_port: 8192,
          ip_protocol: 'tcp',
          referenced_security_group_id: '${aws_security_group.studio-apps.id}',
          security_group_id: '${aws_security_group.studio-apps.id}',
          to_port: 65535,
        },
      ),
    ),
    rows: ['apps-apart'],
  },
  {
    id: 'never-idle',
    what: 'JupyterLab runs until somebody stops it',
    changes: [remove('studio/aws_sagemaker_user_profile.profile', 'user_settings.jupyter_lab_app_settings')],
    rows: ['idle-apps'],
  },
  {
    id: 'jobs-anywhere',
    what: 'a policy that is attached to execution roles may allow jobs in other networks',
    changes: [
      remove(executionLimits, 'policy[OtherVpcSubnets]'),
      remove(executionLimits, 'policy[OtherVpcSecurityGroupIds]'),
    ],
    rows: ['attached-policy'],
  },
  {
    id: 'removed-profile-deleted',
    what: 'a deployment deletes the profile of a removed user, which SageMaker refuses while there is a space',
    changes: [set('studio/removed', '0.lifecycle.destroy', true)],
    rows: ['removed-with-space'],
  },
  {
    id: 'first-use-not-allowed',
    what: 'the function may not make profiles',
    changes: [set(presigningPolicy, 'policy[CreateProfiles].Action', 'sagemaker:ListUserProfiles')],
    rows: ['first-use'],
  },
  {
    id: 'suspended-first-use',
    what: 'neither the function nor its role refuses to make the profile of somebody who is suspended',
    changes: suspendsNobody,
    rows: ['first-use'],
  },
  {
    id: 'pending-alarmed',
    what: 'people who wait for their profile set off the alarm for failures of the API',
    changes: [
      set(alarm('api-5xx'), 'namespace', 'AWS/ApiGateway'),
      set(alarm('api-5xx'), 'metric_name', '5XXError'),
      add(alarm('api-5xx'), 'dimensions', {
        ApiName: '${aws_api_gateway_rest_api.api.name}',
        Stage: '${aws_api_gateway_stage.stage.stage_name}',
      }),
    ],
    rows: ['first-use'],
  },
  {
    id: 'spaces-not-seen',
    what: "the function may not look at the domain's spaces",
    changes: [set(presigningPolicy, 'policy[SeeSpaces].Action.1', 'sagemaker:DescribeDomain')],
    rows: ['own-space', 'nothing-else'],
  },
  {
    id: 'spaces-not-listed',
    what: 'the function may not list spaces',
    changes: [set(presigningPolicy, 'policy[ListSpaces].Action', 'sagemaker:ListApps')],
    rows: ['list-spaces', 'nothing-else'],
  },
  {
    id: 'shared-role-open',
    what: 'the role that all share denies neither the URLs of others nor sessions without an identity',
    changes: [remove(sharedLimits, 'policy[UrlsOfOthers]'), remove(sharedLimits, 'policy[WithoutIdentity]')],
    rows: ['shared-role'],
  },
  {
    id: 'shared-role-suspends-nobody',
    what: 'the role that all share denies suspended people nothing',
    changes: [
      set(
        'studio/aws_iam_role_policy.shared-execution-suspended',
        'policy[Suspended].Condition.StringEquals.aws:SourceIdentity',
        ['nobody'],
      ),
    ],
    rows: ['shared-role'],
  },
];
