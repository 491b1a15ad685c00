import { employeeRoute, meRoute, pathFor, spacesRoute } from '../../../api/routes';
import { dnsFirewallMode } from '../../../config/dns-protection';
import { prefixListOf } from '../../deployed/network';
import { letsIn } from '../../deployed/reachability';
import type { Rule } from '../../deployed/security-groups';
import type { Namespace } from '../../hosts/namespaces';
import { hostIn, internet, isWithin } from '../../network/addresses';
import type { Lab } from '../../system/lab';
import { foreignVpc } from '../../network/origin';
import { bearer, executeApiUrl, inWords, statusWords } from '../answers';
import { foreignAddresses } from '../policy-questions';
import { tokensOf } from '../sign-in';
import type { Row } from '../row';

const section = 'Ways in';

/** Ways to the API, the endpoints and the resolver, and their limits. */
export const wayRows: readonly Row[] = [
  {
    id: 'api-other-endpoint',
    section,
    what: `alice's token used at the API over an endpoint of another VPC (${foreignVpc.executeApiEndpointId}): /me, /alice, /me/spaces`,
    expected: '403 application/problem+json, 403 application/problem+json, 403 application/problem+json',
    async run(lab) {
      const { access } = await tokensOf(lab, 'alice');
      const replies = await Promise.all(
        [meRoute, employeeRoute, spacesRoute].map((route) =>
          lab.hosts.foreign.request({
            url: executeApiUrl(lab) + pathFor(route, 'alice'),
            address: lab.site.foreign.addresses.executeApi,
            headers: bearer(access),
          }),
        ),
      );
      return replies.map((reply) => inWords(lab, reply)).join(', ');
    },
  },
  {
    id: 'api-internet',
    section,
    what: "alice's token used at the API from the internet, by name",
    expected: '403 application/json',
    async run(lab) {
      const { access } = await tokensOf(lab, 'alice');
      const url = `${executeApiUrl(lab)}${meRoute.path}`;
      return inWords(lab, await lab.hosts.stranger.request({ url, headers: bearer(access) }));
    },
  },
  {
    id: 'throttled',
    section,
    what: 'requests without a token, five more at once than the burst in the environment file',
    expected: ({ api }) =>
      `${api.throttle.burst} times 401 application/problem+json, 5 times 429 application/problem+json`,
    async run(lab) {
      const { burst, ratePerSecond } = lab.environment.api.throttle;
      const { clock } = lab.gateway;
      // until the bucket is full again
      clock.advance(Math.ceil(burst / ratePerSecond));
      const replies = await clock.whileItStands(() =>
        Promise.all(
          Array.from({ length: burst + 5 }, () =>
            lab.hosts.client.request({ url: `${lab.outputs.apiUrl}${meRoute.path}`, keepAlive: true }),
          ),
        ),
      );
      const statuses = replies.map(statusWords).sort();
      return [...new Set(statuses)]
        .map((status) => `${statuses.filter((own) => own === status).length} times ${status}`)
        .join(', ');
    },
  },
  {
    id: 'resolver-outside',
    section,
    what: 'a host on the internet that knows the address asks the inbound resolver for a name, over UDP and over TCP',
    expected: 'no answer, no answer, dropped by the security group',
    run(lab) {
      const { site, outputs } = lab;
      const [zone] = site.zones;
      if (!zone) throw new Error('no zone is deployed');
      const [address = ''] = lab.resolverAddresses(zone.subnet.id);
      const before = site.dropped(zone);
      const name = new URL(outputs.apiUrl).hostname;
      const answers = ['+notcp', '+tcp'].map((transport) => {
        // dig fails when it gets no answer
        const dig = `dig +short +tries=1 +time=2 ${transport} @${address} ${name} || echo failed`;
        return site.stranger.run('sh', ['-c', dig]).includes('failed') ? 'no answer' : 'an answer';
      });
      const dropped = site.dropped(zone) > before ? '' : 'not ';
      return Promise.resolve(`${answers.join(', ')}, ${dropped}dropped by the security group`);
    },
  },
  {
    id: 'endpoints-outside',
    section,
    what: 'a host on the internet that knows the addresses connects to each of the endpoints, those of notebooks too',
    expected: 'no answer from any, dropped by the security groups in every zone',
    async run(lab) {
      const { site } = lab;
      const before = site.zones.map((zone) => site.dropped(zone));
      const replies = await Promise.all(
        lab.endpointAddresses().map(async (address) => {
          const url = `https://api.sagemaker.${lab.environment.region}.amazonaws.com/`;
          const { error } = await lab.hosts.stranger.request({ url, address, timeout: 2500 });
          return error === 'ETIMEDOUT' ? [] : [address];
        }),
      );
      const answered = replies.flat();
      const isDropped = site.zones.every((zone, index) => site.dropped(zone) > (before[index] ?? 0));
      const who = `no answer from any${answered.length > 0 ? ` but ${answered.join(', ')}` : ''}`;
      return `${who}, ${isDropped ? 'dropped by the security groups in every zone' : 'not all dropped'}`;
    },
  },
  {
    id: 'other-ports',
    section,
    what: 'the desk connects to the Studio endpoint at ports that are not its own: 22, 80, 8443',
    expected: 'ETIMEDOUT, ETIMEDOUT, ETIMEDOUT',
    async run(lab) {
      const [address = ''] = lab.studioAddresses();
      const replies = await Promise.all(
        [22, 80, 8443].map((port) =>
          lab.hosts.client.request({ url: `https://port.example.com:${port}/`, address, timeout: 2500 }),
        ),
      );
      return replies.map(statusWords).join(', ');
    },
  },
  {
    id: 'corporate-networks',
    section,
    what: 'what security groups and route tables let each corporate network in the environment file reach; and other private networks',
    expected: ({ corporate }) => `${corporate.cidrs.map((cidr) => `${cidr}: all`).join('; ')}; others: none`,
    run(lab) {
      const { endpoints, resolver, subnets } = lab.network();
      const toPeople = ['.execute-api', '.sagemaker.api', '.studio'];
      const words = lab.environment.corporate.cidrs.map((cidr) => {
        const desk = { address: hostIn(cidr, 5), securityGroups: [] };
        const missing = [
          ...endpoints
            .filter(({ serviceName }) => toPeople.some((end) => serviceName.endsWith(end)))
            .filter(({ interfaces }) => !interfaces.every((to) => letsIn(to, desk, 'tcp', 443)))
            .map(({ serviceName }) => serviceName),
          ...(['udp', 'tcp'] as const)
            .filter((protocol) => !resolver.every((to) => letsIn(to, desk, protocol, 53)))
            .map((protocol) => `resolver over ${protocol}`),
          ...lab.site.zones
            .filter(({ subnet }) => !subnets.find(({ id }) => id === subnet.id)?.routedCidrs.includes(cidr))
            .map(({ subnet }) => `way back from ${subnet.zone}`),
        ];
        return `${cidr}: ${missing.length === 0 ? 'all' : `all but ${missing.join(', ')}`}`;
      });
      const interfaces = [...endpoints.flatMap((endpoint) => endpoint.interfaces), ...resolver];
      const others = foreignAddresses(lab.environment).filter((address) =>
        interfaces.some(
          (to) =>
            letsIn(to, { address, securityGroups: [] }, 'tcp', 443) ||
            letsIn(to, { address, securityGroups: [] }, 'udp', 53),
        ),
      );
      words.push(`others: ${others.length === 0 ? 'none' : others.join(', ')}`);
      return Promise.resolve(words.join('; '));
    },
  },
  {
    id: 'rules',
    section,
    what:
      "rules of the VPC's security groups that admit other sources than the VPC and, for HTTPS and DNS, the corporate " +
      'networks, or other destinations than the VPC and S3',
    expected: 'none',
    async run(lab) {
      const { vpcId } = lab.endpoint('.studio');
      const s3 = await prefixListOf(lab.deployed.standIn, `com.amazonaws.${lab.environment.region}.s3`);
      const groups = [...lab.network().securityGroups.values()]
        .filter((group) => group.vpcId === vpcId)
        // SageMaker makes the two of the home file system, as it likes
        .filter(({ name }) => !/^security-group-for-(?:in|out)bound-nfs-/.test(name));
      const found = groups.flatMap(({ name, ingress, egress }) => [
        ...ingress
          .flatMap((rule) => strangersOf(lab, rule, isForPeople(rule), undefined))
          .map((network) => `${name}: from ${network}`),
        ...egress
          .flatMap((rule) => strangersOf(lab, rule, false, s3))
          .map((network) => `${name}: to ${network}`),
      ]);
      return found.length === 0 ? 'none' : found.join(', ');
    },
  },
  {
    id: 'public-apis',
    section,
    what: 'the name of a public API of the region, as the desk resolves it',
    expected: 'public',
    run(lab) {
      lab.nameServers.corporate.rndc('flush');
      return Promise.resolve(publicApiAt(lab, lab.site.client));
    },
  },
  {
    id: 'public-apis-vpc',
    section,
    what: 'the same name, as the VPC resolves it, in every zone: DNS Firewall admits it if corporate DNS forwards it',
    expected: ({ network, dns }) =>
      dnsFirewallMode(network) === 'block' && dns.apiZone === 'api' ? 'no address' : 'public',
    run(lab) {
      const answers = lab.site.zones.map(({ functions }) => publicApiAt(lab, functions));
      return Promise.resolve([...new Set(answers)].join(', '));
    },
  },
  {
    id: 'unknown-path',
    section,
    what: 'paths and methods that the API does not have: POST /me, GET /me/x, another stage',
    expected: '404, 404, 403',
    async run(lab) {
      const { access } = await tokensOf(lab, 'alice');
      const { apiUrl } = lab.outputs;
      const replies = await Promise.all(
        [
          { url: `${apiUrl}${meRoute.path}`, method: 'POST' },
          { url: `${apiUrl}/me/x` },
          { url: new URL(`/other${meRoute.path}`, lab.outputs.apiUrlByEndpointAlias).href },
        ].map((request) => lab.hosts.client.request({ ...request, headers: bearer(access) })),
      );
      return replies.map(({ status, error }) => status ?? error).join(', ');
    },
  },
];

