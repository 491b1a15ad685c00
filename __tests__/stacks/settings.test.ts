import { ProjectCopy } from '../../test-support/project-copy';
import { exampleWith } from '../../test-support/environments';
import { stackIds, type StackId } from '../../config/stack-ids';
import { readStacks, resourceOf, resourcesOf, type StackJson } from '../../test-support/terraform-json';

const project = new ProjectCopy();
afterAll(() => {
  project.remove();
});

function synthesize(changes: Readonly<Record<string, unknown>>): Record<StackId, StackJson> {
  project.writeEnvironment('example', exampleWith(changes));
  const { exitCode, stderr } = project.synth('example');
  if (exitCode !== 0) throw new Error(stderr);
  return readStacks(project.path('cdktf.out'));
}

const example = synthesize({});
const unprotected = synthesize({
  protectFromDestroy: false,
  'studio.domain': { create: { name: 'studio', homeFileSystemOnDestroy: 'delete' } },
});

/** Every rule of a stack's security groups: `<group> <direction> <protocol> <ports> <peer>`. */
function securityGroupRules(stack: StackJson): string[] {
  return (['ingress', 'egress'] as const)
    .flatMap((direction) =>
      Object.values(resourcesOf(stack, `aws_vpc_security_group_${direction}_rule`)).map((rule) => {
        const group =
          /\$\{aws_security_group\.([a-z-]+)\.id\}/.exec(String(rule.security_group_id))?.[1] ?? '?';
        const peer = rule.cidr_ipv4 ?? rule.referenced_security_group_id ?? rule.prefix_list_id;
        return [
          group,
          direction,
          rule.ip_protocol,
          `${String(rule.from_port)}-${String(rule.to_port)}`,
          peer,
        ].join(' ');
      }),
    )
    .sort();
}

describe('security groups admit what is named and nothing else', () => {
  it('in the network', () => {
    expect(securityGroupRules(example.network)).toEqual([
      'corporate-endpoints ingress tcp 443-443 10.20.0.0/16',
      'corporate-endpoints ingress tcp 443-443 192.168.10.0/24',
      'notebook-endpoints ingress tcp 443-443 10.20.0.0/16',
      'resolver ingress tcp 53-53 192.168.10.0/24',
      'resolver ingress udp 53-53 192.168.10.0/24',
    ]);
  });

  it('around the function: only to the endpoints', () => {
    expect(securityGroupRules(example['private-api'])).toEqual([
      expect.stringMatching(
        /^presigned-url-function egress tcp 443-443 \$\{data\.terraform_remote_state\.[^}]*aws_security_groupcorporate-endpointsid\}$/,
      ),
    ]);
  });

  it('around Studio: to each other, endpoints, S3 and the home file system', () => {
    expect(securityGroupRules(example.studio)).toEqual([
      'studio-apps egress tcp 2049-2049 10.20.0.0/16',
      'studio-apps egress tcp 443-443 ${data.aws_prefix_list.s3.id}',
      'studio-apps egress tcp 443-443 10.20.0.0/16',
      'studio-apps egress tcp 8192-65535 ${aws_security_group.studio-apps.id}',
      'studio-apps ingress tcp 8192-65535 ${aws_security_group.studio-apps.id}',
    ]);
  });

  it('with no rules written into a group itself, and none in the default group', () => {
    for (const stack of Object.values(example)) {
      for (const group of Object.values(resourcesOf(stack, 'aws_security_group'))) {
        expect(group).not.toHaveProperty('ingress');
        expect(group).not.toHaveProperty('egress');
      }
    }
    expect(
      Object.keys(resourceOf(example.network, 'aws_default_security_group', 'default-security-group')),
    ).toEqual(['//', 'vpc_id']);
  });
});

