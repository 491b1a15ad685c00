import type { HostRequest } from '../../hosts/host-process';
import { internet } from '../../network/addresses';
import type { DeployedCorporateSite, SiteHost } from '../../deployed/corporate-site';
import type { Rule } from '../../deployed/security-groups';
import { runInProject } from '../../deployment/deploy';
import type { Lab } from '../../system/lab';
import { withPassword } from '../../system/people';
import { statusWords } from '../answers';
import { commandLine } from '../command-line';
import type { Row } from '../row';
import { runCommandsOnSite } from '../site-hosts';

const section = 'The simulated corporate site';

/** A row about the stack `corporate-network`. */
function row(
  { id, what, expected }: Pick<Row, 'id' | 'what' | 'expected'>,
  run: (lab: Lab, site: DeployedCorporateSite) => Promise<string>,
): Row {
  return {
    id,
    section,
    what,
    expected,
    isFor: ({ corporateSite }) => corporateSite !== undefined,
    run(lab) {
      const site = lab.corporateSite();
      if (!site) throw new Error('no corporate site is deployed');
      return run(lab, site);
    },
  };
}

/** Errors of connections that packet filters drop, or that have no route. */
const unreached = ['ETIMEDOUT', 'ENETUNREACH', 'EHOSTUNREACH'];

/** Those of some requests from the desk that a host answered, with their answers. */
async function answered(
  lab: Lab,
  requests: Readonly<Record<string, Omit<HostRequest, 'timeout'>>>,
): Promise<string> {
  const replies = await Promise.all(
    Object.entries(requests).map(async ([name, request]) => {
      const reply = await lab.hosts.client.request({ ...request, timeout: 2500 });
      // a host that refuses, or has another name, is reached, too
      return unreached.includes(reply.error ?? '') ? [] : [`${name}: ${statusWords(reply)}`];
    }),
  );
  return replies.flat().join(', ') || 'none';
}

/** What a proxy makes of `CONNECT`, asked from a host. A host that it admits and cannot reach is admitted. */
function connectWords(lab: Lab, site: DeployedCorporateSite, target: string, from = lab.site.client): string {
  const curl = `curl --silent --insecure --max-time 5 --proxy ${site.desk.proxy} --noproxy '' --output /dev/null --write-out '%{http_connect}' https://${target}/ || true`;
  const status = from.run('sh', ['-c', curl]);
  return status === '000' ? 'no answer' : status === '403' ? 'refused' : 'admitted';
}

const words = ({ protocol, fromPort, toPort, cidrs, groupIds, others }: Rule) =>
  `${protocol} ${fromPort ?? ''}-${toPort ?? ''} ${[...cidrs, ...groupIds, ...others].join(' ')}`;

const rulesOf = ({ securityGroups }: SiteHost, direction: 'ingress' | 'egress') =>
  securityGroups.flatMap((group) => group[direction].map(words)).join(', ') || 'nothing';

