import {
  DeleteLogGroupCommand,
  DeleteLogStreamCommand,
  DescribeLogGroupsCommand,
  paginateDescribeLogStreams,
  type CloudWatchLogsClient,
} from '@aws-sdk/client-cloudwatch-logs';
import { logGroupsOf } from '../../../config/log-group-names';
import { unlessGone } from '../aws-errors';

/**
 * The log of all Studio apps of an account and region; the names of its streams begin with a domain's id.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-log-groups.html
 */
const studioLogGroup = '/aws/sagemaker/studio';

/** The names of the streams in which the apps of a domain have logged. */
export async function findStudioLogs(logs: CloudWatchLogsClient, domainId: string): Promise<string[]> {
  const pages = paginateDescribeLogStreams(
    { client: logs },
    { logGroupName: studioLogGroup, logStreamNamePrefix: `${domainId}/` },
  );
  const names: string[] = [];
  await unlessGone(
    (async () => {
      for await (const { logStreams = [] } of pages)
        names.push(...logStreams.flatMap(({ logStreamName: name }) => name ?? []));
    })(),
  );
  return names;
}

/** Deletes what the apps of a domain have logged, and nothing that those of another one have. */
export async function deleteStudioLogs(logs: CloudWatchLogsClient, domainId: string): Promise<void> {
  for (const logStreamName of await findStudioLogs(logs, domainId)) {
    await unlessGone(logs.send(new DeleteLogStreamCommand({ logGroupName: studioLogGroup, logStreamName })));
  }
}

/** A log group of an environment. */
export interface LogGroup {
  readonly name: string;
  /** Undefined where AWS does not tell. */
  readonly storedBytes: number | undefined;
}

/** The log groups of an environment that are there, by their exact names. */
export async function findLogGroups(logs: CloudWatchLogsClient, environment: string): Promise<LogGroup[]> {
  const found = await Promise.all(
    logGroupsOf(environment).map(async (name) => {
      const request = new DescribeLogGroupsCommand({ logGroupNamePrefix: name });
      const { logGroups = [] } = await logs.send(request);
      return logGroups
        .filter(({ logGroupName }) => logGroupName === name)
        .map(({ storedBytes }) => ({ name, storedBytes }));
    }),
  );
  return found.flat();
}

/** Deletes the log groups of an environment that Terraform has not deleted, or that a late line has made again. */
export async function deleteLogGroups(logs: CloudWatchLogsClient, environment: string): Promise<void> {
  for (const { name: logGroupName } of await findLogGroups(logs, environment))
    await unlessGone(logs.send(new DeleteLogGroupCommand({ logGroupName })));
}
