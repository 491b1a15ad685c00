import { synthesize } from '../../../test-support/synthesize';
import { resourcesOf } from '../../../test-support/terraform-json';

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
      ['alarm-presigned-url-errors', 'Errors'],
      ['alarm-presigned-url-throttles', 'Throttles'],
    ]);
    for (const alarm of Object.values(alarms))
      expect(alarm).toMatchObject({ alarm_actions: [topic], ok_actions: [topic] });
  });
});
