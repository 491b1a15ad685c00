import type { Check, Examined } from './check';
import type { DnsAnswer } from './dns-message';
import type { Facts } from './facts';
import { explainEndpoint, explainName, explainOtherRecords } from './names';
import { askNameServer, nameServers } from './name-servers';

/** Checks of the computer's name servers, and of the names that corporate DNS must forward. */
export function nameChecks(facts: Facts): readonly Check[] {
  const { api, studio, sagemaker } = facts.hosts;
  const names = [
    ['api', 'API', api],
    ['studio', 'Studio', studio],
    ['sagemaker', 'SageMaker API', sagemaker],
  ] as const;
  const expectedAddresses = facts.settings.expected
    ? `addresses in ${facts.settings.expected.networks.join(', ')}`
    : 'private addresses';
  return [
    {
      id: 'name-server',
      what: 'Name server',
      expected: 'answers',
      needs: [],
      examine: () => examineServer(facts),
    },
    ...names.flatMap(([id, what, host]): Check[] => [
      {
        id: `${id}-name`,
        what: `${what}: ${host}`,
        expected: expectedAddresses,
        needs: ['name-server'],
        examine: () => examineName(facts, host),
      },
      {
        id: `${id}-records`,
        what: `${what}: other types of records`,
        expected: 'an answer without public addresses',
        needs: [`${id}-name`],
        examine: () => examineRecords(facts, host),
      },
    ]),
    {
      id: 'other-servers',
      what: 'Further name servers',
      expected: 'say the same',
      needs: ['api-name', 'studio-name'],
      examine: () => examineOthers(facts),
    },
    {
      id: 'api-endpoint',
      what: 'API: endpoint',
      expected: 'the deployment’s own endpoint',
      needs: ['api-name'],
      examine: async () => {
        const alias = aliasOf(facts);
        const ofEndpoint = alias === undefined ? [] : (await facts.lookup(alias)).addresses;
        return explainEndpoint((await facts.lookup(api)).addresses, ofEndpoint);
      },
    },
  ];
}

/** The public name of the endpoint, which has its private addresses everywhere. */
function aliasOf({ settings: { expected } }: Facts): string | undefined {
  return expected && new URL(expected.apiByAlias).hostname;
}

async function examineServer({ server, ask, lookup, hosts }: Facts): Promise<Examined> {
  if (server === undefined) return { got: 'the system names none' };
  const answer = await ask(hosts.api, 'A');
  if (answer !== undefined && answer.status !== 'REFUSED') return { got: server };
  // some VPNs make the system ask other servers than its list names
  if ((await lookup(hosts.api)).addresses.length > 0)
    return { got: `${server}, which does not answer; the system asks in another way` };
  if (answer) {
    return {
      got: `${server} answers REFUSED`,
      cause: 'name_server_refuses',
      todo: 'The name server does not answer this computer: it must allow its network.',
      who: 'DNS administrator',
    };
  }
  return {
    got: `${server} does not answer`,
    cause: 'name_server_silent',
    todo: 'Correct the list of name servers of this computer (/etc/resolv.conf, or the settings of the network): it must name the company’s. If it does, the server is down, or a firewall is in the way (UDP 53).',
    who: 'network administrator',
  };
}

async function examineName(facts: Facts, host: string): Promise<Examined> {
  const { lookup, ask, server, networks } = facts;
  const { addresses, error } = await lookup(host);
  const direct = await ask(host, 'A');
  const alias = addresses.length === 0 ? aliasOf(facts) : undefined;
  const name = { host, addresses, server, direct, ...(error !== undefined && { error }) };
  return explainName(alias === undefined ? name : { ...name, publicAlias: await ask(alias, 'A') }, networks);
}

async function examineRecords({ ask, server }: Facts, host: string): Promise<Examined> {
  if (server === undefined) return { got: 'cannot be asked: the system names no name server' };
  const [ofIpv4, ofIpv6, https] = await Promise.all([ask(host, 'A'), ask(host, 'AAAA'), ask(host, 'HTTPS')]);
  if (ofIpv4 === undefined) return { got: `cannot be asked: ${server} does not answer` };
  return explainOtherRecords({ AAAA: ofIpv6, HTTPS: https });
}

/** Programs ask the next server when the first is slow, and take what it says. */
async function examineOthers({ hosts, ask, context, server: first }: Facts): Promise<Examined> {
  const others = nameServers().slice(1, 4);
  if (others.length === 0) return { got: 'there are none' };
  for (const host of [hosts.api, hosts.studio]) {
    const expected = await ask(host, 'A');
    if (expected === undefined || expected.records.length === 0)
      return { got: `cannot be compared: ${first ?? 'the first'} does not answer` };
    const answers = await Promise.all(
      others.map((server) => askNameServer(server, host, 'A', context.signal)),
    );
    for (const [index, answer] of answers.entries()) {
      if (isSame(answer, expected)) continue;
      return {
        got: `${others[index] ?? ''} says ${answer ? answer.records.join(', ') || answer.status : 'nothing'} about ${host}`,
        cause: 'servers_differ',
        todo: 'All name servers of this computer must forward the names, as it asks any of them. Install the file for the DNS servers on this one too, or take it off the list.',
        who: 'DNS administrator',
      };
    }
  }
  return { got: others.join(', ') };
}

const sorted = (records: readonly string[]) => [...records].sort().join();

function isSame(answer: DnsAnswer | undefined, expected: DnsAnswer): boolean {
  return answer !== undefined && sorted(answer.records) === sorted(expected.records);
}
