import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { SchedulerSchedule } from '@cdktf/provider-aws/lib/scheduler-schedule';
import type { EnvironmentStack } from '../../constructs/environment-stack';
import { policyJson, serviceTrustPolicy } from '../../constructs/policy';

/**
 * Stops the hosts every day. Whoever needs them starts them again; what is stopped already stays so. Each has a schedule of
 * its own, as a call for several stops none of them if one does not exist any more:
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StopInstances.html
 *
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html
 *
 * @param hosts ids of the hosts, by name
 */
export function addIdleStop(stack: EnvironmentStack, hosts: Readonly<Record<string, string>>): void {
  const time = stack.environment.corporateSite?.dailyStopUtc ?? 'never';
  if (time === 'never') return;
  const [hour, minute] = time.split(':').map(Number);
  const role = new IamRole(stack, 'site-stop-role', {
    name: stack.physicalName('site-stop'),
    description: 'Stops the hosts of the simulated corporate site',
    assumeRolePolicy: serviceTrustPolicy('scheduler.amazonaws.com', {
      StringEquals: { 'aws:SourceAccount': stack.accountId },
    }),
  });
  const rights = new IamRolePolicy(stack, 'site-stop-policy', {
    name: 'stop-hosts',
    role: role.id,
    policy: policyJson([
      {
        Sid: 'StopHosts',
        Effect: 'Allow',
        Action: 'ec2:StopInstances',
        Resource: Object.values(hosts).map((id) => stack.arn('ec2', `instance/${id}`)),
      },
    ]),
  });
  for (const [host, id] of Object.entries(hosts)) {
    new SchedulerSchedule(stack, `site-stop-${host}`, {
      name: stack.physicalName(`site-stop-${host}`),
      description: `Stops the host ${host} of the simulated corporate site`,
      scheduleExpression: `cron(${minute} ${hour} * * ? *)`,
      scheduleExpressionTimezone: 'UTC',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: `arn:${stack.partition.id}:scheduler:::aws-sdk:ec2:stopInstances`,
        roleArn: role.arn,
        input: JSON.stringify({ InstanceIds: [id] }),
      },
      dependsOn: [rights],
    });
  }
}
