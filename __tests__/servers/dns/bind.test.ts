import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectFolder } from '../../../config/project-folder';
import { forwardingOf } from '../../../dns/deployment';
import { dnsFiles } from '../../../dns/files';
import { startCorporateBind, type CorporateBind } from '../../../lab/dns/corporate-bind';
import { allAnswered, ask, statusesOf, type Answer } from '../../../test-support/dns/dig';
import { commandsIn, recordsIn } from '../../../test-support/dns/instructions';
import { startInternet, type Internet } from '../../../lab/dns/internet';
import { internet as internetAddresses } from '../../../lab/network/addresses';
import { loadArguments, parseLoad } from '../../../test-support/dns/load';
import { describeWithNetwork } from '../../../test-support/dns/need-root';
import { startServer } from '../../../lab/hosts/server';
import { endpointAddresses, startResolver, type Resolver } from '../../../test-support/dns/resolver';
import { resolverGroup } from '../../../test-support/dns/resolver-group';
import { addresses, buildSite, people, type Site } from '../../../test-support/dns/site';
import { environmentWith } from '../../../test-support/environments';

const apiId = 'a1b2c3d4e5';
const apiName = `${apiId}.execute-api.us-east-1.amazonaws.com`;
const otherApi = 'f6g7h8i9j0.execute-api.us-east-1.amazonaws.com';
const sagemakerApi = 'api.sagemaker.us-east-1.amazonaws.com';
const studioZone = 'studio.us-east-1.sagemaker.aws';
const customName = 'studio-access.corp.example.com';

const environment = environmentWith();
const forwarding = forwardingOf(environment, { apiId });
const files = dnsFiles(forwarding);
const regionWideFiles = dnsFiles(forwardingOf(environmentWith({ 'dns.apiZone': 'region' })));
const customFiles = dnsFiles(
  forwardingOf(
    environmentWith({
      'api.customDomain': {
        name: customName,
        certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/11111111-2222-3333-4444-555555555555',
      },
    }),
  ),
);

const reached = (addressList: readonly string[]): Answer => ({ status: 'NOERROR', addresses: addressList });
let unique = 0;
/** A name under Studio's zone that nobody has asked for before. */
const studioName = () => `x${(unique += 1)}yexx4faui3i0k.${studioZone}`;