/** What the stack promises of its hosts. Everything else of the walkthrough runs on them as well. */
export const corporateSiteRows: readonly Row[] = [
  row(
    {
      id: 'site-desk',
      what:
        'the desk connects to hosts past the proxy: the internet, its colleague (443, 3389), the DNS servers and the proxy (22, 443), ' +
        "and to the private VPC's endpoints at 22",
      expected: 'none',
    },
    (lab, { hosts }) => {
      const at = (address: string, port = 443) => ({ url: `https://site.example.com:${port}/`, address });
      const [studio = ''] = lab.studioAddresses();
      return answered(lab, {
        internet: at(internet.aws),
        colleague: at(hosts.windows.address),
        'remote desktop': at(hosts.windows.address, 3389),
        'server A, 22': at(hosts.dnsA.address, 22),
        'server B, 443': at(hosts.dnsB.address),
        'proxy, 22': at(hosts.proxy.address, 22),
        'proxy, 443': at(hosts.proxy.address),
        'endpoint, 22': at(studio, 22),
      });
    },
  ),
  row(
    {
      id: 'site-names',
      what: "each DNS server of the site alone is asked for the API, Studio, SageMaker's API and a public name",
      expected: 'A: private, private, private, public; B: private, private, private, public',
    },
    (lab, { hosts }) => {
      lab.nameServers.corporate.rndc('flush');
      const { region } = lab.environment;
      const names = [
        new URL(lab.outputs.apiUrl).hostname,
        `${lab.outputs.domainId}.studio.${region}.sagemaker.aws`,
        `api.sagemaker.${region}.amazonaws.com`,
        `cognito-idp.${region}.amazonaws.com`,
      ];
      const answers = [hosts.dnsA, hosts.dnsB].map(({ address }) =>
        names
          .map((name) => kindOf(lab, `dig +short +tries=1 +time=8 @${address} ${name} || true`))
          .join(', '),
      );
      return Promise.resolve(
        answers.map((answer, index) => `${index === 0 ? 'A' : 'B'}: ${answer}`).join('; '),
      );
    },
  ),
  row(
    {
      id: 'site-servers',
      what: 'a host on the internet that knows the addresses asks the DNS servers of the site, and its proxy',
      expected: 'no answer, no answer, no answer',
    },
    (lab, site) => {
      const { dnsA, dnsB } = site.hosts;
      const name = new URL(lab.outputs.apiUrl).hostname;
      const answers = [dnsA, dnsB].map(({ address }) => {
        const dig = `dig +short +tries=1 +time=2 @${address} ${name} || echo failed`;
        return lab.site.stranger.run('sh', ['-c', dig]).includes('failed') ? 'no answer' : 'an answer';
      });
      const proxied = connectWords(
        lab,
        site,
        `cognito-idp.${lab.environment.region}.amazonaws.com`,
        lab.site.stranger,
      );
      return Promise.resolve([...answers, proxied].join(', '));
    },
  ),
  row(
    {
      id: 'site-proxy',
      what:
        'what Squid, with the deployed configuration, says to the desk: sign-in, static parts of Studio, a foreign ' +
        'host, the public name of an API, another port, and an address',
      expected: 'admitted, admitted, refused, refused, refused, refused',
    },
    (lab, site) => {
      const { region } = lab.environment;
      const targets = [
        `cognito-idp.${region}.amazonaws.com`,
        'static.console.aws.a2z.com',
        'example.com',
        `sts.${region}.amazonaws.com`,
        `cognito-idp.${region}.amazonaws.com:8443`,
        internet.aws,
      ];
      return Promise.resolve(targets.map((target) => connectWords(lab, site, target)).join(', '));
    },
  ),
  row(
    {
      id: 'site-outside',
      what: 'the host outside: who may connect to it, what it may connect to, and where its VPC leads besides the internet',
      expected: 'nothing; tcp 443-443 0.0.0.0/0; nowhere',
    },
    (_, { hosts: { outside } }) => {
      const others = outside.subnet.destinations.filter((cidr) => cidr !== '0.0.0.0/0');
      const leads = others.join(', ') || (outside.subnet.isPublic ? 'nowhere' : 'no internet');
      return Promise.resolve(`${rulesOf(outside, 'ingress')}; ${rulesOf(outside, 'egress')}; ${leads}`);
    },
  ),
  row(
    {
      id: 'site-validation',
      what:
        '`npm run site`, with nobody signed in on the Linux client; then with alice; it runs its checks on the hosts by Systems ' +
        'Manager',
      expected: '8 yes, 2 not tried; 10 yes',
    },
    async (lab) => {
      const desk = await commandLine(lab);
      await runCommandsOnSite(lab, desk);
      const before = await validation(lab);
      const { name, password } = await withPassword(lab, 'alice');
      await desk.run(['login', '--store-in-file'], { input: [name, password] });
      return `${before}; ${await validation(lab)}`;
    },
  ),
];

/** Whether the desk's question is answered with addresses of endpoints. */
function kindOf(lab: Lab, dig: string): string {
  const lines = lab.site.client.run('sh', ['-c', dig]).trim().split('\n');
  const known = lab.endpointAddresses();
  if (lines.every((line) => known.includes(line))) return 'private';
  return lines.includes(internet.aws) ? 'public' : 'no answer';
}

/** The results of `npm run site`, counted, and the lines of checks that failed. */
async function validation({ deployed: { deployment } }: Lab): Promise<string> {
  const args = ['run', '--silent', 'site', '--', '--env', deployment.environmentName];
  const printed = await runInProject(deployment, 'npm', args).catch(String);
  const lines = printed.split('\n');
  const failed = lines.filter((line) => line.startsWith('NO '));
  const counts = ['yes', 'not tried'].map((result) => {
    const count = lines.filter((line) => line.startsWith(`${result} `)).length;
    return count === 0 ? [] : [`${count} ${result}`];
  });
  return [...counts.flat(), ...failed].join(', ') || printed;
}