describe('the network', () => {
  const subnetId = (zone: string) => `\${aws_subnet.private["${zone}"].id}`;

  it('has no way to the internet', () => {
    const types = Object.keys(example.network.resource ?? {});
    for (const type of [
      'aws_internet_gateway',
      'aws_nat_gateway',
      'aws_egress_only_internet_gateway',
      'aws_eip',
    ]) {
      expect(types).not.toContain(type);
    }
    for (const { destination_cidr_block } of Object.values(resourcesOf(example.network, 'aws_route'))) {
      expect(destination_cidr_block).toBe('192.168.10.0/24');
    }
  });

  it('records every connection', () => {
    expect(resourceOf(example.network, 'aws_flow_log', 'flow-log')).toMatchObject({ traffic_type: 'ALL' });
    expect(resourceOf(example.network, 'aws_cloudwatch_log_group', 'flow-logs')).toMatchObject({
      retention_in_days: 365,
    });
  });

  it('has interface endpoints with private names in every zone, each with a policy', () => {
    const endpoints = Object.entries(resourcesOf(example.network, 'aws_vpc_endpoint')).filter(
      ([id]) => id !== 's3',
    );
    expect(endpoints).toHaveLength(7);
    for (const [, endpoint] of endpoints) {
      expect(endpoint).toMatchObject({
        vpc_endpoint_type: 'Interface',
        private_dns_enabled: true,
        subnet_ids: [subnetId('us-east-1a'), subnetId('us-east-1b')],
        policy: expect.any(String) as string,
      });
    }
  });

  it('takes the pinned addresses before endpoints can take them', () => {
    for (const [id, endpoint] of Object.entries(resourcesOf(example.network, 'aws_vpc_endpoint'))) {
      if (id !== 's3')
        expect(endpoint.depends_on).toEqual(['aws_route53_resolver_endpoint.inbound-resolver']);
    }
  });

  it('answers DNS at pinned addresses', () => {
    expect(resourceOf(example.network, 'aws_route53_resolver_endpoint', 'inbound-resolver')).toMatchObject({
      direction: 'INBOUND',
      ip_address: [
        { subnet_id: subnetId('us-east-1a'), ip: '10.20.0.10' },
        { subnet_id: subnetId('us-east-1b'), ip: '10.20.32.10' },
      ],
    });
  });
});

describe('the user pool', () => {
  const pool = resourceOf(example.identity, 'aws_cognito_user_pool', 'user-pool');
  const client = resourceOf(example.identity, 'aws_cognito_user_pool_client', 'app-client');

  it('is closed to strangers and cannot be deleted by accident', () => {
    expect(pool).toMatchObject({
      admin_create_user_config: { allow_admin_create_user_only: true },
      account_recovery_setting: { recovery_mechanism: [{ name: 'admin_only', priority: 1 }] },
      deletion_protection: 'ACTIVE',
      username_configuration: { case_sensitive: false },
      mfa_configuration: 'OPTIONAL',
      software_token_mfa_configuration: { enabled: true },
      lifecycle: { prevent_destroy: true },
    });
  });

  it.each([
    ['off', 'OFF'],
    ['optional', 'OPTIONAL'],
    ['required', 'ON'],
  ])('has multi-factor sign-in %s', (mfa, expected) => {
    const { identity } = synthesize({ 'identity.mfa': mfa });
    const changed = resourceOf(identity, 'aws_cognito_user_pool', 'user-pool');
    expect(changed.mfa_configuration).toBe(expected);
    expect('software_token_mfa_configuration' in changed).toBe(mfa !== 'off');
  });

  it('has one public client without secret and without implicit flow, which tells strangers nothing', () => {
    expect(client).toMatchObject({
      generate_secret: false,
      allowed_oauth_flows_user_pool_client: false,
      explicit_auth_flows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      prevent_user_existence_errors: 'ENABLED',
      enable_token_revocation: true,
      access_token_validity: 30,
      token_validity_units: [{ access_token: 'minutes', id_token: 'minutes', refresh_token: 'hours' }],
    });
    expect(client).not.toHaveProperty('allowed_oauth_flows');
  });

  it.each([
    [60, 12],
    [720, 12],
    [1440, 24],
  ])('lets refresh tokens live no shorter than access tokens of %d minutes', (accessTokenMinutes, hours) => {
    const { identity } = synthesize({ 'identity.accessTokenMinutes': accessTokenMinutes });
    const { refresh_token_validity } = resourceOf(identity, 'aws_cognito_user_pool_client', 'app-client');
    expect(refresh_token_validity).toBe(hours);
  });

  it('has a user for each name, without a password in the state', () => {
    expect(resourceOf(example.identity, 'aws_cognito_user', 'login')).toMatchObject({
      for_each: '${toset(["alice", "bob"])}',
      username: '${each.value}',
      message_action: 'SUPPRESS',
    });
    expect(JSON.stringify(example)).not.toMatch(/"(temporary_)?password"/);
  });
});