/** The address of a public API at a host: AWS's public one, an endpoint's, or the answer. */
function publicApiAt(lab: Lab, host: Namespace): string {
  const name = `another0api.execute-api.${lab.environment.region}.amazonaws.com`;
  const answer = host.run('sh', ['-c', `dig +short +tries=1 +time=8 ${name} || true`]).trim();
  if (answer === internet.aws) return 'public';
  const isPrivate = answer.split('\n').every((line) => lab.endpointAddresses().includes(line));
  return isPrivate ? "this VPC's endpoint" : answer || 'no address';
}

/** Whether a rule is for HTTPS alone or for DNS alone, which people in corporate networks need. */
function isForPeople({ protocol, fromPort, toPort }: Rule): boolean {
  const only = (port: number) => fromPort === port && toPort === port;
  return (protocol === 'tcp' && only(443)) || (['tcp', 'udp'].includes(protocol) && only(53));
}

/** Networks of a rule other than the VPC's, the company's if it is for people, and one prefix list. */
function strangersOf(
  { environment }: Lab,
  { protocol, fromPort = 0, toPort = 65_535, cidrs, others }: Rule,
  isForPeople: boolean,
  prefixList: string | undefined,
): string[] {
  const { vpc } = environment.network;
  const known = [
    ...(vpc.create ? [vpc.create.cidr] : []),
    ...(isForPeople ? environment.corporate.cidrs : []),
  ];
  return [
    ...cidrs.filter((cidr) => !known.some((outer) => isWithin(cidr, outer))),
    ...others.filter((other) => other !== prefixList),
  ].map((network) => `${network} (${protocol} ${fromPort} to ${toPort})`);
}
