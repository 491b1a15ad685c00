import { employeeRoute, meRoute, pathFor } from '../../../api/routes';
import type { Namespace } from '../../hosts/namespaces';
import { vpcResolver } from '../../network/zones';
import type { Lab } from '../../system/lab';
import { isObject } from '../../shared/json';
import { ask, bearer, executeApiUrl } from '../answers';
import { answeredBy } from '../observations';
import { tokensOf } from '../sign-in';
import type { Row } from '../row';

const section = 'Each wall by itself';

/** Names that corporate DNS forwards, each with the service of its endpoint. */
function forwardedNames({ environment, outputs }: Lab): (readonly [name: string, service: string])[] {
  const { region } = environment;
  return [
    [new URL(outputs.apiUrl).hostname, '.execute-api'],
    [`${outputs.domainId}.studio.${region}.sagemaker.aws`, '.studio'],
    [`x7yexx4faui3i0k2.studio.${region}.sagemaker.aws`, '.studio'],
    [`api.sagemaker.${region}.amazonaws.com`, '.sagemaker.api'],
  ];
}

/** Resolves each name in the corporate site, with empty caches. */
function namesWords(lab: Lab): string {
  lab.nameServers.corporate.rndc('flush');
  const wrong = forwardedNames(lab).filter(([name, service]) => {
    const own = lab.endpoint(service).interfaces.map(({ address }) => address);
    const dig = `dig +short +tries=1 +time=8 ${name} || true`;
    const answer = lab.site.client.run('sh', ['-c', dig]).trim().split('\n');
    return !answer.every((line) => own.includes(line));
  });
  if (wrong.length === 0) return 'all private, each at its own endpoint';
  return `not private: ${wrong.map(([name]) => name).join(', ')}`;
}

/** Record types that programs ask for beside A: IPv6 addresses, browsers' HTTPS (RFC 9460), and TXT. */
const otherTypes = ['AAAA', 'HTTPS', 'TXT'];

/** Asks each name server for records that the names do not have. */
function emptyAnswersWords(lab: Lab): string {
  const { site, nameServers } = lab;
  nameServers.corporate.rndc('flush');
  const inbound = site.zones.flatMap(({ subnet }) => lab.resolverAddresses(subnet.id));
  const servers: readonly (readonly [server: string, from: Namespace, address: string])[] = [
    ['corporate BIND', site.client, site.serverAddress],
    ...inbound.map((address) => ['the inbound resolver', site.server, address] as const),
    ...site.zones.map(({ functions }) => ["the VPC's resolver", functions, vpcResolver] as const),
  ];
  const wrong = servers.flatMap(([server, from, address]) =>
    forwardedNames(lab).flatMap(([name]) =>
      otherTypes.flatMap((type) => {
        const dig = `dig +tries=1 +time=8 @${address} ${name} ${type} || true`;
        const status = /status: (\w+)/.exec(from.run('sh', ['-c', dig]))?.[1] ?? 'no answer';
        return status === 'NOERROR' ? [] : [`${type} ${name} from ${server}: ${status}`];
      }),
    ),
  );
  return wrong.length === 0 ? 'NOERROR from all' : wrong.join(', ');
}

/** Several protections back each other up; these rows try each one alone. */
export const defenceRows: readonly Row[] = [
  {
    id: 'authorizer-denies',
    section,
    what: "alice asks for bob's URL: API Gateway refuses without invoking the function",
    expected: '403 by API Gateway (ACCESS_DENIED)',
    async run(lab) {
      const reply = await ask(lab, (await tokensOf(lab, 'alice')).access, pathFor(employeeRoute, 'bob'));
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
      const status = async (profile: string, authorizer?: object) => {
        const outcome = await lab.invokePresignedUrl({
          pathParameters: { [employeeRoute.pathParameter]: profile },
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
        url: `${executeApiUrl(lab)}${meRoute.path}`,
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
    id: 'record-types',
    section,
    what: "AAAA, HTTPS and TXT of the same names, asked at corporate BIND, the inbound resolver and the VPC's resolver",
    expected: 'NOERROR from all',
    run: (lab) => Promise.resolve(emptyAnswersWords(lab)),
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
