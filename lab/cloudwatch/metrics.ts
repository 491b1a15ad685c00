import type { Alarm, LogMetric, Metric } from './alarms';

/** Counts events, as CloudWatch's metrics do, and tells which alarms they set off. A class: it counts. */
export class Metrics {
  readonly #sums = new Map<string, number>();
  #alarms: readonly Alarm[] = [];
  #logMetrics: readonly LogMetric[] = [];

  /** Uses these alarms and filters from now on. */
  deploy(alarms: readonly Alarm[], logMetrics: readonly LogMetric[]): void {
    this.#alarms = alarms;
    this.#logMetrics = logMetrics;
  }

  /** Counts one event. */
  count(metric: Metric): void {
    this.#sums.set(keyOf(metric), this.#sum(metric) + 1);
  }

  /** Counts a line of a log group if a metric filter matches it. */
  countLine(logGroup: string, line: string): void {
    for (const metric of this.#logMetrics) {
      if (metric.logGroup === logGroup && metric.matches(line)) this.count(metric);
    }
  }

  /** The names of the alarms that go off if their period holds only the events of this action. */
  async alarmsDuring(action: () => Promise<unknown>): Promise<string[]> {
    const before = new Map(this.#alarms.map((alarm) => [alarm, this.#sum(alarm)]));
    await action();
    return this.#alarms
      .filter((alarm) => this.#sum(alarm) - (before.get(alarm) ?? 0) >= alarm.threshold)
      .map(({ name }) => name)
      .sort();
  }

  #sum(metric: Metric): number {
    return this.#sums.get(keyOf(metric)) ?? 0;
  }
}

function keyOf({ namespace, metricName, dimensions }: Metric): string {
  return JSON.stringify([namespace, metricName, Object.entries(dimensions).sort()]);
}
