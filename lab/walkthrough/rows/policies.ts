import type { Environment } from '../../../config/load';
import type { Lab } from '../../system/lab';
import { decide, type IamRequest } from '../../iam/decide';
import { internet } from '../../network/addresses';
import { mayUseStudio } from '../../sagemaker/permission';
import { json } from '../../stand-in/client';
import { isObject, text, type JsonObject } from '../../stand-in/json';
import { everything, foreignVpc, networkContext, type Origin } from '../../system/origin';
import { bearer, people, signIn, withPassword } from '../people';
import type { Row } from '../row';

const section = 'Deployed policies by themselves';
const foreignAccountId = '210987654321';

/** Two ways in, two outside, and those public addresses that are the company's own. */
function entries({ corporate }: Environment): string {
  return ['allowed, allowed, denied, denied', ...corporate.egressCidrs.map(() => 'allowed')].join(', ');
}

/** Whether the presigning role may make and use URLs: over the entry points, and elsewhere. */
async function atEntryPoints(lab: Lab, more: readonly JsonObject[]): Promise<string> {
  const foreign = { id: foreignVpc.studioEndpointId, vpcId: foreignVpc.vpcId };
  const origins: Origin[] = [
    over(lab.endpoint('.studio'), '172.30.0.9'),
    over(lab.endpoint('execute-api'), lab.site.clientAddress),
    over(foreign, lab.site.clientAddress),
    { over: 'internet', front: 'studio', address: internet.stranger },
    ...lab.environment.corporate.egressCidrs.map((cidr) => {
      return { over: 'internet', front: 'studio', address: cidr.split('/')[0] ?? '' } as const;
    }),
  ];
  const question = {
    roleArn: lab.presigningRoleArn(),
    domainId: lab.outputs.domainId,
    profile: 'alice',
    more,
  };
  const answers = await Promise.all(
    origins.map((origin) => mayUseStudio(lab.deployed.standIn, { ...question, origin })),
  );
  return answers.map(allowed).join(', ');
}

const policyWords = { Allow: 'allowed', Deny: 'denied', Neither: 'not mentioned' } as const;

const allowed = (isAllowed: boolean) => (isAllowed ? 'allowed' : 'denied');

/** A request over an endpoint that lets everything through. */
function over({ id, vpcId }: { readonly id: string; readonly vpcId: string }, address: string): Origin {
  const endpoint = { endpointId: id, vpcId, serviceName: 'studio', endpointPolicy: everything };
  return { over: 'endpoint', ...endpoint, address };
}

