import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { FlowLog } from '@cdktf/provider-aws/lib/flow-log';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { flowLogGroup } from '../../config/log-group-names';
import type { EnvironmentStack } from '../../constructs/environment-stack';
import { policyJson, serviceTrustPolicy } from '../../constructs/policy';

/**
 * Records every connection of the VPC, accepted or rejected.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
 */
export function addFlowLogs(stack: EnvironmentStack, vpcId: string): void {
  const logGroup = new CloudwatchLogGroup(stack, 'flow-logs', {
    name: flowLogGroup(stack.environment.name),
    retentionInDays: stack.environment.api.logRetentionDays,
  });
  const role = new IamRole(stack, 'flow-logs-role', {
    name: stack.physicalName('flow-logs'),
    description: 'Lets VPC flow logs write to their log group',
    assumeRolePolicy: serviceTrustPolicy('vpc-flow-logs.amazonaws.com', {
      StringEquals: { 'aws:SourceAccount': stack.accountId },
      ArnLike: { 'aws:SourceArn': stack.arn('ec2', 'vpc-flow-log/*') },
    }),
  });
  const policy = new IamRolePolicy(stack, 'flow-logs-policy', {
    name: 'write-flow-logs',
    role: role.id,
    policy: policyJson([
      {
        Sid: 'WriteFlowLogs',
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
        Resource: `${logGroup.arn}:*`,
      },
      {
        Sid: 'FindLogGroup',
        Effect: 'Allow',
        Action: 'logs:DescribeLogGroups',
        Resource: stack.arn('logs', 'log-group:*'),
      },
    ]),
  });
  new FlowLog(stack, 'flow-log', {
    vpcId,
    trafficType: 'ALL',
    logDestination: logGroup.arn,
    iamRoleArn: role.arn,
    dependsOn: [policy],
    tags: { Name: stack.physicalName('flow-logs') },
  });
}
