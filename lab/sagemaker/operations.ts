import { decideForRole } from '../iam/role-policies';
import type { Origin } from '../network/origin';
import type { Target } from '../shared/aws-client';
import { isObject, objects, text, type JsonObject } from '../shared/json';
import { mayAsk, sageMakerArn } from './permission';

/** An operation, as a function asks for it. */
interface AskedOperation {
  readonly operation: keyof typeof resources;
  readonly request: JsonObject;
  readonly roleArn: string;
  readonly origin: Origin;
}

const names = (request: JsonObject, ...fields: string[]) =>
  fields.map((field) => text(request, field) ?? '').join('/');

/**
 * What each operation is about, as IAM sees it; undefined: it names no resource.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemakerai.html
 */
const resources = {
  CreateUserProfile: (request) => `user-profile/${names(request, 'DomainId', 'UserProfileName')}`,
  DescribeUserProfile: (request) => `user-profile/${names(request, 'DomainId', 'UserProfileName')}`,
  DescribeSpace: (request) => `space/${names(request, 'DomainId', 'SpaceName')}`,
  DescribeApp: (request) => `app/${names(request, 'DomainId', 'SpaceName', 'AppType', 'AppName')}`,
  ListSpaces: () => undefined,
} as const satisfies Readonly<Record<string, (request: JsonObject) => string | undefined>>;

/**
 * What a role lacks for an operation; undefined: nothing. Tags in the request need a permission of their own, and so does
 * the role that a profile gets.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateUserProfile.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
export async function lackingPermission(
  target: Target,
  { operation, request, roleArn, origin }: AskedOperation,
): Promise<string | undefined> {
  const named = resources[operation](request);
  const resource = named === undefined ? '*' : sageMakerArn(target, roleArn, named);
  const tags = Object.fromEntries(
    objects(request, 'Tags').map((tag) => [
      `aws:RequestTag/${text(tag, 'Key') ?? ''}`,
      text(tag, 'Value') ?? '',
    ]),
  );
  const action = `sagemaker:${operation}`;
  if (!(await mayAsk(target, { roleArn, origin }, { action, resource, context: tags }))) return action;
  const tagging = {
    action: 'sagemaker:AddTags',
    resource,
    context: { ...tags, 'sagemaker:TaggingAction': operation },
  };
  if (Object.keys(tags).length > 0 && !(await mayAsk(target, { roleArn, origin }, tagging)))
    return tagging.action;
  const { ExecutionRole: passed } = isObject(request.UserSettings) ? request.UserSettings : {};
  if (typeof passed !== 'string') return undefined;
  const passing = {
    action: 'iam:PassRole',
    resource: passed,
    context: { 'iam:PassedToService': 'sagemaker.amazonaws.com' },
  };
  const roleName = roleArn.split('/').at(-1) ?? '';
  return (await decideForRole(target, roleName, passing)) === 'Allow' ? undefined : passing.action;
}