/** What the policies say, asked without the hosts, names and packet filters around them. */
export const policyRows: readonly Row[] = [
  {
    id: 'entry-points',
    section,
    what:
      "the presigning role's policy: over the Studio endpoint, whatever the address; over another endpoint " +
      "of the VPC, from a corporate address; over another VPC's, from the same addresses; from the internet; from " +
      "each of the company's public addresses in the environment file",
    expected: entries,
    run: (lab) => atEntryPoints(lab, []),
  },
  {
    id: 'added-allow',
    section,
    what: 'the same when somebody has attached a policy to that role that allows everything: its Deny holds by itself',
    expected: entries,
    run: (lab) => atEntryPoints(lab, [everything]),
  },
  {
    id: 'other-domain',
    section,
    what: "the presigning role's policy over the Studio endpoint: for a profile of this domain; of another domain",
    expected: 'allowed, denied',
    async run(lab) {
      const roleArn = lab.presigningRoleArn();
      const origin = over(lab.endpoint('.studio'), lab.site.clientAddress);
      const answers = await Promise.all(
        [lab.outputs.domainId, 'd-0otherdomain0'].map((domainId) =>
          mayUseStudio(lab.deployed.standIn, { roleArn, domainId, profile: 'alice', origin }),
        ),
      );
      return answers.map(allowed).join(', ');
    },
  },
  {
    id: 'authorizer-policy',
    section,
    what:
      'the policy that the authorizer returns for alice: GET /me, GET /alice; GET /bob, GET /portal, POST /me, GET /me of another ' +
      'stage, and of another API',
    expected: 'allowed, allowed; denied, denied, denied, denied, denied',
    async run(lab) {
      const { outputs, environment, deployed } = lab;
      const { stageName } = environment.api;
      const arn = (path: string) =>
        `arn:aws:execute-api:${environment.region}:${deployed.standIn.accountId}:${path}`;
      const { access } = await signIn(lab, await withPassword(lab, 'alice'));
      const outcome = await lab.invokeAuthorizer({
        type: 'REQUEST',
        methodArn: arn(`${outputs.apiId}/${stageName}/GET/me`),
        headers: bearer(access),
      });
      if (outcome === 'late' || !('result' in outcome) || !isObject(outcome.result)) return 'failed';
      const { policyDocument } = outcome.result;
      if (!isObject(policyDocument)) return 'no policy';
      const ask = async (api: string, paths: readonly string[]) => {
        const decisions = paths.map((path) =>
          decide([policyDocument], {
            action: 'execute-api:Invoke',
            resource: arn(`${api}/${path}`),
            context: {},
          }),
        );
        return (await Promise.all(decisions)).map((decision) => policyWords[decision]);
      };
      const own = await ask(outputs.apiId, [`${stageName}/GET/me`, `${stageName}/GET/alice`]);
      const others = ['GET/bob', 'GET/portal', 'POST/me'].map((path) => `${stageName}/${path}`);
      const refused = await ask(outputs.apiId, [...others, 'other/GET/me']);
      refused.push(...(await ask('other00api', [`${stageName}/GET/me`])));
      return `${own.join(', ')}; ${refused.join(', ')}`;
    },
  },
  {
    id: 'invoke-permission',
    section,
    what:
      'authorizer and presigned-URL function, invoked by API Gateway for another API of this account, and for the ' +
      'same API with another authorizer and another method',
    expected: 'refused, refused; refused, refused',
    async run(lab) {
      const { standIn } = lab.deployed;
      const source = (api: string, rest: string) =>
        `arn:aws:execute-api:${standIn.region}:${standIn.accountId}:${api}/${rest}`;
      const { apiId } = lab.outputs;
      const { stageName } = lab.environment.api;
      const attempts = {
        authorizer: [source('other00api', 'authorizers/other0'), source(apiId, 'authorizers/other0')],
        'presigned-url': [source('other00api', `${stageName}/GET/me`), source(apiId, `${stageName}/POST/me`)],
      };
      const words = Object.entries(attempts).map(async ([name, sources]) => {
        const answers = await Promise.all(sources.map((sourceArn) => lab.mayInvoke(name, sourceArn)));
        return answers.map((may) => (may ? 'invoked' : 'refused')).join(', ');
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
      const { users } = lab.environment.studio;
      const [own = ''] = users;
      const colleague = [...users, ...people].find((name) => name !== own) ?? '';
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
    id: 'endpoint-policies',
    section,
    what:
      "what the endpoints let through, for this account and for another one: a call of an API; a URL to a domain's " +
      'profile; a call of the SageMaker API',
    expected: 'own: allowed, allowed, allowed; of another account: denied, denied, denied',
    async run(lab) {
      const own = await throughEndpoints(lab, lab.deployed.standIn.accountId);
      const foreign = await throughEndpoints(lab, foreignAccountId);
      return `own: ${own.map(allowed).join(', ')}; of another account: ${foreign.map(allowed).join(', ')}`;
    },
  },
];

async function notebookRoleArn({ deployed, outputs }: Lab, profile: string): Promise<string> {
  const request = { DomainId: outputs.domainId, UserProfileName: profile };
  const described = await json(deployed.standIn, 'sagemaker', 'SageMaker.DescribeUserProfile', request);
  const roleArn = isObject(described.UserSettings)
    ? text(described.UserSettings, 'ExecutionRole')
    : undefined;
  if (roleArn === undefined) throw new Error(`profile ${profile} has no role`);
  return roleArn;
}

/** Whether requests of an account, for what is that account's, get through the deployed endpoints' policies. */
async function throughEndpoints(lab: Lab, accountId: string): Promise<boolean[]> {
  const { environment, outputs, site } = lab;
  const arn = (service: string, resource: string) =>
    `arn:aws:${service}:${environment.region}:${accountId}:${resource}`;
  const profile = arn('sagemaker', `user-profile/${outputs.domainId}/alice`);
  const call = `${outputs.apiId}/${environment.api.stageName}/GET/me`;
  const requests: (Omit<IamRequest, 'context'> & { readonly service: string })[] = [
    { service: 'execute-api', action: 'execute-api:Invoke', resource: arn('execute-api', call) },
    { service: '.studio', action: 'sagemaker:CreatePresignedDomainUrl', resource: profile },
    { service: '.sagemaker.api', action: 'sagemaker:CreatePresignedDomainUrl', resource: profile },
  ];
  const decisions = requests.map(({ service, ...request }) => {
    const endpoint = lab.endpoint(service);
    const context = {
      ...networkContext(over(endpoint, site.clientAddress)),
      'aws:PrincipalAccount': accountId,
    };
    return decide([endpoint.policy], { ...request, context });
  });
  return (await Promise.all(decisions)).map((decision) => decision === 'Allow');
}
