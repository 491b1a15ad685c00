import { readRoles } from '../../deployed/roles';
import { decide, type IamRequest } from '../../iam/decide';
import { rolePolicies } from '../../iam/role-policies';
import { internet } from '../../network/addresses';
import { mayUseStudio } from '../../sagemaker/permission';
import { json } from '../../stand-in/client';
import { isObject, objects, text, type JsonObject } from '../../stand-in/json';
import type { Lab } from '../../system/lab';
import type { Origin } from '../../system/origin';
import { people } from '../people';
import { allowed, over } from '../policy-questions';
import type { Row } from '../row';

const section = 'Deployed roles by themselves';

/** Services that act for others, and must say for which account. */
const deputies = ['sagemaker.amazonaws.com', 'vpc-flow-logs.amazonaws.com'];

/** What is wrong with whom a role trusts; undefined if it is one AWS service, for this account. */
function trustProblem(trust: JsonObject, accountId: string): string | undefined {
  const statements = objects(trust, 'Statement');
  if (statements.length !== 1) return `${statements.length} statements`;
  const [{ Principal: principal, Condition: conditions } = {}] = statements;
  const services = isObject(principal) ? [principal.Service].flat() : [];
  if (!isObject(principal) || Object.keys(principal).join() !== 'Service' || services.length !== 1)
    return 'trusts others than one AWS service';
  const equal = isObject(conditions) && isObject(conditions.StringEquals) ? conditions.StringEquals : {};
  const isDeputy = deputies.includes(String(services[0]));
  return isDeputy && equal['aws:SourceAccount'] !== accountId ? 'may act for other accounts' : undefined;
}

/** A user of the environment, and somebody else. */
function userAndColleague({ environment }: Lab): { own: string; colleague: string } {
  const { users } = environment.studio;
  const [own = ''] = users;
  return { own, colleague: [...users, ...people].find((name) => name !== own) ?? '' };
}

async function notebookRoleArn({ deployed, outputs }: Lab, profile: string): Promise<string> {
  const request = { DomainId: outputs.domainId, UserProfileName: profile };
  const described = await json(deployed.standIn, 'sagemaker', 'SageMaker.DescribeUserProfile', request);
  const roleArn = isObject(described.UserSettings)
    ? text(described.UserSettings, 'ExecutionRole')
    : undefined;
  if (roleArn === undefined) throw new Error(`profile ${profile} has no role`);
  return roleArn;
}

/** Whether the policies of a role allow a request, asked over the Studio endpoint from the desk. */
async function roleAllows(lab: Lab, roleArn: string, request: IamRequest): Promise<boolean> {
  const policies = await rolePolicies(lab.deployed.standIn, roleArn.split('/').at(-1) ?? '');
  return (await decide(policies, request)) === 'Allow';
}

