import type { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { CloudwatchLogMetricFilter } from '@cdktf/provider-aws/lib/cloudwatch-log-metric-filter';
import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { EnvironmentStack } from '../../constructs/environment-stack';
import type { LoggedFunction } from '../../constructs/function';

interface AlarmProps {
  readonly apiName: string;
  readonly stageName: string;
  readonly accessLogs: CloudwatchLogGroup;
  readonly authorizer: LoggedFunction;
  readonly presignedUrl: LoggedFunction;
  readonly portal: LoggedFunction;
}

const periodSeconds = 300;

/** Refusals within a period that are a flood: five a second, which one host alone may send by default. */
const floodOfRefusals = 1500;

/**
 * Alarms for what an operator must act on.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 */
export function addAlarms(stack: EnvironmentStack, props: AlarmProps): void {
  const api = { namespace: 'AWS/ApiGateway', dimensions: { ApiName: props.apiName, Stage: props.stageName } };
  const lambda = ({ lambda }: LoggedFunction) => ({
    namespace: 'AWS/Lambda',
    dimensions: { FunctionName: lambda.functionName },
  });
  const count = { statistic: 'Sum', comparisonOperator: 'GreaterThanOrEqualToThreshold', threshold: 1 };

  addAlarm(stack, 'api-5xx', {
    alarmDescription:
      'The API fails for reasons of its own. See the access log: responseType, integrationStatus.',
    ...count,
    ...(stack.environment.studio.profiles === 'on-first-use'
      ? // 503 is the answer while a profile is being made, and the metric 5XXError counts it too
        addLogMetric(
          stack,
          props.accessLogs,
          'api-failures',
          '{ ($.status = "500") || ($.status = "502") || ($.status = "504") }',
        )
      : { ...api, metricName: '5XXError' }),
    threshold: 3,
  });
  addAlarm(stack, 'flood', {
    alarmDescription:
      'Many requests are refused, as when somebody floods the API. See source addresses and types of responses in the access log.',
    ...api,
    ...count,
    metricName: '4XXError',
    threshold: floodOfRefusals,
  });
  addAlarm(stack, 'api-latency', {
    alarmDescription:
      'One request in a hundred takes over five seconds. See the traces and the SageMaker endpoint.',
    ...api,
    metricName: 'Latency',
    extendedStatistic: 'p99',
    comparisonOperator: 'GreaterThanThreshold',
    threshold: 5000,
    evaluationPeriods: 3,
  });
  // Lambda counts a refused token as an error of the authorizer, so its Errors metric does not show failures
  addAlarm(stack, 'authorizer-failures', {
    alarmDescription:
      'The authorizer fails for reasons of its own, such as keys of the user pool that it cannot read: nobody new gets in. See the code and cause in its log.',
    ...count,
    ...addLogMetric(
      stack,
      props.authorizer.logGroup,
      'authorizer-failures',
      '{ ($.code = "jwks_unavailable") || ($.code = "internal_error") }',
    ),
  });
  addAlarm(stack, 'presigned-url-errors', {
    alarmDescription: 'The presigned-URL function crashed or ran out of time.',
    ...lambda(props.presignedUrl),
    ...count,
    metricName: 'Errors',
  });
  addAlarm(stack, 'portal-errors', {
    alarmDescription: 'The function of the page crashed or ran out of time.',
    ...lambda(props.portal),
    ...count,
    metricName: 'Errors',
  });
  for (const [name, target] of Object.entries({
    authorizer: props.authorizer,
    'presigned-url': props.presignedUrl,
    portal: props.portal,
  })) {
    addAlarm(stack, `${name}-throttles`, {
      alarmDescription: `The function ${name} was refused an execution: the account's concurrency, or what is reserved of it, is used up.`,
      ...lambda(target),
      ...count,
      metricName: 'Throttles',
    });
  }
}

type AlarmConfig = Omit<CloudwatchMetricAlarmConfig, 'alarmName' | 'evaluationPeriods'> & {
  readonly evaluationPeriods?: number;
};

function addAlarm(stack: EnvironmentStack, id: string, config: AlarmConfig): void {
  const { alarmTopicArns } = stack.environment.api;
  new CloudwatchMetricAlarm(stack, `alarm-${id}`, {
    alarmName: stack.physicalName(id),
    period: periodSeconds,
    evaluationPeriods: 1,
    // without requests there is no data, which is no alarm
    treatMissingData: 'notBreaching',
    alarmActions: alarmTopicArns,
    okActions: alarmTopicArns,
    ...config,
  });
}

/** Counts log lines that match a pattern. */
function addLogMetric(
  stack: EnvironmentStack,
  logGroup: CloudwatchLogGroup,
  id: string,
  pattern: string,
): { namespace: string; metricName: string } {
  const metric = { namespace: stack.physicalName('metrics'), metricName: id };
  new CloudwatchLogMetricFilter(stack, `metric-${id}`, {
    name: stack.physicalName(id),
    logGroupName: logGroup.name,
    pattern,
    metricTransformation: { name: metric.metricName, namespace: metric.namespace, value: '1' },
  });
  return metric;
}
