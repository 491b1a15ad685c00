import { decideForRole } from '../iam/role-policies';
import type { Origin } from '../network/origin';
import type { Target } from '../shared/aws-client';
import { isObject, objects, text, type JsonObject } from '../shared/json';
import { mayAsk, profileArn } from './permission';

/** An operation about a profile, as a function asks for it. */
interface ProfileRequest {
  readonly operation: 'CreateUserProfile' | 'DescribeUserProfile';
  readonly request: JsonObject;
  readonly roleArn: string;
  readonly origin: Origin;
}

/**
 * What a role lacks to make or see a profile; undefined: nothing. Tags in the request need a permission of their own, and
 * so does the role that the profile gets.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateUserProfile.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
export async function lackingPermission(
  target: Target,
  { operation, request, roleArn, origin }: ProfileRequest,
): Promise<string | undefined> {
  const resource = profileArn(
    target,
    roleArn,
    text(request, 'DomainId') ?? '',
    text(request, 'UserProfileName') ?? '',
  );
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