/** Whom deployed roles trust, and what they may do. */
export const roleRows: readonly Row[] = [
  {
    id: 'trusted-by',
    section,
    what: 'who may take the deployed roles on',
    expected: 'each: one AWS service, for this account',
    async run(lab) {
      const { standIn } = lab.deployed;
      const roles = await readRoles(standIn);
      const problems = roles.flatMap(({ name, trust }) => {
        const problem = trustProblem(trust, standIn.accountId);
        return problem === undefined ? [] : [`${name} ${problem}`];
      });
      if (roles.length === 0) return 'no roles';
      return problems.length === 0 ? 'each: one AWS service, for this account' : problems.join(', ');
    },
  },
  {
    id: 'nothing-else',
    section,
    what:
      "what the roles of the functions and of a user's notebooks are not for: changing and deleting profiles, passing " +
      'roles, data in S3, other functions, deleting logs, other roles',
    expected: 'authorizer: none allowed; presigned-url: none allowed; notebooks: none allowed',
    async run(lab) {
      const { standIn } = lab.deployed;
      const { own } = userAndColleague(lab);
      const arn = (service: string, resource: string) =>
        `arn:aws:${service}:${standIn.region}:${standIn.accountId}:${resource}`;
      const global = (service: string, resource: string) =>
        `arn:aws:${service}::${standIn.accountId}:${resource}`;
      const profile = arn('sagemaker', `user-profile/${lab.outputs.domainId}/${own}`);
      const requests: readonly (readonly [action: string, resource: string])[] = [
        ['sagemaker:UpdateUserProfile', profile],
        ['sagemaker:DeleteUserProfile', profile],
        ['iam:PassRole', global('iam', 'role/any')],
        ['s3:GetObject', 'arn:aws:s3:::any/object'],
        ['lambda:InvokeFunction', arn('lambda', 'function:any')],
        ['logs:DeleteLogGroup', arn('logs', 'log-group:any')],
        ['sts:AssumeRole', global('iam', 'role/any')],
      ];
      const context = { 'aws:SourceVpce': lab.endpoint('.studio').id };
      const roles = {
        authorizer: lab.functionRoleArn('authorizer'),
        'presigned-url': lab.functionRoleArn('presigned-url'),
        notebooks: await notebookRoleArn(lab, own),
      };
      const words = Object.entries(roles).map(async ([name, roleArn]) => {
        const decisions = requests.map(async ([action, resource]) =>
          (await roleAllows(lab, roleArn, { action, resource, context })) ? [action] : [],
        );
        const found = (await Promise.all(decisions)).flat();
        return `${name}: ${found.length === 0 ? 'none' : found.join(', ')} allowed`;
      });
      return (await Promise.all(words)).join('; ');
    },
  },
  {
    id: 'notebook-role',
    section,
    what: "the role of a user's notebooks: a URL for themselves; for a colleague; for themselves, from the internet",
    expected: 'allowed, denied, denied',
    async run(lab) {
      const { own, colleague } = userAndColleague(lab);
      const inside = over(lab.endpoint('.studio'), lab.site.clientAddress);
      const outside: Origin = { over: 'internet', front: 'studio', address: internet.stranger };
      const questions = [
        { profile: own, origin: inside },
        { profile: colleague, origin: inside },
        { profile: own, origin: outside },
      ];
      const roleArn = await notebookRoleArn(lab, own);
      const answers = await Promise.all(
        questions.map((question) =>
          mayUseStudio(lab.deployed.standIn, { roleArn, domainId: lab.outputs.domainId, ...question }),
        ),
      );
      return answers.map(allowed).join(', ');
    },
  },
  {
    id: 'notebook-spaces',
    section,
    what:
      "the role of a user's notebooks: a space, its deletion, and an app in it, that are the user's own; the same that are " +
      "a colleague's; an app of a colleague's profile",
    expected: 'allowed, allowed, allowed; denied, denied, denied; denied',
    async run(lab) {
      const { standIn } = lab.deployed;
      const { domainId } = lab.outputs;
      const { own, colleague } = userAndColleague(lab);
      const roleArn = await notebookRoleArn(lab, own);
      const arn = (resource: string) =>
        `arn:aws:sagemaker:${standIn.region}:${standIn.accountId}:${resource}`;
      const ask = async (action: string, resource: string, owner: string) => {
        const context = {
          'sagemaker:OwnerUserProfileArn': arn(`user-profile/${domainId}/${owner}`),
          'sagemaker:SpaceSharingType': 'Private',
        };
        return allowed(
          await roleAllows(lab, roleArn, {
            action: `sagemaker:${action}`,
            resource: arn(resource),
            context,
          }),
        );
      };
      const inSpaceOf = async (owner: string) => [
        await ask('CreateSpace', `space/${domainId}/any`, owner),
        await ask('DeleteSpace', `space/${domainId}/any`, owner),
        await ask('CreateApp', `app/${domainId}/any/JupyterLab/default`, owner),
      ];
      const ofColleague = `app/${domainId}/${colleague}/JupyterServer/default`;
      return [
        (await inSpaceOf(own)).join(', '),
        (await inSpaceOf(colleague)).join(', '),
        await ask('CreateApp', ofColleague, colleague),
      ].join('; ');
    },
  },
];