describeWithNetwork('the generated files on BIND', () => {
  let folder: string;
  let site: Site;
  let internet: Internet;
  let resolver: Resolver;
  let primary: CorporateBind;
  let secondary: CorporateBind;
  const resolverAddresses = forwarding.forwarders;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'studio-dns-'));
    site = buildSite({ resolverAddresses, resolverGroup: resolverGroup(environment) });
    internet = await startInternet(site.outside, path.join(folder, 'internet'));
    resolver = await startResolver(site.vpc, path.join(folder, 'resolver'), {
      listenOn: resolverAddresses,
      hostedZones: [apiName, customName],
    });
    const { trustAnchor } = internet;
    primary = await startCorporateBind(site.server, path.join(folder, 'primary'), {
      address: addresses.server,
      people: [people],
      trustAnchor,
    });
    secondary = await startCorporateBind(site.secondary, path.join(folder, 'secondary'), {
      address: addresses.secondary,
      people: [people],
      trustAnchor,
      primary: addresses.server,
    });
  });

  afterAll(() => {
    site.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const fromClient = (name: string, server: string = addresses.server) => ask(site.client, { server, name });

  /** The commands of steps 4 and 5 of the instructions. */
  const apply = (server: CorporateBind, file: string) => {
    server.rndc('reload');
    for (const [, ...args] of commandsIn(file, 'rndc')) if (args[0] !== 'reload') server.rndc(...args);
  };
  const installed = (server: CorporateBind, set: typeof files) => {
    server.install({ 'named.conf': set['named.conf'], 'validate-except.conf': set['validate-except.conf'] });
    apply(server, set['named.conf']);
  };

  it('finds the names public before they are installed', () => {
    expect(fromClient(apiName)).toEqual(reached([internetAddresses.aws]));
    expect(fromClient(`d-0123456789ab.${studioZone}`)).toEqual(reached([internetAddresses.studio]));
    expect(fromClient('intranet.corp.example.com')).toEqual(reached(['192.168.10.80']));
  });

  it('takes the files on a running primary and secondary, as their comments say', () => {
    expect(commandsIn(files['named.conf'], 'rndc').map((command) => command.join(' '))).toEqual([
      `rndc flushtree ${apiName}`,
      `rndc flushtree ${studioZone}`,
      `rndc flushtree ${sagemakerApi}`,
    ]);
    for (const server of [primary, secondary]) installed(server, files);
    // earlier public answers are no longer cached
    expect(fromClient(apiName)).toEqual(reached(endpointAddresses.executeApi));
  });

  const endpointNames: [name: string, expected: readonly string[]][] = [
    [apiName, endpointAddresses.executeApi],
    [sagemakerApi, endpointAddresses.sagemakerApi],
    [`d-0123456789ab.${studioZone}`, endpointAddresses.studio],
    [`studio-d-0123456789ab.${studioZone}`, endpointAddresses.studio],
  ];
  it.each(
    endpointNames.flatMap(([name, expected]) =>
      (['udp', 'tcp'] as const).flatMap((transport) =>
        [addresses.server, addresses.secondary].map((server) => ({ name, expected, transport, server })),
      ),
    ),
  )('resolves $name over $transport through $server', ({ name, expected, transport, server }) => {
    expect(ask(site.client, { server, name, transport })).toEqual(reached(expected));
  });

  describe.each([
    { mode: "the API's own name", set: files, api: apiName },
    { mode: 'the region-wide zone', set: regionWideFiles, api: apiName },
    { mode: 'a custom name', set: customFiles, api: customName },
  ])('with $mode', ({ set, api }) => {
    const names = [api, sagemakerApi, `d-0123456789ab.${studioZone}`, studioZone, otherApi];
    afterAll(() => {
      for (const server of [primary, secondary]) installed(server, files);
    });

    it('answers every type of record that programs ask for, on both servers', () => {
      for (const server of [primary, secondary]) installed(server, set);
      // the servers serve the parent of the custom name, which is delegated in a later test
      const asked = names.filter((name) => name !== customName);
      for (const server of [addresses.server, addresses.secondary])
        expect(statusesOf(site.client, server, asked)).toEqual(allAnswered(asked));
    });
  });

  it('resolves random names under the Studio zone', () => {
    resolver.takeAsked();
    for (let count = 0; count < 20; count += 1) {
      expect(fromClient(studioName())).toEqual(reached(endpointAddresses.studio));
    }
    expect(resolver.takeAsked()).toHaveLength(20);
  });

  it('does not affect other names: another API of the region still has public addresses', () => {
    primary.rndc('flush');
    internet.takeNames();
    resolver.takeAsked();
    expect(fromClient(otherApi)).toEqual(reached([internetAddresses.aws]));
    expect(fromClient('s3.us-east-1.amazonaws.com')).toEqual(reached([internetAddresses.aws]));
    expect(fromClient('intranet.corp.example.com')).toEqual(reached(['192.168.10.80']));
    expect(internet.takeNames()).toEqual(expect.arrayContaining([otherApi, 's3.us-east-1.amazonaws.com']));
    expect(resolver.takeAsked()).toEqual([]);
  });

  it('asks the resolver for every API of the region with the region-wide zone, as its file says: public ones stay public', () => {
    expect(regionWideFiles['named.conf']).toContain('and every other API Gateway API of us-east-1');
    installed(secondary, regionWideFiles);
    secondary.rndc('flush');
    resolver.takeAsked();
    expect(fromClient(otherApi, addresses.secondary)).toEqual(reached([internetAddresses.aws]));
    expect(resolver.takeAsked()).toHaveLength(1);
    installed(secondary, files);
  });

  it('loses public APIs, and nothing else public, with the region-wide zone while the resolver is silent', () => {
    installed(secondary, regionWideFiles);
    secondary.rndc('flush');
    for (const address of resolverAddresses) site.setResolver(address, false);
    const lost = ask(site.client, { server: addresses.secondary, name: otherApi, seconds: 15 });
    const other = fromClient('s3.us-east-1.amazonaws.com', addresses.secondary);
    for (const address of resolverAddresses) site.setResolver(address, true);
    installed(secondary, files);
    expect(lost).toEqual({ status: 'SERVFAIL', addresses: [] });
    expect(other).toEqual(reached([internetAddresses.aws]));
  });

  it('fails without the validate-except part where the root cannot be reached, and works with it', () => {
    const server = addresses.secondary;
    site.setInternet(false);
    secondary.install({ 'named.conf': files['named.conf'] });
    secondary.rndc('reload');
    secondary.rndc('flush');
    const without = endpointNames.map(([name]) => ask(site.client, { server, name, seconds: 12 }));
    installed(secondary, files);
    secondary.rndc('flush');
    const withIt = endpointNames.map(([name]) => fromClient(name, server));
    site.setInternet(true);
    expect(without).toEqual(endpointNames.map(() => ({ status: 'SERVFAIL', addresses: [] })));
    expect(withIt).toEqual(endpointNames.map(([, expected]) => reached(expected)));
  });

  it('refuses clients outside: the resolver does not answer, the server refuses, no private address leaks', () => {
    const dropped = site.droppedPackets();
    const [address = ''] = resolverAddresses;
    for (const transport of ['udp', 'tcp'] as const) {
      const answer = ask(site.outside, { server: address, name: apiName, transport, seconds: 1 });
      expect(answer).toEqual({ status: 'TIMEOUT', addresses: [] });
    }
    // the packets arrived, and the security group dropped them
    expect(site.droppedPackets()).toBeGreaterThan(dropped);
    expect(ask(site.outside, { server: addresses.server, name: apiName })).toEqual({
      status: 'REFUSED',
      addresses: [],
    });
    expect(ask(site.client, { server: address, name: apiName })).toEqual(
      reached(endpointAddresses.executeApi),
    );
  });

  it.each([...resolverAddresses])('goes on answering when the resolver address %s is silent', (address) => {
    site.setResolver(address, false);
    primary.rndc('flush');
    const answers = Array.from({ length: 10 }, () => fromClient(studioName()));
    site.setResolver(address, true);
    expect(answers).toEqual(answers.map(() => reached(endpointAddresses.studio)));
  });

  it('answers SERVFAIL when both are silent, asks nobody else, and answers again when they are back', () => {
    for (const address of resolverAddresses) site.setResolver(address, false);
    internet.takeNames();
    const answer = ask(site.client, { server: addresses.server, name: studioName(), seconds: 15 });
    const nameOfApi = ask(site.client, { server: addresses.server, name: apiName, seconds: 1 });
    for (const address of resolverAddresses) site.setResolver(address, true);
    expect(answer).toEqual({ status: 'SERVFAIL', addresses: [] });
    expect(nameOfApi.addresses).not.toContain(internetAddresses.aws);
    expect(internet.takeNames().filter((name) => /sagemaker|execute-api|amazonaws/.test(name))).toEqual([]);
    // a query that is running when they come back may still fail, and BIND caches that for a second
    const afterwards = () => ask(site.client, { server: addresses.server, name: apiName, seconds: 1 });
    let answerAgain = afterwards();
    for (let count = 0; answerAgain.status !== 'NOERROR' && count < 15; count += 1)
      answerAgain = afterwards();
    expect(answerAgain).toEqual(reached(endpointAddresses.executeApi));
  });

  it('applies a new file under load without losing a query', async () => {
    const names = [apiName, sagemakerApi, otherApi, ...Array.from({ length: 200 }, studioName)];
    const load = await startServer(site.client, {
      command: 'dnsperf',
      args: loadArguments({
        server: addresses.server,
        names,
        file: path.join(folder, 'names'),
        seconds: 4,
        queriesPerSecond: 500,
      }),
      logFile: path.join(folder, 'load'),
      ready: /Sending queries/,
    });
    installed(primary, customFiles);
    installed(primary, regionWideFiles);
    installed(primary, files);
    await load.finished;
    const { sent, lost, failed, latencies } = parseLoad(load.log());
    expect({ lost, failed }).toEqual({ lost: 0, failed: [] });
    expect(latencies).toHaveLength(sent);
    expect(sent).toBeGreaterThan(1000);
  });

  it('resolves a custom name below a domain that the servers serve themselves, once it is delegated', async () => {
    for (const server of [primary, secondary]) installed(server, customFiles);
    expect(fromClient(customName)).toEqual({ status: 'NXDOMAIN', addresses: [] });
    const [delegation = '', ...others] = recordsIn(customFiles['named.conf']);
    expect(others).toEqual([]);
    const transferred = secondary.logged(/zone corp.example.com\/IN: transferred serial 2/);
    primary.addRecord(delegation);
    secondary.rndc('refresh', 'corp.example.com');
    await transferred;
    for (const server of [addresses.server, addresses.secondary]) {
      expect(fromClient(customName, server)).toEqual(reached(endpointAddresses.executeApi));
      expect(fromClient('intranet.corp.example.com', server)).toEqual(reached(['192.168.10.80']));
      expect(statusesOf(site.client, server, [customName])).toEqual(allAnswered([customName]));
    }
    installed(primary, files);
  });

  it('works as before after the undo commands', () => {
    primary.install({});
    apply(primary, files['named.conf']);
    resolver.takeAsked();
    expect(fromClient(apiName)).toEqual(reached([internetAddresses.aws]));
    expect(fromClient(`d-0123456789ab.${studioZone}`)).toEqual(reached([internetAddresses.studio]));
    expect(fromClient(sagemakerApi)).toEqual(reached([internetAddresses.aws]));
    expect(resolver.takeAsked()).toEqual([]);
  });
});

