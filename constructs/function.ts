import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { LambdaFunction, type LambdaFunctionVpcConfig } from '@cdktf/provider-aws/lib/lambda-function';
import { AssetType, TerraformAsset } from 'cdktf';
import { functionLogGroup } from '../config/log-group-names';
import type { HandlerPackage } from '../packaging/package';
import type { EnvironmentStack } from './environment-stack';
import { largestLength, policyJson, requireLength, serviceTrustPolicy, type Statement } from './policy';
import { fewerLeavers } from './presigning-policy';

interface FunctionProps {
  readonly description: string;
  readonly code: HandlerPackage;
  readonly environment: Record<string, string>;
  readonly timeoutSeconds: number;
  /** Permissions of the function's role beyond logging and tracing. */
  readonly statements: readonly Statement[];
  readonly vpcConfig?: LambdaFunctionVpcConfig;
}

/** A function and the log group that it writes to. */
export interface LoggedFunction {
  readonly lambda: LambdaFunction;
  readonly logGroup: CloudwatchLogGroup;
}

/** A Lambda function with a role of its own, JSON logs with retention, and X-Ray tracing where there is any. */
export function addFunction(stack: EnvironmentStack, id: string, props: FunctionProps): LoggedFunction {
  const name = stack.physicalName(id);
  const { reservedConcurrency, logRetentionDays } = stack.environment.api;
  const { hasTracing } = stack.partition;
  const logGroup = new CloudwatchLogGroup(stack, `${id}-logs`, {
    name: functionLogGroup(stack.environment.name, id),
    retentionInDays: logRetentionDays,
  });
  const role = new IamRole(stack, `${id}-role`, {
    name,
    description: `Execution role of the function ${name}`,
    assumeRolePolicy: serviceTrustPolicy('lambda.amazonaws.com'),
  });
  const permissions = policyJson([
    {
      Sid: 'WriteLogs',
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: `${logGroup.arn}:*`,
    },
    ...(hasTracing ? [traceStatement] : []),
    ...(props.vpcConfig ? networkInterfaceStatements(stack, name) : []),
    ...props.statements,
  ]);
  requireSize(stack.accountId, name, permissions, props.environment);
  const policy = new IamRolePolicy(stack, `${id}-policy`, { name: id, role: role.id, policy: permissions });
  const asset = new TerraformAsset(stack, `${id}-code`, { path: props.code.zipFile, type: AssetType.FILE });
  const lambda = new LambdaFunction(stack, id, {
    functionName: name,
    description: props.description,
    role: role.arn,
    runtime: 'nodejs22.x',
    architectures: ['arm64'],
    handler: 'index.handler',
    filename: asset.path,
    sourceCodeHash: props.code.sha256,
    memorySize: 512,
    timeout: props.timeoutSeconds,
    // none by default: accounts with few executions refuse to keep any for one function
    ...(reservedConcurrency !== undefined && { reservedConcurrentExecutions: reservedConcurrency }),
    environment: { variables: props.environment },
    ...(props.vpcConfig && { vpcConfig: props.vpcConfig }),
    ...(hasTracing && { tracingConfig: { mode: 'Active' } }),
    loggingConfig: {
      logFormat: 'JSON',
      applicationLogLevel: 'INFO',
      systemLogLevel: 'WARN',
      logGroup: logGroup.name,
    },
    // a function in a VPC cannot be created before its role may make network interfaces
    dependsOn: [policy],
  });
  return { lambda, logGroup };
}

const traceStatement: Statement = {
  Sid: 'Trace',
  Effect: 'Allow',
  Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
  // these actions name no resource
  Resource: '*',
};

/**
 * Refuses at synthesis what AWS would refuse in the middle of a deployment: a role's inline policies may have 10,240
 * characters, and a function's variables 4 kB.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
function requireSize(
  accountId: string,
  name: string,
  permissions: string,
  environment: Readonly<Record<string, string>>,
): void {
  requireLength(accountId, `the policy of the function ${name}`, permissions, 10_240, fewerLeavers);
  const size = largestLength(Object.entries(environment).flat().join(''));
  if (size <= 4096) return;
  // profiles that are made on first use get the tags of the environment file
  const remedy = 'PROFILES_ON_FIRST_USE' in environment ? `shorten tags; or ${fewerLeavers}` : fewerLeavers;
  throw new Error(
    `the variables of the function ${name} would have ${size} bytes, expected at most 4096: ${remedy}`,
  );
}

/**
 * Lambda itself manages the function's network interfaces, with the function's role; the function's own code
 * must not.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 */
function networkInterfaceStatements(stack: EnvironmentStack, functionName: string): Statement[] {
  const actions = [
    'ec2:AssignPrivateIpAddresses',
    'ec2:CreateNetworkInterface',
    'ec2:DeleteNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'ec2:UnassignPrivateIpAddresses',
  ];
  return [
    // Lambda refuses to create the function unless these are allowed on every resource
    { Sid: 'LambdaManagesInterfaces', Effect: 'Allow', Action: actions, Resource: '*' },
    {
      Sid: 'CodeDoesNot',
      Effect: 'Deny',
      Action: actions,
      Resource: '*',
      Condition: {
        ArnEquals: { 'lambda:SourceFunctionArn': stack.arn('lambda', `function:${functionName}`) },
      },
    },
  ];
}
