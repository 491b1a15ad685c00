import type { DeployedFunction } from '../deployed/functions';
import { objectIn } from '../../api/json';

/** Lambda's levels, lowest first. */
const levels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];

/**
 * Whether a printed line reaches the log group. The role must be allowed to write there, and with JSON logs the line
 * must have at least the application's level. A line without level and time counts as INFO.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
 */
export function isKept({ logging }: DeployedFunction, line: string): boolean {
  if (!logging.isAllowed) return false;
  if (logging.format !== 'JSON') return true;
  return levels.indexOf(levelOf(line)) >= levels.indexOf(logging.applicationLevel);
}

function levelOf(line: string): string {
  const value = objectIn(line);
  if (typeof value?.timestamp !== 'string') return 'INFO';
  const level = String(value.level).toUpperCase();
  return levels.includes(level) ? level : 'INFO';
}
