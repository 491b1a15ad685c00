import { json, type Target } from '../stand-in/client';
import { objects, text } from '../stand-in/json';

/** Names of all log groups. */
export async function readLogGroups(target: Target): Promise<Set<string>> {
  const names = new Set<string>();
  let nextToken: string | undefined;
  do {
    const request = { limit: 50, ...(nextToken !== undefined && { nextToken }) };
    const page = await json(target, 'logs', 'Logs_20140328.DescribeLogGroups', request);
    for (const group of objects(page, 'logGroups')) names.add(text(group, 'logGroupName') ?? '');
    nextToken = text(page, 'nextToken');
  } while (nextToken !== undefined);
  return names;
}
