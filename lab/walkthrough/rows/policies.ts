import { employeeRoute, meRoute, pathFor, spacesRoute } from '../../../api/routes';
import { apiGateway } from '../../lambda/invoke-permission';
import type { Environment } from '../../../config/load';
import type { Lab } from '../../system/lab';
import { decide } from '../../iam/decide';
import { hostIn, internet } from '../../network/addresses';
import { mayUseStudio } from '../../sagemaker/permission';
import { isObject, type JsonObject } from '../../shared/json';
import { everything, foreignVpc, type Origin } from '../../network/origin';
import { bearer } from '../answers';
import { tokensOf } from '../sign-in';
import { allowed, foreignAddresses, over } from '../policy-questions';
import type { Row } from '../row';

const section = 'Deployed policies by themselves';

/** Decisions at the entry points: Studio endpoint, each corporate network, outside, the company's public addresses. */
function entries(environment: Environment): string {
  const { cidrs, egressCidrs } = environment.corporate;
  const words = ['allowed', ...cidrs.map(() => 'allowed')];
  words.push(...foreignAddresses(environment).map(() => 'denied'), 'denied', 'denied');
  return [...words, ...egressCidrs.map(() => 'allowed')].join(', ');
}

/** Whether the presigning role may create and use URLs at each entry point. */
async function atEntryPoints(lab: Lab, more: readonly JsonObject[]): Promise<string> {
  const foreign = { id: foreignVpc.studioEndpointId, vpcId: foreignVpc.vpcId };
  const foreigners = foreignAddresses(lab.environment);
  const origins: Origin[] = [
    over(lab.endpoint('.studio'), foreigners[0] ?? ''),
    ...lab.environment.corporate.cidrs.map((cidr) => over(lab.endpoint('execute-api'), hostIn(cidr, 5))),
    ...foreigners.map((address) => over(lab.endpoint('execute-api'), address)),
    over(foreign, lab.site.clientAddress),
    { over: 'internet', front: 'studio', address: internet.stranger },
    ...lab.environment.corporate.egressCidrs.map((cidr) => {
      return { over: 'internet', front: 'studio', address: cidr.split('/')[0] ?? '' } as const;
    }),
  ];
  const question = {
    roleArn: lab.functionRoleArn('presigned-url'),
    domainId: lab.outputs.domainId,
    profile: 'alice',
    more,
  };
  const answers = await Promise.all(
    origins.map((origin) => mayUseStudio(lab.deployed.standIn, { ...question, origin })),
  );
  return answers.map(allowed).join(', ');
}

/** Paths that are not alice's. */
const othersPaths = [
  'GET /bob',
  'GET /alicex',
  'GET /ALICE',
  'GET /alice/x',
  'GET /me/x',
  'GET /me/spaces/x',
  'GET /me/spaces/..',
  'GET /me%2Fspaces',
  'GET /ME/spaces',
  'GET /bob/spaces',
  'GET /portal',
  'POST /me',
  'POST /alice',
];

const policyWords = { Allow: 'allowed', Deny: 'denied', Neither: 'not mentioned' } as const;

/** Decisions of the policies alone, without hosts, names and packet filters. */
export const policyRows: readonly Row[] = [
  {
    id: 'entry-points',
    section,
    what:
      "the presigning role's policy: over the Studio endpoint, whatever the address; over another endpoint " +
      "of the VPC, from each corporate network, from others; over another VPC's, from the same addresses; from the internet; from " +
      "each of the company's public addresses in the environment file",
    expected: entries,
    run: (lab) => atEntryPoints(lab, []),
  },
  {
    id: 'added-allow',
    section,
    what: 'the same with a further policy that allows everything: the Deny of the role holds',
    expected: entries,
    run: (lab) => atEntryPoints(lab, [everything]),
  },
  {
    id: 'other-domain',
    section,
    what: "the presigning role's policy over the Studio endpoint: for a profile of this domain; of another domain",
    expected: 'allowed, denied',
    async run(lab) {
      const roleArn = lab.functionRoleArn('presigned-url');
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
      `the policy that the authorizer returns for alice: GET /me, GET /alice, GET /me/spaces; ${othersPaths.join(', ')}, ` +
      'GET /me of another stage, and of another API',
    expected: `allowed, allowed, allowed; ${Array.from({ length: othersPaths.length + 2 }, () => 'denied').join(', ')}`,
    async run(lab) {
      const { outputs, environment, deployed } = lab;
      const { stageName } = environment.api;
      const arn = (path: string) =>
        `arn:aws:execute-api:${environment.region}:${deployed.standIn.accountId}:${path}`;
      const { access } = await tokensOf(lab, 'alice');
      const outcome = await lab.invokeAuthorizer({
        type: 'REQUEST',
        methodArn: arn(`${outputs.apiId}/${stageName}/${meRoute.method}${meRoute.path}`),
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
      const own = await ask(
        outputs.apiId,
        [meRoute, employeeRoute, spacesRoute].map(
          (route) => `${stageName}/${route.method}${pathFor(route, 'alice')}`,
        ),
      );
      const others = othersPaths.map((path) => `${stageName}/${path.replace(' ', '')}`);
      const refused = await ask(outputs.apiId, [...others, `other/${meRoute.method}${meRoute.path}`]);
      refused.push(...(await ask('other00api', [`${stageName}/${meRoute.method}${meRoute.path}`])));
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
        'presigned-url': [
          source('other00api', `${stageName}/${meRoute.method}${meRoute.path}`),
          source(apiId, `${stageName}/POST${meRoute.path}`),
        ],
      };
      const words = Object.entries(attempts).map(async ([name, sources]) => {
        const answers = await Promise.all(
          sources.map((sourceArn) => lab.mayInvoke(name, apiGateway(sourceArn))),
        );
        return answers.map((may) => (may ? 'invoked' : 'refused')).join(', ');
      });
      return (await Promise.all(words)).join('; ');
    },
  },
];
