import { synthesize } from '../../test-support/synthesize';
import { resourceOf, resourcesOf, type StackJson } from '../../test-support/terraform-json';

const example = synthesize();

const variablesOf = (stack: StackJson) => {
  const { environment } = resourceOf(stack, 'aws_lambda_function', 'presigned-url');
  return (environment as { readonly variables: Record<string, string> }).variables;
};

describe('the functions', () => {
  const authorizer = resourceOf(example['private-api'], 'aws_lambda_function', 'authorizer');
  const presignedUrl = resourceOf(example['private-api'], 'aws_lambda_function', 'presigned-url');

  it.each([
    ['authorizer', authorizer],
    ['presigned-url', presignedUrl],
    ['portal', resourceOf(example['private-api'], 'aws_lambda_function', 'portal')],
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

  it.each([
    ['studio.urlLifetimeSeconds', 30, { URL_LIFETIME_SECONDS: '30' }],
    ['studio.sessionDurationSeconds', 3600, { SESSION_DURATION_SECONDS: '3600' }],
    ['studio.suspended', ['bob', 'alice'], { SUSPENDED_PROFILES: 'bob,alice' }],
    ['studio.removedUsers', ['carol'], { SUSPENDED_PROFILES: 'carol' }],
  ])('%s changes its variable, and nothing else', (setting, value, changed) => {
    const before = variablesOf(example['private-api']);
    expect(variablesOf(synthesize({ [setting]: value })['private-api'])).toEqual({ ...before, ...changed });
  });

  describe('with more leavers than AWS takes are refused at synthesis', () => {
    const people = (count: number, length: number) =>
      Array.from({ length: count }, (_, index) => `${'a'.repeat(length - 3)}${String(index + 100)}`);

    it.each([
      ['created', {}],
      ['adopted', { 'studio.domain': { existing: { domainId: 'd-0123456789ab' } } }],
    ])('but 100 leavers of a %s domain are not', (_, changes) => {
      const names = people(100, 12);
      expect(() =>
        synthesize({ ...changes, 'studio.users': names, 'studio.suspended': names }),
      ).not.toThrow();
    });

    it.each(['studio.suspended', 'studio.removedUsers'])('200 people in %s', (setting) => {
      const names = people(200, 12);
      const users = setting === 'studio.suspended' ? names : ['alice'];
      expect(() => synthesize({ 'studio.users': users, [setting]: names })).toThrow(
        /^the policy of the function studio-access-example-presigned-url would have \d+ characters, expected at most 10240: shorten studio\.suspended and studio\.removedUsers/,
      );
    });
  });

  it('with more tags for profiles on first use than fit are refused at synthesis', () => {
    const tags = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [`key-${index}`, 'a'.repeat(100)]),
    );
    expect(() =>
      synthesize({ tags, 'studio.executionRoles': 'shared', 'studio.profiles': 'on-first-use' }),
    ).toThrow(
      /^the variables of the function studio-access-example-presigned-url would have \d+ bytes, expected at most 4096: shorten tags; or shorten studio\.suspended/,
    );
    expect(() => synthesize({ tags })).not.toThrow();
  });

  it('share the executions of the account, unless some are kept for each', () => {
    const kept = (stack: StackJson) =>
      ['authorizer', 'presigned-url'].map(
        (name) => resourceOf(stack, 'aws_lambda_function', name).reserved_concurrent_executions,
      );
    expect(kept(example['private-api'])).toEqual([undefined, undefined]);
    expect(kept(synthesize({ 'api.reservedConcurrency': 50 })['private-api'])).toEqual([50, 50]);
  });

  it('may be called by this API only', () => {
    const permissions = Object.values(resourcesOf(example['private-api'], 'aws_lambda_permission'));
    expect(permissions.map(({ principal, source_arn }) => [principal, source_arn])).toEqual([
      [
        'apigateway.amazonaws.com',
        '${aws_api_gateway_rest_api.api.execution_arn}/authorizers/${aws_api_gateway_authorizer.api-authorizer.id}',
      ],
      ['apigateway.amazonaws.com', '${aws_api_gateway_rest_api.api.execution_arn}/*/GET/*'],
      ['apigateway.amazonaws.com', '${aws_api_gateway_rest_api.api.execution_arn}/*/GET/*'],
    ]);
  });
});