describe('the Studio domain', () => {
  it('is private, in IAM mode, and keeps home directories', () => {
    expect(resourceOf(example.studio, 'aws_sagemaker_domain', 'domain')).toMatchObject({
      app_network_access_type: 'VpcOnly',
      auth_mode: 'IAM',
      domain_settings: { execution_role_identity_config: 'USER_PROFILE_NAME' },
      retention_policy: { home_efs_file_system: 'Retain' },
      lifecycle: { prevent_destroy: true },
    });
  });

  it('gives every profile a role of its own', () => {
    expect(resourceOf(example.studio, 'aws_sagemaker_user_profile', 'profile')).toMatchObject({
      for_each: '${toset(["alice", "bob"])}',
      user_profile_name: '${each.value}',
      user_settings: { execution_role: '${aws_iam_role.execution-role[each.key].arn}' },
    });
    expect(resourceOf(example.studio, 'aws_iam_role', 'execution-role')).toMatchObject({
      for_each: { alice: 'studio-access-example-user-alice', bob: 'studio-access-example-user-bob' },
      name: '${each.value}',
    });
  });

  it('keeps role names within what IAM allows, and apart', () => {
    const users = ['a'.repeat(63), `${'a'.repeat(62)}b`];
    const { studio } = synthesize({ 'studio.users': users });
    const names = Object.values(
      resourceOf(studio, 'aws_iam_role', 'execution-role').for_each as Record<string, string>,
    );
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name).toMatch(/^[\w+=,.@-]{1,64}$/);
  });

  it('is protected as every stack is: one protected resource each makes a destroy of the whole stack fail', () => {
    const guarded = (stacks: Record<StackId, StackJson>) =>
      Object.entries(stacks).map(([id, stack]) => [
        id,
        JSON.stringify(stack).includes('"prevent_destroy":true'),
      ]);
    expect(guarded(example)).toEqual([
      ['network', true],
      ['identity', true],
      ['studio', true],
      ['private-api', true],
    ]);
    expect(guarded(unprotected)).toEqual([
      ['network', false],
      ['identity', false],
      ['studio', false],
      ['private-api', false],
    ]);
  });

  it('has a place for every user and policy, whatever their names', () => {
    const { identity, studio } = synthesize({
      'studio.users': ['pool', 'alice', 'alice-Foo', 'policy', 'role'],
      'studio.domain': {
        create: {
          name: 'studio',
          executionPolicyArns: ['arn:aws:iam::aws:policy/Foo', 'arn:aws:iam::111122223333:policy/Foo'],
        },
      },
    });
    expect(resourceOf(identity, 'aws_cognito_user', 'login').for_each).toBe(
      '${toset(["pool", "alice", "alice-Foo", "policy", "role"])}',
    );
    const { for_each } = resourceOf(studio, 'aws_iam_role_policy_attachment', 'attached');
    expect(Object.keys(for_each as object)).toHaveLength(10);
    expect(for_each).toMatchObject({
      'alice-Foo arn:aws:iam::aws:policy/Foo': {
        user: 'alice-Foo',
        policy_arn: 'arn:aws:iam::aws:policy/Foo',
      },
    });
  });

  it('keeps the settings of its creation, where the provider would replace it or fail to change it', () => {
    const { lifecycle } = resourceOf(example.studio, 'aws_sagemaker_domain', 'domain');
    expect(lifecycle).toMatchObject({
      ignore_changes: expect.arrayContaining([
        'subnet_ids',
        'default_user_settings',
        'retention_policy',
      ]) as [],
    });
  });

  it('is handed over whole: every resource that creating it adds is forgotten', () => {
    const released = synthesize({
      release: ['studio.domain'],
      'studio.domain': { existing: { domainId: 'd-0123456789ab' } },
    }).studio;
    const addresses = (stack: StackJson) =>
      Object.entries(stack.resource ?? {}).flatMap(([type, resources]) =>
        Object.keys(resources).map((name) => `${type}.${name}`),
      );
    const kept = addresses(released);
    expect(released.removed?.map(({ from }) => from).toSorted()).toEqual(
      addresses(example.studio)
        .filter((address) => !kept.includes(address))
        .toSorted(),
    );
    expect(new Set(released.removed?.map(({ lifecycle }) => lifecycle.destroy))).toEqual(new Set([false]));
  });

  it('keeps its protection while it is adopted, unless it is handed over or unprotected', () => {
    const adopted = { 'studio.domain': { existing: { domainId: 'd-0123456789ab' } } };
    const { studio } = synthesize(adopted);
    for (const [type, name] of [
      ['aws_sagemaker_domain', 'domain'],
      ['aws_sagemaker_user_profile', 'profile'],
    ] as const) {
      expect(resourceOf(studio, type, name)).toMatchObject({
        count: 0,
        lifecycle: { prevent_destroy: true },
      });
    }
    const unguarded = synthesize({ ...adopted, protectFromDestroy: false }).studio;
    expect(Object.keys(unguarded.resource ?? {})).toEqual(['terraform_data']);
  });

  it('can be destroyed once that is asked for', () => {
    expect(resourceOf(unprotected.studio, 'aws_sagemaker_domain', 'domain')).toMatchObject({
      retention_policy: { home_efs_file_system: 'Delete' },
      lifecycle: { prevent_destroy: false },
    });
    expect(resourceOf(unprotected.identity, 'aws_cognito_user_pool', 'user-pool')).toMatchObject({
      deletion_protection: 'INACTIVE',
      lifecycle: { prevent_destroy: false },
    });
  });
});

