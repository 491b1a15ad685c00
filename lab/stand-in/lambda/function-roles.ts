import { decide } from '../../iam/decide';
import { decideForRole, trustPolicy } from '../../iam/role-policies';
import type { Call, Forward, Gap, Reply } from '../call';
import { isObject, strings, text, type JsonObject } from '../../shared/json';
import { jsonReply, readJson } from '../json-body';
import { arnOf } from '../partition';

const functionsPath = '/2015-03-31/functions';

/** Actions of Lambda with the role of a function in a VPC, and the kinds of their resources. */
export const interfaceActions: readonly (readonly [action: string, kinds: readonly string[]])[] = [
  ['CreateNetworkInterface', ['network-interface', 'subnet', 'security-group']],
  ['DescribeNetworkInterfaces', []],
  ['DeleteNetworkInterface', ['network-interface']],
  ['DescribeSubnets', []],
  ['AssignPrivateIpAddresses', ['network-interface']],
  ['UnassignPrivateIpAddresses', ['network-interface']],
];

/**
 * Lambda refuses a function if it cannot assume the function's role, or, in a VPC, if the role may not manage network
 * interfaces; moto accepts any role.
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
 */
export const functionRoles: Gap = async (call, forward) => {
  const settings = call.service === 'lambda' ? await settingsToBe(call, forward) : undefined;
  const problem = settings && (await problemOf(call, settings));
  return problem === undefined ? forward(call) : refusal(problem);
};

/** The settings of a function after a call that creates or changes it. */
async function settingsToBe(call: Call, forward: Forward): Promise<JsonObject | undefined> {
  const request = readJson(call);
  if (call.method === 'POST' && call.url.replace(/\/$/, '') === functionsPath) return request;
  if (call.method !== 'PUT' || !call.url.endsWith('/configuration')) return undefined;
  return { ...readJson(await forward({ ...call, method: 'GET', body: Buffer.alloc(0) })), ...request };
}

async function problemOf(call: Call, settings: JsonObject): Promise<string | undefined> {
  const target = { endpoint: `http://${call.headers.host ?? ''}`, region: call.region };
  const roleArn = text(settings, 'Role') ?? '';
  const roleName = roleArn.split('/').at(-1) ?? '';
  const trust = await trustPolicy(target, roleName);
  const assume = { action: 'sts:AssumeRole', resource: roleArn, context: {} };
  if ((await decide([trust], assume, 'lambda.amazonaws.com')) !== 'Allow')
    return 'The role defined for the function cannot be assumed by Lambda.';
  const isInVpc = isObject(settings.VpcConfig) && strings(settings.VpcConfig, 'SubnetIds').length > 0;
  if (!isInVpc) return undefined;
  const accountId = roleArn.split(':')[4] ?? '';
  for (const [action, kinds] of interfaceActions) {
    const arns = kinds.map((kind) => arnOf('ec2', call.region, accountId, `${kind}/any`));
    for (const resource of kinds.length > 0 ? arns : ['*']) {
      const question = { action: `ec2:${action}`, resource, context: {} };
      const decision = await decideForRole(target, roleName, question);
      if (decision !== 'Allow')
        return `The provided execution role does not have permissions to call ${action} on EC2`;
    }
  }
  return undefined;
}

function refusal(message: string): Reply {
  const type = 'InvalidParameterValueException';
  const reply = jsonReply({ Type: 'User', message }, 400);
  return { ...reply, headers: { ...reply.headers, 'x-amzn-errortype': type } };
}
