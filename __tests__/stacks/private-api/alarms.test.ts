import { synthesize } from '../../../test-support/synthesize';
import { resourceOf, resourcesOf } from '../../../test-support/terraform-json';

describe('the alarms', () => {
  it('are for what an operator must act on, and tell the topics', () => {
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
      ['alarm-flood', '4XXError'],
      ['alarm-portal-errors', 'Errors'],
      ['alarm-portal-throttles', 'Throttles'],
      ['alarm-presigned-url-errors', 'Errors'],
      ['alarm-presigned-url-throttles', 'Throttles'],
    ]);
    for (const alarm of Object.values(alarms))
      expect(alarm).toMatchObject({ alarm_actions: [topic], ok_actions: [topic] });
  });

  it('do not count people who wait for a profile that is made on first use', () => {
    const stack = synthesize({ 'studio.executionRoles': 'shared', 'studio.profiles': 'on-first-use' })[
      'private-api'
    ];
    const metric = { namespace: 'studio-access-example-metrics', metric_name: 'api-failures' };
    expect(resourceOf(stack, 'aws_cloudwatch_metric_alarm', 'alarm-api-5xx')).toMatchObject({
      ...metric,
      statistic: 'Sum',
      threshold: 3,
    });
    expect(resourceOf(stack, 'aws_cloudwatch_log_metric_filter', 'metric-api-failures')).toMatchObject({
      log_group_name: '${aws_cloudwatch_log_group.access-logs.name}',
      pattern: '{ ($.status = "500") || ($.status = "502") || ($.status = "504") }',
      metric_transformation: { name: metric.metric_name, namespace: metric.namespace, value: '1' },
    });
  });
});
