import { json, query, type Target } from '../stand-in/client';
import { objects, text } from '../stand-in/json';
import { childText, find } from '../stand-in/xml-tree';
import { filterPattern } from './filter-pattern';

/** What is measured. */
export interface Metric {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** A deployed alarm for the number of times that something happens. */
export interface Alarm extends Metric {
  readonly name: string;
  readonly threshold: number;
}

/** A metric of the lines in a log group. */
export interface LogMetric extends Metric {
  readonly logGroup: string;
  readonly matches: (line: string) => boolean;
}

/** Reads the deployed alarms for sums that reach a threshold, the only ones for which the lab measures anything. */
export async function readAlarms(target: Target): Promise<Alarm[]> {
  const reply = await query(target, 'monitoring', { Action: 'DescribeAlarms', Version: '2010-08-01' });
  return (find(reply, 'MetricAlarms')?.children ?? [])
    .filter((item) => childText(item, 'Statistic') === 'Sum')
    .filter((item) => childText(item, 'ComparisonOperator') === 'GreaterThanOrEqualToThreshold')
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

/** Reads the deployed metric filters. @throws when the lab does not know the pattern of one */
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
