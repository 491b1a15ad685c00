import { json, type Target } from '../shared/aws-client';
import { isObject, text, type JsonObject } from '../shared/json';

/** The Studio domain, as SageMaker describes it. */
export function describeDomain(target: Target, domainId: string): Promise<JsonObject> {
  return json(target, 'sagemaker', 'SageMaker.DescribeDomain', { DomainId: domainId });
}

/** The domain's default settings for users. */
export async function defaultUserSettings(target: Target, domainId: string): Promise<JsonObject> {
  const { DefaultUserSettings: settings } = await describeDomain(target, domainId);
  return isObject(settings) ? settings : {};
}

/** The settings of a user's profile. */
export async function ownUserSettings(
  target: Target,
  domainId: string,
  profile: string,
): Promise<JsonObject> {
  const request = { DomainId: domainId, UserProfileName: profile };
  const { UserSettings: settings } = await json(
    target,
    'sagemaker',
    'SageMaker.DescribeUserProfile',
    request,
  );
  return isObject(settings) ? settings : {};
}

/** The role of notebooks with these settings. @throws when the settings name none */
export function executionRoleOf(settings: JsonObject): string {
  const roleArn = text(settings, 'ExecutionRole');
  if (roleArn === undefined) throw new Error('user settings without a role');
  return roleArn;
}
