import type { Lab } from '../../system/lab';
import { isObject } from '../../stand-in/json';
import { answeredBy, ask, bearer, executeApiUrl, signIn, withPassword } from '../people';
import type { Row } from '../row';

const section = 'Each wall by itself';

const aliceToken = async (lab: Lab) => (await signIn(lab, await withPassword(lab, 'alice'))).access;

/** Walls that stand behind one another: each is tried without the help of the others. */
export const defenceRows: readonly Row[] = [
  {
    id: 'authorizer-denies',
    section,
    what: "alice asks for bob's URL: API Gateway itself refuses, the function is not even invoked",
    expected: '403 by API Gateway (ACCESS_DENIED)',
    async run(lab) {
      const reply = await ask(lab, await aliceToken(lab), '/bob');
      return `${reply.status ?? 0} by ${answeredBy(lab, reply)}`;
    },
  },
  {
    id: 'function-refuses',
    section,
    what: "the function gets other paths with alice's authorization, as if the authorizer had let it through: bob, ALICE, *",
    expected: '403, 403, 403',
    async run(lab) {
      const authorizer = { principalId: 'alice', studioUserProfile: 'alice' };
      const outcomes = await Promise.all(
        ['bob', 'ALICE', '*'].map((EMPLOYEE_ID) =>
          lab.invokePresignedUrl({
            pathParameters: { EMPLOYEE_ID },
            requestContext: { requestId: 'lab', authorizer },
          }),
        ),
      );
      return outcomes
        .map((outcome) =>
          outcome !== 'late' && 'result' in outcome && isObject(outcome.result)
            ? String(outcome.result.statusCode)
            : 'failed',
        )
        .join(', ');
    },
  },
  {
    id: 'authorizer-off-endpoint',
    section,
    what: "alice's token at the API over another VPC's endpoint: refused before the authorizer is asked",
    expected: '403, no verification',
    async run(lab) {
      const token = await aliceToken(lab);
      lab.gateway.forgetAuthorizations();
      const log = () => lab.functions.log(lab.functionName('authorizer')).length;
      const before = log();
      const { status } = await lab.hosts.foreign.request({
        url: `${executeApiUrl(lab)}/me`,
        address: lab.site.foreign.addresses.executeApi,
        headers: bearer(token),
      });
      return `${status ?? 0}, ${log() === before ? 'no' : 'a'} verification`;
    },
  },
  {
    id: 'names-private',
    section,
    what: 'the names of the API, of Studio and of the SageMaker API, as the corporate site resolves them',
    expected: 'all private',
    run(lab) {
      lab.nameServers.corporate.rndc('flush');
      const { region } = lab.environment;
      const names = [
        new URL(lab.outputs.apiUrl).hostname,
        `${lab.outputs.domainId}.studio.${region}.sagemaker.aws`,
        `x7yexx4faui3i0k2.studio.${region}.sagemaker.aws`,
        `api.sagemaker.${region}.amazonaws.com`,
      ];
      const shown = names.map((name) => ({
        name,
        addresses: lab.site.client.run('dig', ['+short', name]).trim().split('\n'),
      }));
      const known = new Set(lab.endpointAddresses());
      const publicOnes = shown.filter(({ addresses }) => !addresses.every((address) => known.has(address)));
      return Promise.resolve(
        publicOnes.length === 0
          ? 'all private'
          : `not private: ${publicOnes.map(({ name }) => name).join(', ')}`,
      );
    },
  },
  {
    id: 'resolver-inside',
    section,
    what: "the corporate name server asks every address of the inbound resolver for the API's name, over UDP, and over TCP as for long answers",
    expected: 'all answer, all with addresses of endpoints',
    run(lab) {
      const { site, outputs } = lab;
      const name = new URL(outputs.apiUrl).hostname;
      const addresses = site.zones.flatMap(({ subnet }) => lab.resolverAddresses(subnet.id));
      const known = new Set(lab.endpointAddresses());
      const wrong = addresses.flatMap((address) =>
        ['+notcp', '+tcp'].flatMap((transport) => {
          const dig = `dig +short +tries=1 +time=2 ${transport} @${address} ${name} || true`;
          const answer = site.server.run('sh', ['-c', dig]).trim().split('\n');
          return answer.every((line) => known.has(line)) ? [] : [`${address} ${transport}`];
        }),
      );
      return Promise.resolve(
        wrong.length === 0 ? 'all answer, all with addresses of endpoints' : `not so: ${wrong.join(', ')}`,
      );
    },
  },
];