it.each(stackIds)('%s knows the region, the account and the name that it was deployed with', (id) => {
  expect(Object.keys(resourcesOf(example[id], 'terraform_data'))).toEqual(
    expect.arrayContaining(['recorded-account', 'recorded-name', 'recorded-region']),
  );
});

describe('the functions', () => {
  const authorizer = resourceOf(example['private-api'], 'aws_lambda_function', 'authorizer');
  const presignedUrl = resourceOf(example['private-api'], 'aws_lambda_function', 'presigned-url');

  it.each([
    ['authorizer', authorizer],
    ['presigned-url', presignedUrl],
  ])('%s logs JSON, is traced and runs on a supported runtime', (name, lambda) => {
    expect(lambda).toMatchObject({
      function_name: `studio-access-example-${name}`,
      runtime: 'nodejs22.x',
      architectures: ['arm64'],
      tracing_config: { mode: 'Active' },
      logging_config: {
        log_format: 'JSON',
        application_log_level: 'INFO',
        log_group: `\${aws_cloudwatch_log_group.${name}-logs.name}`,
      },
    });
    expect(resourceOf(example['private-api'], 'aws_cloudwatch_log_group', `${name}-logs`)).toMatchObject({
      name: `/aws/lambda/studio-access-example-${name}`,
      retention_in_days: 365,
    });
  });

  it('the authorizer is outside the VPC, where the keys are', () => {
    expect(authorizer).not.toHaveProperty('vpc_config');
    expect(Object.keys((authorizer.environment as { variables: object }).variables)).toEqual([
      'APP_CLIENT_ID',
      'USER_POOL_ISSUER',
    ]);
  });

  it('the other is inside, where the endpoint is', () => {
    expect(presignedUrl).toMatchObject({
      vpc_config: { security_group_ids: ['${aws_security_group.presigned-url-function.id}'] },
      environment: { variables: { URL_LIFETIME_SECONDS: '60', SESSION_DURATION_SECONDS: '28800' } },
    });
  });

  it('may be called by this API only', () => {
    const permissions = Object.values(resourcesOf(example['private-api'], 'aws_lambda_permission'));
    expect(permissions.map(({ principal, source_arn }) => [principal, source_arn])).toEqual([
      [
        'apigateway.amazonaws.com',
        '${aws_api_gateway_rest_api.api.execution_arn}/authorizers/${aws_api_gateway_authorizer.api-authorizer.id}',
      ],
      ['apigateway.amazonaws.com', '${aws_api_gateway_rest_api.api.execution_arn}/*/GET/*'],
    ]);
  });
});

