import type { DeployedRole } from '../deployed/roles';
import { defaultUserSettings, executionRoleOf, ownUserSettings } from '../deployed/studio-domain';
import { isObject, objects, type JsonObject } from '../shared/json';
import { interfaceActions } from '../stand-in/lambda/function-roles';
import type { Lab } from '../system/lab';

/** A kind of deployed roles. */
export interface RoleKind {
  /** Names of its roles. Without names: roles that trust the service and belong to no other kind. */
  readonly names?: readonly string[];
  /** The AWS service that assumes the role. */
  readonly service: string;
  readonly needed: readonly string[];
}

const logsAndTraces = [
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
];

/** Actions of Lambda with the role of a function in a VPC. */
const interfaces = interfaceActions.map(([action]) => `ec2:${action}`);

const presigning = 'sagemaker:CreatePresignedDomainUrl';

const seeingSpaces = ['DescribeApp', 'DescribeSpace', 'ListSpaces'].map((action) => `sagemaker:${action}`);

const notebookActions = [
  'CreateApp',
  'CreateSpace',
  'DeleteApp',
  'DeleteSpace',
  'UpdateSpace',
  'AddTags',
  'DescribeApp',
  'DescribeDomain',
  'DescribeSpace',
  'DescribeUserProfile',
  'ListApps',
  'ListDomains',
  'ListSpaces',
  'ListTags',
  'ListUserProfiles',
]
  .map((action) => `sagemaker:${action}`)
  .concat(presigning);

const flowLogActions = ['CreateLogStream', 'DescribeLogStreams', 'PutLogEvents', 'DescribeLogGroups'].map(
  (action) => `logs:${action}`,
);

/** AWS's own policy for API Gateway's logs: AmazonAPIGatewayPushToCloudWatchLogs. */
const apiLogActions = [
  'CreateLogGroup',
  'CreateLogStream',
  'DescribeLogGroups',
  'DescribeLogStreams',
  'PutLogEvents',
  'GetLogEvents',
  'FilterLogEvents',
].map((action) => `logs:${action}`);

/**
 * What the agent of Systems Manager on a host of a simulated corporate site does, and what configures the host.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-setting-up-messageAPIs.html
 */
const hostActions = [
  'DescribeAssociation',
  'ListAssociations',
  'ListInstanceAssociations',
  'PutComplianceItems',
  'UpdateAssociationStatus',
  'UpdateInstanceAssociationStatus',
  'UpdateInstanceInformation',
  'DescribeDocument',
  'GetDocument',
  'GetParameter',
]
  .map((action) => `ssm:${action}`)
  .concat(
    ['AcknowledgeMessage', 'DeleteMessage', 'FailMessage', 'GetEndpoint', 'GetMessages', 'SendReply'].map(
      (action) => `ec2messages:${action}`,
    ),
    ['CreateControlChannel', 'CreateDataChannel', 'OpenControlChannel', 'OpenDataChannel'].map(
      (action) => `ssmmessages:${action}`,
    ),
    ['s3:GetObject', 's3:ListBucket'],
  );

/** The kinds of roles in a deployment. */
export async function roleKinds(lab: Lab): Promise<RoleKind[]> {
  const name = (arn: string) => arn.split('/').at(-1) ?? '';
  const [lambda, sageMaker] = ['lambda.amazonaws.com', 'sagemaker.amazonaws.com'];
  const { domainId } = lab.outputs;
  const notebooks = await Promise.all(
    lab.environment.studio.users.map((user) => ownUserSettings(lab.deployed.standIn, domainId, user)),
  );
  const byDefault = await defaultUserSettings(lab.deployed.standIn, domainId);
  return [
    {
      names: ['authorizer', 'portal'].map((suffix) => name(lab.functionRoleArn(suffix))),
      service: lambda,
      needed: logsAndTraces,
    },
    {
      names: [name(lab.functionRoleArn('presigned-url'))],
      service: lambda,
      needed: [...logsAndTraces, ...interfaces, presigning, ...seeingSpaces],
    },
    { names: notebooks.map(executionRoleOf).map(name), service: sageMaker, needed: notebookActions },
    { names: [name(executionRoleOf(byDefault))], service: sageMaker, needed: [] },
    { service: 'vpc-flow-logs.amazonaws.com', needed: flowLogActions },
    { service: 'apigateway.amazonaws.com', needed: apiLogActions },
    { service: 'ec2.amazonaws.com', needed: hostActions },
    { service: 'scheduler.amazonaws.com', needed: ['ec2:StopInstances'] },
  ];
}

/** The kind of a role; an unknown role needs no action. */
export function kindOf({ name, trust }: DeployedRole, kinds: readonly RoleKind[]): RoleKind {
  return (
    kinds.find(({ names }) => names?.includes(name)) ??
    kinds.find(({ names, service }) => !names && service === trustedService(trust)) ?? {
      service: 'nobody',
      needed: [],
    }
  );
}

/** The one service that a role trusts, in one statement; undefined if it trusts anybody else. */
export function trustedService(trust: JsonObject): string | undefined {
  const [{ Principal: principal } = {}, ...others] = objects(trust, 'Statement');
  if (others.length > 0 || !isObject(principal) || Object.keys(principal).join() !== 'Service')
    return undefined;
  const services = [principal.Service].flat();
  return services.length === 1 && typeof services[0] === 'string' ? services[0] : undefined;
}
