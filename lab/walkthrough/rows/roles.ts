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

const logsAndTraces = [
  ...['logs:CreateLogStream', 'logs:PutLogEvents'],
  ...['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
];

/** What Lambda does with the role of a function in a VPC. */
const interfaces = [
  ...['ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:DescribeNetworkInterfaces'],
  ...['ec2:AssignPrivateIpAddresses', 'ec2:UnassignPrivateIpAddresses', 'ec2:DescribeSubnets'],
];

const presigning = 'sagemaker:CreatePresignedDomainUrl';

const notebookActions = [
  ...['CreateApp', 'CreateSpace', 'DeleteApp', 'DeleteSpace', 'UpdateSpace', 'AddTags'],
  ...['DescribeApp', 'DescribeDomain', 'DescribeSpace', 'DescribeUserProfile'],
  ...['ListApps', 'ListDomains', 'ListSpaces', 'ListTags', 'ListUserProfiles'],
]
  .map((action) => `sagemaker:${action}`)
  .concat(presigning, 'logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents');

/** Actions that a policy's statements allow, as they are written, wildcards too; whatever is not an Action stands out. */
function allowedActions(policy: JsonObject): string[] {
  return objects(policy, 'Statement')
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Action }) =>
      [Action].flat().map((action) => (typeof action === 'string' ? action : 'NotAction')),
    );
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

async function defaultRoleArn({ deployed, outputs }: Lab): Promise<string> {
  const request = { DomainId: outputs.domainId };
  const { DefaultUserSettings: settings } = await json(
    deployed.standIn,
    'sagemaker',
    'SageMaker.DescribeDomain',
    request,
  );
  const roleArn = isObject(settings) ? text(settings, 'ExecutionRole') : undefined;
  if (roleArn === undefined) throw new Error('the domain has no default role');
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
      "every action that the policies of each role allow, and whether the functions' own code may make network interfaces: " +
      'what is granted beyond the list of what is needed',
    expected:
      "authorizer: nothing; presigned-url: nothing; notebooks: nothing; the domain's default: nothing; code: denied",
    async run(lab) {
      const { standIn } = lab.deployed;
      const { own } = userAndColleague(lab);
      const roles: readonly (readonly [name: string, arn: string, needed: readonly string[]])[] = [
        ['authorizer', lab.functionRoleArn('authorizer'), logsAndTraces],
        [
          'presigned-url',
          lab.functionRoleArn('presigned-url'),
          [...logsAndTraces, ...interfaces, presigning],
        ],
        ['notebooks', await notebookRoleArn(lab, own), notebookActions],
        ["the domain's default", await defaultRoleArn(lab), []],
      ];
      const words = roles.map(async ([name, roleArn, needed]) => {
        const policies = await rolePolicies(standIn, roleArn.split('/').at(-1) ?? '');
        const more = [...new Set(policies.flatMap(allowedActions))].filter(
          (action) => !needed.includes(action),
        );
        return `${name}: ${more.length === 0 ? 'nothing' : more.join(', ')}`;
      });
      const code = await roleAllows(lab, lab.functionRoleArn('presigned-url'), {
        action: 'ec2:CreateNetworkInterface',
        resource: `arn:aws:ec2:${standIn.region}:${standIn.accountId}:subnet/any`,
        context: { 'lambda:SourceFunctionArn': lab.functionArn('presigned-url') },
      });
      return `${(await Promise.all(words)).join('; ')}; code: ${allowed(code)}`;
    },
  },
  {
    id: 'notebook-role',
    section,
    what: "the role of a user's notebooks: a URL for themselves; for a colleague; for one whose name begins like theirs; for themselves, from the internet",
    expected: 'allowed, denied, denied, denied',
    async run(lab) {
      const { own, colleague } = userAndColleague(lab);
      const inside = over(lab.endpoint('.studio'), lab.site.clientAddress);
      const outside: Origin = { over: 'internet', front: 'studio', address: internet.stranger };
      const questions = [
        { profile: own, origin: inside },
        { profile: colleague, origin: inside },
        { profile: `${own}2`, origin: inside },
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
      "the role of a user's notebooks: to create, change and delete a space, to start and delete an app in it, where the space " +
      "is the user's own; where it is a colleague's; to start and delete an app of a colleague's profile",
    expected: `${Array.from({ length: 5 }, () => 'allowed').join(', ')}; ${Array.from({ length: 5 }, () => 'denied').join(', ')}; denied, denied`,
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
        await ask('UpdateSpace', `space/${domainId}/any`, owner),
        await ask('DeleteSpace', `space/${domainId}/any`, owner),
        await ask('CreateApp', `app/${domainId}/any/JupyterLab/default`, owner),
        await ask('DeleteApp', `app/${domainId}/any/JupyterLab/default`, owner),
      ];
      const ofColleague = `app/${domainId}/${colleague}/JupyterServer/default`;
      return [
        (await inSpaceOf(own)).join(', '),
        (await inSpaceOf(colleague)).join(', '),
        `${await ask('CreateApp', ofColleague, colleague)}, ${await ask('DeleteApp', ofColleague, colleague)}`,
      ].join('; ');
    },
  },
];
