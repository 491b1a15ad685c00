import { json, query, type Target } from '../shared/aws-client';
import { objects, text } from '../shared/json';
import { childText, find, type XmlElement } from '../shared/xml-tree';
import { filterPattern } from './filter-pattern';

/** A metric and its dimensions. */
export interface Metric {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** A deployed alarm that counts events. */
export interface Alarm extends Metric {
  readonly name: string;
  readonly threshold: number;
}

/** A metric of the lines in a log group. */
export interface LogMetric extends Metric {
  readonly logGroup: string;
  readonly matches: (line: string) => boolean;
}

/**
 * Reads the deployed alarms for sums that reach a threshold within one period: the lab measures nothing for others.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
export async function readAlarms(target: Target): Promise<Alarm[]> {
  return (await describeAlarms(target))
    .filter((item) => childText(item, 'Statistic') === 'Sum')
    .filter((item) => childText(item, 'ComparisonOperator') === 'GreaterThanOrEqualToThreshold')
    .filter((item) => (childText(item, 'DatapointsToAlarm') ?? childText(item, 'EvaluationPeriods')) === '1')
    .map((item) => ({
      name: childText(item, 'AlarmName') ?? '',
      namespace: childText(item, 'Namespace') ?? '',
      metricName: childText(item, 'MetricName') ?? '',
      threshold: Number(childText(item, 'Threshold')),
      dimensions: Object.fromEntries(
        (find(item, 'Dimensions')?.children ?? []).map((dimension) => [
          childText(dimension, 'Name') ?? '',
          childText(dimension, 'Value') ?? '',
        ]),
      ),
    }));
}

/** Reads the ARNs of the topics that each deployed alarm notifies, by alarm name; none if it is not enabled. */
export async function readAlarmTopics(target: Target): Promise<Map<string, string[]>> {
  return new Map(
    (await describeAlarms(target)).map((item) => {
      const isEnabled = childText(item, 'ActionsEnabled') !== 'false';
      const topics = (find(item, 'AlarmActions')?.children ?? []).map((member) => member.text.trim());
      return [childText(item, 'AlarmName') ?? '', isEnabled ? topics : []];
    }),
  );
}

async function describeAlarms(target: Target): Promise<readonly XmlElement[]> {
  const reply = await query(target, 'monitoring', { Action: 'DescribeAlarms', Version: '2010-08-01' });
  return find(reply, 'MetricAlarms')?.children ?? [];
}

/** Reads the deployed metric filters. @throws when the lab does not know a pattern */
export async function readLogMetrics(target: Target): Promise<LogMetric[]> {
  const reply = await json(target, 'logs', 'Logs_20140328.DescribeMetricFilters', {});
  return objects(reply, 'metricFilters').flatMap((filter) =>
    objects(filter, 'metricTransformations').map((transformation) => ({
      logGroup: text(filter, 'logGroupName') ?? '',
      matches: filterPattern(text(filter, 'filterPattern') ?? ''),
      namespace: text(transformation, 'metricNamespace') ?? '',
      metricName: text(transformation, 'metricName') ?? '',
      dimensions: {},
    })),
  );
}
