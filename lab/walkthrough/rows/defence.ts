import type { Lab } from '../../system/lab';
import { isObject } from '../../shared/json';
import { ask, bearer, executeApiUrl } from '../answers';
import { answeredBy } from '../observations';
import { tokensOf } from '../sign-in';
import type { Row } from '../row';

const section = 'Each wall by itself';

/** Resolves each name in the corporate site, with empty caches. */
function namesWords(lab: Lab): string {
  lab.nameServers.corporate.rndc('flush');
  const { region } = lab.environment;
  const names: readonly (readonly [name: string, service: string])[] = [
    [new URL(lab.outputs.apiUrl).hostname, '.execute-api'],
    [`${lab.outputs.domainId}.studio.${region}.sagemaker.aws`, '.studio'],
    [`x7yexx4faui3i0k2.studio.${region}.sagemaker.aws`, '.studio'],
    [`api.sagemaker.${region}.amazonaws.com`, '.sagemaker.api'],
  ];
  const wrong = names.filter(([name, service]) => {
    const own = lab.endpoint(service).interfaces.map(({ address }) => address);
    const dig = `dig +short +tries=1 +time=8 ${name} || true`;
    const answer = lab.site.client.run('sh', ['-c', dig]).trim().split('\n');
    return !answer.every((line) => own.includes(line));
  });
  if (wrong.length === 0) return 'all private, each at its own endpoint';
  return `not private: ${wrong.map(([name]) => name).join(', ')}`;
}

/** Several protections back each other up; these rows try each one alone. */
export const defenceRows: readonly Row[] = [
  {
    id: 'authorizer-denies',
    section,
    what: "alice asks for bob's URL: API Gateway refuses without invoking the function",
    expected: '403 by API Gateway (ACCESS_DENIED)',
    async run(lab) {
      const reply = await ask(lab, (await tokensOf(lab, 'alice')).access, '/bob');
      return `${reply.status ?? 0} by ${answeredBy(lab, reply)}`;
    },
  },
  {
    id: 'function-refuses',
    section,
    what:
      "the function is invoked without the authorizer: with alice's authorization for bob, ALICE, *; and without any " +
      'authorization for bob',
    expected: '403, 403, 403; 401',
    async run(lab) {
      const alice = { principalId: 'alice', studioUserProfile: 'alice' };
      const status = async (EMPLOYEE_ID: string, authorizer?: object) => {
        const outcome = await lab.invokePresignedUrl({
          pathParameters: { EMPLOYEE_ID },
          requestContext: { requestId: 'lab', ...(authorizer && { authorizer }) },
        });
        return outcome !== 'late' && 'result' in outcome && isObject(outcome.result)
          ? String(outcome.result.statusCode)
          : 'failed';
      };
      const others = await Promise.all(['bob', 'ALICE', '*'].map((path) => status(path, alice)));
      return `${others.join(', ')}; ${await status('bob')}`;
    },
  },
  {
    id: 'authorizer-off-endpoint',
    section,
    what: "alice's token at the API over another VPC's endpoint: refused before the authorizer is asked",
    expected: '403, no verification',
    async run(lab) {
      const token = (await tokensOf(lab, 'alice')).access;
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
    expected: 'all private, each at its own endpoint',
    run: (lab) => Promise.resolve(namesWords(lab)),
  },
  {
    id: 'names-offline',
    section,
    what: 'the same while corporate DNS reaches no name server of the internet, and so cannot validate (DNSSEC)',
    expected: 'all private, each at its own endpoint',
    run(lab) {
      lab.site.setInternet(false);
      try {
        return Promise.resolve(namesWords(lab));
      } finally {
        lab.site.setInternet(true);
      }
    },
  },
  {
    id: 'resolver-inside',
    section,
    what: "the corporate name server asks every address of the inbound resolver for the API's name, over UDP and over TCP",
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
