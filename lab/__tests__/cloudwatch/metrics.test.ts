import type { Alarm } from '../../cloudwatch/alarms';
import { filterPattern } from '../../cloudwatch/filter-pattern';
import { Metrics } from '../../cloudwatch/metrics';

describe('filterPattern', () => {
  const either = '{ ($.code = "a") || ($.code = "b") }';

  it.each([
    [either, '{"code":"a"}', true],
    [either, '{"code":"b","more":1}', true],
    [either, '{"code":"c"}', false],
    [either, 'code a', false],
    ['{ $.level = "ERROR" }', '{"level":"ERROR"}', true],
  ])('%s on %s', (pattern, line, expected) => {
    expect(filterPattern(pattern)(line)).toBe(expected);
  });

  it.each(['ERROR', '{ $.status >= 500 }', '{ ($.a = "x") && ($.b = "y") }', ''])(
    'refuses a pattern that the lab does not know: %s',
    (pattern) => {
      expect(() => filterPattern(pattern)).toThrow('the lab does not know the filter pattern');
    },
  );
});

describe('Metrics', () => {
  const errors = { namespace: 'AWS/Lambda', metricName: 'Errors', dimensions: { FunctionName: 'f' } };
  const lines = { namespace: 'own', metricName: 'failures', dimensions: {} };
  const alarms: Alarm[] = [
    { ...errors, name: 'two-errors', threshold: 2 },
    { ...errors, name: 'of-another', threshold: 1, dimensions: { FunctionName: 'g' } },
    { ...lines, name: 'line', threshold: 1 },
  ];
  const start = () => {
    const metrics = new Metrics();
    metrics.deploy(alarms, [{ ...lines, logGroup: '/f', matches: (line) => line === 'bad' }]);
    return metrics;
  };

  it.each<[string, (metrics: Metrics) => void, string[]]>([
    ['nothing', () => undefined, []],
    [
      'fewer than the threshold',
      (metrics) => {
        metrics.count(errors);
      },
      [],
    ],
    [
      'as many as the threshold',
      (metrics) => {
        metrics.count(errors);
        metrics.count(errors);
      },
      ['two-errors'],
    ],
    [
      'a line that a filter matches',
      (metrics) => {
        metrics.countLine('/f', 'bad');
      },
      ['line'],
    ],
    [
      'other lines, and lines of other groups',
      (metrics) => {
        metrics.countLine('/f', 'good');
        metrics.countLine('/g', 'bad');
      },
      [],
    ],
  ])('names the alarms that an action sets off: %s', async (_, happens, expected) => {
    const metrics = start();
    metrics.count(errors);
    const alarms = metrics.alarmsDuring(() => {
      happens(metrics);
      return Promise.resolve();
    });
    expect(await alarms).toEqual(expected);
  });
});