describe('the API', () => {
  const api = example['private-api'];

  it('is private, and every method asks the authorizer', () => {
    expect(resourceOf(api, 'aws_api_gateway_rest_api', 'api')).toMatchObject({
      endpoint_configuration: {
        types: ['PRIVATE'],
        vpc_endpoint_ids: [expect.stringContaining('execute-apiid')],
      },
    });
    const methods = Object.values(resourcesOf(api, 'aws_api_gateway_method'));
    expect(methods).toHaveLength(2);
    for (const method of methods)
      expect(method).toMatchObject({ http_method: 'GET', authorization: 'CUSTOM' });
  });

  it('serves /me and /{EMPLOYEE_ID}', () => {
    const paths = Object.values(resourcesOf(api, 'aws_api_gateway_resource')).map(
      ({ path_part }) => path_part,
    );
    expect(paths.toSorted()).toEqual(['me', '{EMPLOYEE_ID}']);
  });

  it('identifies callers by the Authorization header', () => {
    expect(resourceOf(api, 'aws_api_gateway_authorizer', 'api-authorizer')).toMatchObject({
      type: 'REQUEST',
      identity_source: 'method.request.header.Authorization',
      authorizer_result_ttl_in_seconds: 120,
    });
  });

  it('logs who and what came of it, but neither headers nor the query, and is throttled and traced', () => {
    const stage = resourceOf(api, 'aws_api_gateway_stage', 'stage');
    expect(stage).toMatchObject({ stage_name: 'prod', xray_tracing_enabled: true });
    const { format } = stage.access_log_settings as { format: string };
    expect(format).toContain('$context.authorizer.principalId');
    expect(format).not.toMatch(/header|querystring|authorization"|\$context\.path\b/i);
    expect(resourceOf(api, 'aws_api_gateway_method_settings', 'stage-settings')).toMatchObject({
      method_path: '*/*',
      settings: {
        throttling_rate_limit: 50,
        throttling_burst_limit: 100,
        metrics_enabled: true,
        logging_level: 'OFF',
        data_trace_enabled: false,
      },
    });
  });

  it('answers its own errors as problem details that are never cached', () => {
    const responses = Object.values(resourcesOf(api, 'aws_api_gateway_gateway_response'));
    expect(responses).toHaveLength(19);
    for (const { status_code, response_parameters, response_templates } of responses) {
      expect(response_parameters).toMatchObject({
        'gatewayresponse.header.Content-Type': "'application/problem+json'",
        'gatewayresponse.header.Cache-Control': "'no-store'",
      });
      const template = (response_templates as Record<string, string>)['application/json'] ?? '';
      expect(JSON.parse(template)).toEqual({
        type: 'about:blank',
        title: expect.any(String) as string,
        status: Number(status_code),
        requestId: '$context.requestId',
      });
    }
  });

  it('leaves settings of the whole account alone unless asked', () => {
    expect(api.resource).not.toHaveProperty('aws_api_gateway_account');
    const asked = synthesize({ 'api.manageAccountCloudWatchRole': true })['private-api'];
    expect(resourcesOf(asked, 'aws_api_gateway_account')).toHaveProperty('account');
  });

  it('has alarms for what an operator must act on, and tells the topics', () => {
    const topic = 'arn:aws:sns:us-east-1:111122223333:alarms';
    const alarms = resourcesOf(
      synthesize({ 'api.alarmTopicArns': [topic] })['private-api'],
      'aws_cloudwatch_metric_alarm',
    );
    expect(Object.entries(alarms).map(([id, { metric_name }]) => [id, metric_name])).toEqual([
      ['alarm-api-5xx', '5XXError'],
      ['alarm-api-latency', 'Latency'],
      ['alarm-authorizer-failures', 'authorizer-failures'],
      ['alarm-authorizer-throttles', 'Throttles'],
      ['alarm-presigned-url-errors', 'Errors'],
      ['alarm-presigned-url-throttles', 'Throttles'],
    ]);
    for (const alarm of Object.values(alarms))
      expect(alarm).toMatchObject({ alarm_actions: [topic], ok_actions: [topic] });
  });
});

describe('the API is deployed again when what its stage serves changes', () => {
  const triggersOf = (stacks: Record<StackId, StackJson>) =>
    resourceOf(stacks['private-api'], 'aws_api_gateway_deployment', 'deployment').triggers as Record<
      string,
      string
    >;
  const before = triggersOf(example);
  const changedBy = (changes: Record<string, unknown>) => {
    const after = triggersOf(synthesize(changes));
    return Object.keys(before).filter((trigger) => before[trigger] !== after[trigger]);
  };

  it('by the authorizer', () => {
    expect(changedBy({ 'api.authorizerCacheSeconds': 60 })).toEqual(['authorizer']);
  });

  it('by the endpoint and the id of the authorizer, which only Terraform knows', () => {
    expect(before.endpointId).toContain('execute-apiid');
    expect(before.authorizerId).toBe('${aws_api_gateway_authorizer.api-authorizer.id}');
  });

  it('by the policy: it is part of what is hashed', () => {
    const source = project.read('stacks', 'private-api', 'endpoint-only-policy.ts');
    const changed = source.replace("Sid: 'NoOtherWay'", "Sid: 'NoOther'");
    expect(changed).not.toBe(source);
    project.run('sed', [
      '-i',
      "s/Sid: 'NoOtherWay'/Sid: 'NoOther'/",
      'stacks/private-api/endpoint-only-policy.ts',
    ]);
    expect(changedBy({})).toEqual(['policy']);
    project.run('sed', [
      '-i',
      "s/Sid: 'NoOther'/Sid: 'NoOtherWay'/",
      'stacks/private-api/endpoint-only-policy.ts',
    ]);
  });

  it('and by nothing else', () => {
    expect(
      changedBy({ 'studio.users': ['carol'], 'studio.urlLifetimeSeconds': 5, 'api.throttle.burst': 7 }),
    ).toEqual([]);
  });
});

it('every output says what it is', () => {
  for (const stack of Object.values(example)) {
    const outputs = Object.entries(stack.output ?? {}).filter(
      ([name]) => !name.startsWith('cross-stack-output-'),
    );
    expect(outputs.length).toBeGreaterThan(0);
    for (const [name, { description }] of outputs)
      expect([name, (description ?? '').length > 10]).toEqual([name, true]);
  }
});

it('every provider refuses other accounts and tags what it makes', () => {
  for (const stack of Object.values(example)) {
    expect(stack.provider.aws).toMatchObject([
      {
        region: 'us-east-1',
        allowed_account_ids: ['111122223333'],
        default_tags: [{ tags: { Environment: 'example', Owner: 'ml-platform' } }],
      },
    ]);
  }
});
