import type { DeployedFunction } from '../deployed/functions';
import { isObject } from '../shared/json';

/** Lambda's levels, the least first. */
const levels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];

/**
 * What of a line that a function has printed gets to its log group: nothing if the role may not write there; with JSON
 * logs, lines of the application's level and above. A line that does not say its level and time counts as INFO.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
 */
export function isKept({ logging }: DeployedFunction, line: string): boolean {
  if (!logging.isAllowed) return false;
  if (logging.format !== 'JSON') return true;
  return levels.indexOf(levelOf(line)) >= levels.indexOf(logging.applicationLevel);
}

function levelOf(line: string): string {
  try {
    const value: unknown = JSON.parse(line);
    if (!isObject(value) || typeof value.timestamp !== 'string') return 'INFO';
    const level = String(value.level).toUpperCase();
    return levels.includes(level) ? level : 'INFO';
  } catch {
    return 'INFO';
  }
}
