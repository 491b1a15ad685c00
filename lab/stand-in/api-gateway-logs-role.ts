import { patchJson, type Target } from '../shared/aws-client';

/**
 * Sets the role with which API Gateway writes logs, for the whole account and region. An empty one clears it, as in a
 * new account, where stages cannot write logs. The role itself need not exist.
 * @see https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateAccount.html
 */
export async function setApiGatewayLogsRole(standIn: Target, roleArn: string): Promise<void> {
  const patchOperations = [{ op: 'replace', path: '/cloudwatchRoleArn', value: roleArn }];
  await patchJson(standIn, 'apigateway', '/account', { patchOperations });
}
