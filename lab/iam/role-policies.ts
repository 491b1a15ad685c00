import { query, type Target } from '../shared/aws-client';
import { isObject, type JsonObject } from '../shared/json';
import { childText, find, findAll } from '../shared/xml-tree';

const version = '2010-05-08';

/** How long a policy is cached, in milliseconds: in IAM itself a change takes seconds to hold everywhere. */
const rememberedFor = 1000;

const remembered = new Map<string, { readonly policies: Promise<JsonObject[]>; readonly until: number }>();

/** The policies of a deployed role, inline and attached, as they were at most a second ago. */
export function rolePolicies(target: Target, roleName: string): Promise<JsonObject[]> {
  const known = remembered.get(roleName);
  if (known && known.until > Date.now()) return known.policies;
  const policies = readPolicies(target, roleName);
  remembered.set(roleName, { policies, until: Date.now() + rememberedFor });
  return policies;
}

/** The trust policy of a role. @throws when there is no such role */
export async function trustPolicy(target: Target, roleName: string): Promise<JsonObject> {
  const reply = await query(target, 'iam', { Action: 'GetRole', Version: version, RoleName: roleName });
  return parsePolicy(find(reply, 'AssumeRolePolicyDocument')?.text);
}

async function readPolicies(target: Target, roleName: string): Promise<JsonObject[]> {
  const names = async (action: string, list: string, item: string) => {
    const reply = await query(target, 'iam', { Action: action, Version: version, RoleName: roleName });
    return (find(reply, list)?.children ?? []).map((member) => childText(member, item) ?? member.text.trim());
  };
  const inline = await names('ListRolePolicies', 'PolicyNames', '');
  const attached = await names('ListAttachedRolePolicies', 'AttachedPolicies', 'PolicyArn');
  return Promise.all([
    ...inline.map(async (name) => {
      const request = {
        Action: 'GetRolePolicy',
        Version: version,
        RoleName: roleName,
        PolicyName: name,
      };
      return parsePolicy(find(await query(target, 'iam', request), 'PolicyDocument')?.text);
    }),
    ...attached.map((arn) => managedPolicy(target, arn)),
  ]);
}

async function managedPolicy(target: Target, arn: string): Promise<JsonObject> {
  const described = await query(target, 'iam', { Action: 'GetPolicy', Version: version, PolicyArn: arn });
  const request = {
    Action: 'GetPolicyVersion',
    Version: version,
    PolicyArn: arn,
    VersionId: findAll(described, 'DefaultVersionId')[0]?.text ?? 'v1',
  };
  return parsePolicy(find(await query(target, 'iam', request), 'Document')?.text);
}

/** Parses a policy document from an answer: JSON, which IAM percent-encodes and EC2 writes with XML entities. */
export function parsePolicy(text = ''): JsonObject {
  const plain = text
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .trim();
  const value: unknown = JSON.parse(plain.startsWith('%') ? decodeURIComponent(plain) : plain);
  if (!isObject(value)) throw new Error(`got ${plain}, expected a policy document`);
  return value;
}
