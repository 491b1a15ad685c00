import { userRoleName } from '../../../config/resource-name';
import { readRoles, type DeployedRole } from '../../deployed/roles';
import { describeDomain, executionRoleOf, ownUserSettings } from '../../deployed/studio-domain';
import type { IamRequest } from '../../iam/decide';
import { decideForRole, rolePolicies } from '../../iam/role-policies';
import { internet } from '../../network/addresses';
import { mayUseStudio } from '../../sagemaker/permission';
import { isObject, objects, type JsonObject } from '../../shared/json';
import type { Lab } from '../../system/lab';
import { everything, type Origin } from '../../network/origin';
import { people } from '../../system/people';
import { allowed, over } from '../policy-questions';
import { kindOf, roleKinds, trustedService } from '../role-kinds';
import type { Row } from '../row';

const section = 'Deployed roles by themselves';

/** Services whose roles need no condition on the account: they assume only roles of their resources' account. */
const ofOwnAccount = ['lambda.amazonaws.com', 'apigateway.amazonaws.com', 'ec2.amazonaws.com'];

/** The defect of a trust policy; undefined if it trusts one AWS service, for this account. */
function trustProblem({ trust }: DeployedRole, service: string, accountId: string): string | undefined {
  if (trustedService(trust) !== service) return `trusts others than ${service}`;
  const [{ Condition: conditions } = {}] = objects(trust, 'Statement');
  const equal = isObject(conditions) && isObject(conditions.StringEquals) ? conditions.StringEquals : {};
  const isForAccount = ofOwnAccount.includes(service) || equal['aws:SourceAccount'] === accountId;
  return isForAccount ? undefined : 'may act for other accounts';
}

/** Actions that a policy allows, as written, with wildcards; a statement without Action stands out. */
function allowedActions(policy: JsonObject): string[] {
  return objects(policy, 'Statement')
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Action }) =>
      [Action].flat().map((action) => (typeof action === 'string' ? action : 'NotAction')),
    );
}

/** The users of the environment who may work, each with a colleague. */
function usersAndColleagues({ environment }: Lab): { own: string; colleague: string }[] {
  const { users, suspended } = environment.studio;
  return users
    .filter((user) => !suspended.includes(user))
    .map((own) => ({
      own,
      colleague: [...users, ...people].find((name) => name !== own) ?? '',
    }));
}

/** The common result of all users; if results differ, that of each user. */
async function forEachUser(
  lab: Lab,
  words: (user: { own: string; colleague: string }) => Promise<string>,
): Promise<string> {
  return [...new Set(await Promise.all(usersAndColleagues(lab).map(words)))].join(' / ');
}

async function notebookRoleArn({ deployed, outputs }: Lab, profile: string): Promise<string> {
  return executionRoleOf(await ownUserSettings(deployed.standIn, outputs.domainId, profile));
}

/** Whether the policies of a role allow a request, asked over the Studio endpoint from the desk. */
async function roleAllows(
  lab: Lab,
  roleArn: string,
  request: IamRequest,
  more: readonly JsonObject[] = [],
): Promise<boolean> {
  const roleName = roleArn.split('/').at(-1) ?? '';
  return (await decideForRole(lab.deployed.standIn, roleName, request, more)) === 'Allow';
}

