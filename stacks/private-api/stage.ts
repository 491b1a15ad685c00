import { ApiGatewayAccount } from '@cdktf/provider-aws/lib/api-gateway-account';
import { ApiGatewayMethodSettings } from '@cdktf/provider-aws/lib/api-gateway-method-settings';
import { ApiGatewayStage } from '@cdktf/provider-aws/lib/api-gateway-stage';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { accessLogGroup } from '../../config/log-group-names';
import type { EnvironmentStack } from '../../constructs/environment-stack';
import { serviceTrustPolicy } from '../../constructs/policy';
import type { RestApi } from './rest-api';

/**
 * Fields of an access log line: the caller's profile, as the authorizer found it, the origin and the result. No headers
 * and no query string, so no token.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
 */
const accessLogFields = {
  requestId: '$context.requestId',
  requestTime: '$context.requestTime',
  method: '$context.httpMethod',
  resourcePath: '$context.resourcePath',
  status: '$context.status',
  profile: '$context.authorizer.principalId',
  sourceIp: '$context.identity.sourceIp',
  vpcEndpointId: '$context.identity.vpceId',
  responseType: '$context.error.responseType',
  authorizerStatus: '$context.authorizer.status',
  authorizerLatencyMilliseconds: '$context.authorizer.latency',
  integrationStatus: '$context.integration.status',
  latencyMilliseconds: '$context.responseLatency',
  traceId: '$context.xrayTraceId',
};

/** A stage, and the group of its access log. */
interface LoggedStage {
  readonly stage: ApiGatewayStage;
  readonly accessLogs: CloudwatchLogGroup;
}

/** The stage: access log, tracing, throttling, metrics. */
export function addStage(stack: EnvironmentStack, { api, deployment }: RestApi): LoggedStage {
  const { stageName, throttle, logRetentionDays, manageAccountCloudWatchRole } = stack.environment.api;
  const accessLogs = new CloudwatchLogGroup(stack, 'access-logs', {
    name: accessLogGroup(stack.environment.name),
    retentionInDays: logRetentionDays,
  });
  const stage = new ApiGatewayStage(stack, 'stage', {
    restApiId: api.id,
    deploymentId: deployment.id,
    stageName,
    xrayTracingEnabled: stack.partition.hasTracing,
    accessLogSettings: { destinationArn: accessLogs.arn, format: JSON.stringify(accessLogFields) },
    // a new name makes a new stage; the old one cannot be deleted before a custom domain name leads to the new one
    lifecycle: { createBeforeDestroy: true },
    ...(manageAccountCloudWatchRole && { dependsOn: [addAccountRole(stack)] }),
  });
  new ApiGatewayMethodSettings(stack, 'stage-settings', {
    restApiId: api.id,
    stageName: stage.stageName,
    methodPath: '*/*',
    settings: {
      metricsEnabled: true,
      throttlingRateLimit: throttle.ratePerSecond,
      throttlingBurstLimit: throttle.burst,
      // execution logs hold request headers
      loggingLevel: 'OFF',
      dataTraceEnabled: false,
    },
    // the new throttling comes before the old one goes: the stage serves meanwhile
    lifecycle: { createBeforeDestroy: true },
  });
  return { stage, accessLogs };
}

/**
 * One setting of the whole account and region, without which API Gateway writes no logs. Destroying it clears it
 * for everybody, hence only on request.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
 */
function addAccountRole(stack: EnvironmentStack): ApiGatewayAccount {
  const role = new IamRole(stack, 'account-logs-role', {
    name: stack.physicalName('apigateway-logs'),
    description: 'Lets API Gateway write logs, for every API of this account and region',
    assumeRolePolicy: serviceTrustPolicy('apigateway.amazonaws.com'),
  });
  const policy = new IamRolePolicyAttachment(stack, 'account-logs-policy', {
    role: role.name,
    policyArn: `arn:${stack.partition.id}:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs`,
  });
  return new ApiGatewayAccount(stack, 'account', { cloudwatchRoleArn: role.arn, dependsOn: [policy] });
}
