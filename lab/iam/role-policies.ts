import { decideWithin, type Decision, type IamRequest } from './decide';
import { query, type Target } from '../shared/aws-client';
import { isObject, type JsonObject } from '../shared/json';
import { childText, find, findAll } from '../shared/xml-tree';

const version = '2010-05-08';

/** How long a policy is cached, in milliseconds: in IAM itself a change takes seconds to hold everywhere. */
const rememberedFor = 1000;

interface RolePolicies {
  /** Inline and attached. */
  readonly policies: readonly JsonObject[];
  readonly boundary: JsonObject | undefined;
}

const remembered = new Map<string, { readonly found: Promise<RolePolicies>; readonly until: number }>();

/** The policies of a deployed role, as they were at most a second ago. */
export function rolePolicies(target: Target, roleName: string): Promise<RolePolicies> {
  const known = remembered.get(roleName);
  if (known && known.until > Date.now()) return known.found;
  const found = readPolicies(target, roleName);
  remembered.set(roleName, { found, until: Date.now() + rememberedFor });
  return found;
}

/**
 * What the policies of a deployed role say about a request.
 *
 * @param more policies in addition to the deployed ones
 */
export async function decideForRole(
  target: Target,
  roleName: string,
  request: IamRequest,
  more: readonly JsonObject[] = [],
): Promise<Decision> {
  const { policies, boundary } = await rolePolicies(target, roleName);
  return decideWithin(boundary, [...policies, ...more], request);
}

/** The trust policy of a role. @throws when there is no such role */
export async function trustPolicy(target: Target, roleName: string): Promise<JsonObject> {
  const reply = await query(target, 'iam', { Action: 'GetRole', Version: version, RoleName: roleName });
  return parsePolicy(find(reply, 'AssumeRolePolicyDocument')?.text);
}

async function readPolicies(target: Target, roleName: string): Promise<RolePolicies> {
  const names = async (action: string, list: string, item: string) => {
    const reply = await query(target, 'iam', { Action: action, Version: version, RoleName: roleName });
    return (find(reply, list)?.children ?? []).map((member) => childText(member, item) ?? member.text.trim());
  };
  const inline = await names('ListRolePolicies', 'PolicyNames', '');
  const attached = await names('ListAttachedRolePolicies', 'AttachedPolicies', 'PolicyArn');
  const policies = await Promise.all([
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
  const role = await query(target, 'iam', { Action: 'GetRole', Version: version, RoleName: roleName });
  const boundaryArn = find(role, 'PermissionsBoundaryArn')?.text.trim();
  return { policies, boundary: boundaryArn ? await managedPolicy(target, boundaryArn) : undefined };
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
