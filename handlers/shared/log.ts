type Level = 'INFO' | 'WARN' | 'ERROR';

/** The facts of one decision. A field without a value is left out of the line. */
export type LogFields = Readonly<Record<string, string | number | undefined>>;

/** Writes one decision. `code` is stable snake_case: metric filters match on it. */
export type Log = (level: Level, code: string, fields: LogFields) => void;

/** Longest value kept, in characters; every honest one (an address, an id, a name) is far shorter. */
const longestValue = 256;

/**
 * Makes a log that writes one JSON object per line. With Lambda's log format set to JSON, a line that is an object
 * with `level` and `timestamp` goes to CloudWatch as it is and is filtered by its level.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
 */
export function createLog(write: (line: string) => unknown, now: () => Date = () => new Date()): Log {
  return (level, code, fields) => {
    const line: Record<string, string | number | undefined> = { level, timestamp: now().toISOString(), code };
    for (const [name, value] of Object.entries(fields)) {
      line[name] = typeof value === 'string' ? value.slice(0, longestValue) : value;
    }
    write(`${JSON.stringify(line)}\n`);
  };
}