const region = 'execute-api.us-east-1.amazonaws.com';

describeWithNetwork('the generated files on BIND, in other surroundings', () => {
  let folder: string;
  let site: Site;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'studio-dns-'));
    site = buildSite({ resolverAddresses: forwarding.forwarders, resolverGroup: resolverGroup(environment) });
  });
  afterEach(() => {
    site.close();
    rmSync(folder, { recursive: true, force: true });
  });

  interface Surroundings {
    readonly apisZone?: string;
    readonly hostedZones?: readonly string[];
    readonly otherExecuteApi?: readonly string[];
  }
  const start = async (installed: typeof files, { apisZone, ...inVpc }: Surroundings) => {
    const { trustAnchor } = await startInternet(site.outside, path.join(folder, 'internet'), {
      ...(apisZone !== undefined && { apisZone }),
    });
    await startResolver(site.vpc, path.join(folder, 'resolver'), {
      listenOn: forwarding.forwarders,
      ...inVpc,
    });
    await startCorporateBind(site.server, path.join(folder, 'server'), {
      address: addresses.server,
      people: [people],
      trustAnchor,
      installed,
    });
  };
  const answers = (name: string) => statusesOf(site.client, addresses.server, [name]);
  const addressOf = (name: string) => ask(site.client, { server: addresses.server, name });
  const onlyAddresses = (name: string) => [
    `A ${name}: NOERROR`,
    ...['AAAA', 'HTTPS', 'TXT'].map((type) => `${type} ${name}: SERVFAIL`),
  ];
  const other = ['10.20.0.201', '10.20.32.201'];

  it('answers for addresses alone where private DNS of an endpoint names the API in place of a hosted zone', async () => {
    await start(files, { hostedZones: [], otherExecuteApi: endpointAddresses.executeApi });
    expect(answers(apiName)).toEqual(onlyAddresses(apiName));
  });

  it("answers all for this API beside another endpoint with private DNS, which takes the region's public APIs", async () => {
    await start(regionWideFiles, { otherExecuteApi: other });
    expect(addressOf(apiName)).toEqual(reached(endpointAddresses.executeApi));
    expect(addressOf(otherApi)).toEqual(reached(other));
    for (const name of [apiName, otherApi]) expect(answers(name)).toEqual(allAnswered([name]));
  });

  it('answers for addresses alone of public APIs, with the region-wide zone, if their zone began above it', async () => {
    await start(regionWideFiles, { apisZone: 'amazonaws.com' });
    expect(answers(otherApi)).toEqual(onlyAddresses(otherApi));
    expect(answers(apiName)).toEqual(allAnswered([apiName]));
  });

  it('finds where the zone of public APIs begins by the command of docs/dns.md', async () => {
    const document = readFileSync(path.join(projectFolder, 'docs', 'dns.md'), 'utf8');
    const [, command = ''] = /`dig (\+noall .*?)`/.exec(document) ?? [];
    const args = command.replace('<region>', 'us-east-1').split(' ');
    await start(files, {});
    const asked = site.client.run('dig', [`@${addresses.server}`, ...args]);
    expect(asked).toMatch(new RegExp(`^${region.replaceAll('.', '\\.')}\\.\\s+\\d+\\s+IN\\s+SOA\\s`, 'm'));
  });
});
