import { parsePolicy } from '../iam/role-policies';
import { query, type Target } from '../shared/aws-client';
import type { JsonObject } from '../shared/json';
import { childText, find, requiredText } from '../shared/xml-tree';

/** A deployed role. */
export interface DeployedRole {
  readonly name: string;
  /** Trust policy: who may assume the role. */
  readonly trust: JsonObject;
}

/** Reads every role of the account. */
export async function readRoles(target: Target): Promise<DeployedRole[]> {
  const reply = await query(target, 'iam', { Action: 'ListRoles', Version: '2010-05-08', MaxItems: '1000' });
  return (find(reply, 'Roles')?.children ?? []).map((item) => ({
    name: requiredText(item, 'RoleName'),
    trust: parsePolicy(childText(item, 'AssumeRolePolicyDocument')),
  }));
}