/** The trust and the permissions of deployed roles. */
export const roleRows: readonly Row[] = [
  {
    id: 'trusted-by',
    section,
    what: 'who may assume each role in the account',
    expected: 'each: one AWS service, for this account',
    async run(lab) {
      const { standIn } = lab.deployed;
      const kinds = await roleKinds(lab);
      const roles = await readRoles(standIn);
      if (roles.length === 0) return 'no roles';
      const problems = roles.flatMap((role) => {
        const problem = trustProblem(role, kindOf(role, kinds).service, standIn.accountId);
        return problem === undefined ? [] : [`${role.name} ${problem}`];
      });
      return problems.length === 0 ? 'each: one AWS service, for this account' : problems.join(', ');
    },
  },
  {
    id: 'nothing-else',
    section,
    what:
      "actions that the policies of every role in the account allow but nobody needs, and whether the functions' own code may " +
      'create network interfaces',
    expected: 'nothing; code: denied',
    async run(lab) {
      const { standIn } = lab.deployed;
      const kinds = await roleKinds(lab);
      const roles = await readRoles(standIn);
      const words = await Promise.all(
        roles.map(async (role) => {
          const { needed } = kindOf(role, kinds);
          const granted = (await rolePolicies(standIn, role.name)).policies.flatMap(allowedActions);
          const more = [...new Set(granted)].filter((action) => !needed.includes(action));
          return more.length === 0 ? [] : [`${role.name}: ${more.join(', ')}`];
        }),
      );
      const code = await roleAllows(lab, lab.functionRoleArn('presigned-url'), {
        action: 'ec2:CreateNetworkInterface',
        resource: `arn:aws:ec2:${standIn.region}:${standIn.accountId}:subnet/any`,
        context: { 'lambda:SourceFunctionArn': lab.functionArn('presigned-url') },
      });
      return `${words.flat().join('; ') || 'nothing'}; code: ${allowed(code)}`;
    },
  },
  {
    id: 'notebook-role',
    section,
    what: "the role of each user's notebooks: a URL for themselves; for a colleague; for a user whose name begins like theirs; for themselves, from the internet",
    expected: 'allowed, denied, denied, denied',
    async run(lab) {
      const inside = over(lab.endpoint('.studio'), lab.site.clientAddress);
      const outside: Origin = { over: 'internet', front: 'studio', address: internet.stranger };
      return forEachUser(lab, async ({ own, colleague }) => {
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
      });
    },
  },
  {
    id: 'notebook-spaces',
    section,
    what:
      "the role of each user's notebooks: to create, change and delete a space, to start and delete an app in it, where the space " +
      "is the user's own; where it is a colleague's; to start and delete an app of a colleague's profile",
    expected: `${Array.from({ length: 5 }, () => 'allowed').join(', ')}; ${Array.from({ length: 5 }, () => 'denied').join(', ')}; denied, denied`,
    async run(lab) {
      const { standIn } = lab.deployed;
      const { domainId } = lab.outputs;
      const arn = (resource: string) =>
        `arn:aws:sagemaker:${standIn.region}:${standIn.accountId}:${resource}`;
      const ask = async (roleArn: string, action: string, resource: string, owner: string) => {
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
      const inSpaceOf = async (roleArn: string, owner: string) => {
        const [space, app] = [`space/${domainId}/any`, `app/${domainId}/any/JupyterLab/default`];
        return [
          await ask(roleArn, 'CreateSpace', space, owner),
          await ask(roleArn, 'UpdateSpace', space, owner),
          await ask(roleArn, 'DeleteSpace', space, owner),
          await ask(roleArn, 'CreateApp', app, owner),
          await ask(roleArn, 'DeleteApp', app, owner),
        ].join(', ');
      };
      return forEachUser(lab, async ({ own, colleague }) => {
        const roleArn = await notebookRoleArn(lab, own);
        const ofColleague = `app/${domainId}/${colleague}/JupyterServer/default`;
        const directly = [
          await ask(roleArn, 'CreateApp', ofColleague, colleague),
          await ask(roleArn, 'DeleteApp', ofColleague, colleague),
        ].join(', ');
        return [await inSpaceOf(roleArn, own), await inSpaceOf(roleArn, colleague), directly].join('; ');
      });
    },
  },
  {
    id: 'attached-policy',
    section,
    what:
      "the role of each user's notebooks, with a further policy that allows everything: a colleague's URL; to change a colleague's " +
      "space; to start an app in it; to pass a colleague's role; to write its own policies; a session into a space; remote access to " +
      'an own space; a training job without a network; in another network; an expensive instance; a pipeline that somebody made; the home file system',
    expected: Array.from({ length: 12 }, () => 'denied').join(', '),
    async run(lab) {
      const { standIn } = lab.deployed;
      const { domainId } = lab.outputs;
      const arn = (resource: string) =>
        `arn:aws:sagemaker:${standIn.region}:${standIn.accountId}:${resource}`;
      const ownedBy = (user: string) => ({
        'sagemaker:OwnerUserProfileArn': arn(`user-profile/${domainId}/${user}`),
      });
      const [space, job] = [arn(`space/${domainId}/any`), arn('training-job/any')];
      const { id: endpointId, vpcId } = lab.endpoint('.studio');
      const { HomeEfsFileSystemId } = await describeDomain(standIn, domainId);
      const homeFileSystemId = String(HomeEfsFileSystemId);
      return forEachUser(lab, async ({ own, colleague }) => {
        const roleArn = await notebookRoleArn(lab, own);
        const colleaguesRole = roleArn.replace(/[^/]+$/, userRoleName(lab.environment.name, colleague));
        const requests: IamRequest[] = [
          {
            action: 'sagemaker:CreatePresignedDomainUrl',
            resource: arn(`user-profile/${domainId}/${colleague}`),
            context: { 'aws:SourceVpce': endpointId, 'aws:SourceVpc': vpcId },
          },
          { action: 'sagemaker:UpdateSpace', resource: space, context: ownedBy(colleague) },
          {
            action: 'sagemaker:CreateApp',
            resource: arn(`app/${domainId}/any/JupyterLab/default`),
            context: ownedBy(colleague),
          },
          { action: 'iam:PassRole', resource: colleaguesRole, context: {} },
          { action: 'iam:PutRolePolicy', resource: roleArn, context: {} },
          { action: 'sagemaker:StartSession', resource: space, context: ownedBy(own) },
          {
            action: 'sagemaker:UpdateSpace',
            resource: space,
            context: { ...ownedBy(own), 'sagemaker:RemoteAccess': 'ENABLED' },
          },
          { action: 'sagemaker:CreateTrainingJob', resource: job, context: {} },
          {
            action: 'sagemaker:CreateTrainingJob',
            resource: job,
            context: {
              'sagemaker:VpcSubnets': ['subnet-0other'],
              'sagemaker:VpcSecurityGroupIds': ['sg-0other'],
            },
          },
          {
            action: 'sagemaker:CreateApp',
            resource: arn(`app/${domainId}/any/JupyterLab/default`),
            context: { ...ownedBy(own), 'sagemaker:InstanceTypes': ['ml.p5.48xlarge'] },
          },
          { action: 'sagemaker:StartPipelineExecution', resource: arn('pipeline/any'), context: {} },
          {
            action: 'elasticfilesystem:ClientMount',
            resource: `arn:aws:elasticfilesystem:${standIn.region}:${standIn.accountId}:file-system/${homeFileSystemId}`,
            context: {},
          },
        ];
        const answers = requests.map((request) => roleAllows(lab, roleArn, request, [everything]));
        return (await Promise.all(answers)).map(allowed).join(', ');
      });
    },
  },
];
