import { problems, type ProblemCode } from '../../api/problems';
import { synthesize } from '../../test-support/synthesize';
import { resourceOf, resourcesOf } from '../../test-support/terraform-json';

const example = synthesize();

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

  it('logs callers and results, but neither headers nor the query, and is throttled and traced', () => {
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
      const { code } = JSON.parse(template) as { code: ProblemCode };
      expect(JSON.parse(template)).toEqual({
        type: 'about:blank',
        title: expect.any(String) as string,
        status: Number(status_code),
        code,
        requestId: '$context.requestId',
      });
      expect(problems[code].status).toBe(Number(status_code));
    }
  });

  it('does not change settings of the whole account unless asked', () => {
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
