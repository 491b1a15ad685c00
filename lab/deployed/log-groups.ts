import { json, type Target } from '../shared/aws-client';
import { objects, text } from '../shared/json';

/** The retention of each log group in days, by name; undefined means for ever. */
export async function readLogGroups(target: Target): Promise<Map<string, number | undefined>> {
  const groups = new Map<string, number | undefined>();
  let nextToken: string | undefined;
  do {
    const request = { limit: 50, ...(nextToken !== undefined && { nextToken }) };
    const page = await json(target, 'logs', 'Logs_20140328.DescribeLogGroups', request);
    for (const { logGroupName: name, retentionInDays: days } of objects(page, 'logGroups')) {
      groups.set(String(name), typeof days === 'number' ? days : undefined);
    }
    nextToken = text(page, 'nextToken');
  } while (nextToken !== undefined);
  return groups;
}
