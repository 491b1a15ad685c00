import path from 'node:path';
import { type OddRule, startOddNameServer } from '../../dns/odd-name-server';
import { setHosts, setNameserver } from '../../hosts/nameserver-settings';
import { internet } from '../../network/addresses';
import type { Lab } from '../../system/lab';
import type { BrokenSetUp } from './set-up';

/** Where the odd name server listens, on the desk itself. */
const oddServer = '127.0.0.53';

const apiName = ({ outputs }: Lab) => new URL(outputs.apiUrl).hostname;
const aliasName = ({ outputs }: Lab) => new URL(outputs.apiUrlByEndpointAlias).hostname;
const studioZone = ({ environment }: Lab) => `studio.${environment.region}.sagemaker.aws`;
const sagemakerName = ({ environment }: Lab) => `api.sagemaker.${environment.region}.amazonaws.com`;

/** The company's name server does something with some names that it must not. */
function oddNames(
  id: string,
  what: string,
  cause: string,
  rulesOf: (lab: Lab) => readonly OddRule[],
): BrokenSetUp {
  return {
    id,
    what,
    cause,
    async run(lab, doctor) {
      const { client, serverAddress } = lab.site;
      const server = await startOddNameServer(client, path.dirname(lab.authority.file), {
        address: oddServer,
        upstream: serverAddress,
        rules: rulesOf(lab),
      });
      try {
        return await withServers(lab, [oddServer], doctor);
      } finally {
        await server.stop();
      }
    },
  };
}

async function withServers<T>(
  { site: { client, serverAddress } }: Lab,
  servers: readonly string[],
  work: () => Promise<T>,
): Promise<T> {
  setNameserver(client, ...servers);
  try {
    return await work();
  } finally {
    setNameserver(client, serverAddress);
  }
}

const onInternet = { says: 'internet', data: internet.server } as const;

/** Names that do not lead where they must. */
export const brokenNames: readonly BrokenSetUp[] = [
  {
    id: 'no-name-server',
    what: "the desk's list of name servers names a host that is none",
    cause: 'name-server: name_server_silent',
    run: (lab, doctor) => withServers(lab, [lab.site.serverAddress.replace(/\d+$/, '1')], doctor),
  },
  {
    id: 'public-name-server',
    what: 'the desk asks a name server of the internet',
    cause: 'api-name: public_address',
    run: (lab, doctor) => withServers(lab, [internet.server], doctor),
  },
  {
    id: 'second-server',
    what: 'the second name server of the desk does not forward',
    cause: 'other-servers: servers_differ',
    run: (lab, doctor) => withServers(lab, [lab.site.serverAddress, internet.server], doctor),
  },
  {
    id: 'hosts-file',
    what: "the desk's file of hosts has an old address of the API",
    cause: 'api-name: hosts_file',
    async run(lab, doctor) {
      setHosts(lab.site.client, [`${internet.aws} ${apiName(lab)}`]);
      try {
        return await doctor();
      } finally {
        setHosts(lab.site.client, undefined);
      }
    },
  },
  oddNames('api-not-forwarded', "the API's zone is not forwarded", 'api-name: public_address', (lab) => [
    { name: apiName(lab), ...onInternet },
  ]),
  oddNames('studio-not-forwarded', "Studio's zone is not forwarded", 'studio-name: public_address', (lab) => [
    { name: studioZone(lab), ...onInternet },
  ]),
  oddNames(
    'sagemaker-not-forwarded',
    "the SageMaker API's zone is not forwarded",
    'sagemaker-name: public_address',
    (lab) => [{ name: sagemakerName(lab), ...onInternet }],
  ),
  oddNames('api-unknown', "the API's name is in no zone", 'api-name: name_unknown', (lab) => [
    { name: apiName(lab), says: 'NXDOMAIN' },
  ]),
  oddNames('api-no-record', "the API's zone has no record", 'api-name: name_empty', (lab) => [
    { name: apiName(lab), says: 'empty' },
  ]),
  oddNames(
    'rebinding',
    'the name server takes private addresses out of answers',
    'api-name: name_filtered',
    (lab) => [apiName(lab), aliasName(lab)].map((name) => ({ name, type: 'A', says: 'empty' })),
  ),
  oddNames(
    'dnssec',
    'the name server validates, without the exception',
    'studio-name: name_servfail',
    (lab) => [{ name: studioZone(lab), says: 'SERVFAIL' }],
  ),
  oddNames(
    'resolver-closed',
    'the name server does not reach the resolver',
    'studio-name: name_no_answer',
    (lab) => [{ name: studioZone(lab), says: 'nothing' }],
  ),
  oddNames('other-vpc', "the API's zone is forwarded to another VPC", 'api-name: other_network', (lab) => [
    { name: apiName(lab), type: 'A', says: 'record', data: '10.99.0.9' },
  ]),
  oddNames(
    'other-endpoint',
    "private DNS of another endpoint catches the API's name",
    'api-endpoint: other_endpoint',
    (lab) => [{ name: apiName(lab), type: 'A', says: 'record', data: lab.studioAddresses()[0] ?? '' }],
  ),
  oddNames('aaaa-fails', 'type AAAA of the API fails', 'api-records: aaaa_failed', (lab) => [
    { name: apiName(lab), type: 'AAAA', says: 'SERVFAIL' },
  ]),
  oddNames('https-dropped', 'type HTTPS of Studio is not answered', 'studio-records: https_failed', (lab) => [
    { name: studioZone(lab), type: 'HTTPS', says: 'nothing' },
  ]),
  oddNames(
    'https-public',
    'type HTTPS of Studio is answered by the internet',
    'studio-records: https_public',
    (lab) => [{ name: studioZone(lab), type: 'HTTPS', says: 'record' }],
  ),
];
