import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { forwardingOf } from '../../../dns/deployment';
import { dnsFiles } from '../../../dns/files';
import { startCorporateDnsmasq } from '../../../test-support/dns/corporate-dnsmasq';
import { startCorporateUnbound } from '../../../test-support/dns/corporate-unbound';
import { customDomain } from '../../../test-support/dns/custom-domain';
import { allAnswered, ask, statusesOf, untilAnswered } from '../../../test-support/dns/dig';
import { startInternet, type Internet } from '../../../lab/dns/internet';
import { internet as internetAddresses } from '../../../lab/network/addresses';
import { runLoad } from '../../../test-support/dns/load';
import { describeWithNetwork } from '../../../test-support/dns/need-root';
import type { Server } from '../../../lab/hosts/server';
import { endpointAddresses, startResolver, type Resolver } from '../../../test-support/dns/resolver';
import { resolverGroup } from '../../../test-support/dns/resolver-group';
import { addresses, buildSite, type Site } from '../../../test-support/dns/site';
import { environmentWith } from '../../../test-support/environments';

const apiName = 'a1b2c3d4e5.execute-api.us-east-1.amazonaws.com';
const otherApi = 'f6g7h8i9j0.execute-api.us-east-1.amazonaws.com';
const sagemakerApi = 'api.sagemaker.us-east-1.amazonaws.com';
const studioZone = 'studio.us-east-1.sagemaker.aws';

const environment = environmentWith();
const forwarding = forwardingOf(environment, { apiId: 'a1b2c3d4e5' });
const files = dnsFiles(forwarding);
const customName = 'studio-access.corp.example.com';
const customFiles = dnsFiles(forwardingOf(environmentWith(customDomain)));
const regionWideFiles = dnsFiles(forwardingOf(environmentWith({ 'dns.apiZone': 'region' })));
const resolverAddresses = forwarding.forwarders;

let unique = 0;
const studioName = () => `x${(unique += 1)}yexx4faui3i0k.${studioZone}`;
const toEndpoint = (endpoint: readonly string[]) => ({ status: 'NOERROR', addresses: endpoint });

describeWithNetwork('the generated files on other servers', () => {
  let folder: string;
  let site: Site;
  let internet: Internet;
  let resolver: Resolver;
  let server: Server | undefined;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'studio-dns-'));
    site = buildSite({ resolverAddresses, resolverGroup: resolverGroup(environment) });
    internet = await startInternet(site.outside, path.join(folder, 'internet'));
    resolver = await startResolver(site.vpc, path.join(folder, 'resolver'), {
      listenOn: resolverAddresses,
      hostedZones: [apiName, customName],
    });
    untilAnswered(site.client, resolverAddresses[0] ?? '', otherApi);
  });

  afterAll(() => {
    site.close();
    rmSync(folder, { recursive: true, force: true });
  });

  afterEach(async () => {
    await server?.stop();
  });

  const fromClient = (name: string, options: Partial<Parameters<typeof ask>[1]> = {}) =>
    ask(site.client, { server: addresses.server, name, ...options });

  /** The address of the resolver that the server has settled on. */
  const preferredAddress = () => {
    for (let count = 0; count < 4; count += 1) fromClient(studioName());
    return resolver.takeAsked().at(-1) ?? '';
  };

  const unbound = (dropIn = files['unbound.conf'], ownLines: readonly string[] = []) =>
    startCorporateUnbound(site.server, path.join(folder, 'unbound'), {
      trustAnchor: internet.trustAnchor,
      dropIn,
      ownLines,
    });
  const dnsmasq = (ownLines: readonly string[] = [], dropIn = files['dnsmasq.conf']) =>
    startCorporateDnsmasq(site.server, path.join(folder, 'dnsmasq'), { dropIn, ownLines });
  const servers = [
    { software: 'Unbound', start: (set = files) => unbound(set['unbound.conf']), outsideGets: 'REFUSED' },
    { software: 'dnsmasq', start: (set = files) => dnsmasq([], set['dnsmasq.conf']), outsideGets: 'TIMEOUT' },
  ];

  describe.each(servers)('$software', ({ start, outsideGets }) => {
    it('resolves each name over UDP and TCP, and random names under the Studio zone', async () => {
      server = await start();
      for (const transport of ['udp', 'tcp'] as const) {
        expect(fromClient(apiName, { transport })).toEqual(toEndpoint(endpointAddresses.executeApi));
        expect(fromClient(sagemakerApi, { transport })).toEqual(toEndpoint(endpointAddresses.sagemakerApi));
        expect(fromClient(studioName(), { transport })).toEqual(toEndpoint(endpointAddresses.studio));
      }
    });

    it.each([
      { mode: "the API's own name", set: files, api: apiName },
      { mode: 'the region-wide zone', set: regionWideFiles, api: apiName },
      { mode: 'a custom name', set: customFiles, api: customName },
    ])('answers every type of record that programs ask for, with $mode', async ({ set, api }) => {
      server = await start(set);
      const names = [api, sagemakerApi, studioName(), studioZone, otherApi];
      expect(statusesOf(site.client, addresses.server, names)).toEqual(allAnswered(names));
    });

    it('resolves a custom name after a signed public answer that its parent does not exist', async () => {
      server = await start(customFiles);
      expect(fromClient('corp.example.com').status).toBe('NXDOMAIN');
      expect(fromClient(customName)).toEqual(toEndpoint(endpointAddresses.executeApi));
    });

    it('gives another API of the region public addresses, and clients outside no answer', async () => {
      server = await start();
      internet.takeNames();
      resolver.takeAsked();
      expect(fromClient(otherApi)).toEqual(toEndpoint([internetAddresses.aws]));
      expect(internet.takeNames()).toContain(otherApi);
      expect(resolver.takeAsked()).toEqual([]);
      const answer = ask(site.outside, { server: addresses.server, name: apiName, seconds: 1 });
      expect(answer).toEqual({ status: outsideGets, addresses: [] });
    });

    it('asks nobody else when both addresses are silent', async () => {
      server = await start();
      for (const address of resolverAddresses) site.setResolver(address, false);
      internet.takeNames();
      const answer = fromClient(studioName(), { seconds: 3 });
      for (const address of resolverAddresses) site.setResolver(address, true);
      expect(answer.addresses).toEqual([]);
      expect(internet.takeNames().filter((name) => /sagemaker|execute-api|amazonaws/.test(name))).toEqual([]);
    });
  });

  it('on Unbound, domain-insecure is what answers where the root cannot be reached', async () => {
    site.setInternet(false);
    server = await unbound(files['unbound.conf'].replaceAll(/^ +domain-insecure:.*$/gm, ''));
    const without = fromClient(apiName);
    await server.stop();
    server = await unbound();
    const withIt = fromClient(apiName);
    site.setInternet(true);
    expect(without).toEqual({ status: 'SERVFAIL', addresses: [] });
    expect(withIt).toEqual(toEndpoint(endpointAddresses.executeApi));
  });

  it('on Unbound and dnsmasq, rebinding protection drops the answers without the exemptions', async () => {
    server = await unbound(files['unbound.conf'].replaceAll(/^ +private-domain:.*$/gm, ''));
    expect(fromClient(apiName).addresses).toEqual([]);
    await server.stop();
    server = await startCorporateDnsmasq(site.server, path.join(folder, 'dnsmasq'), {
      dropIn: files['dnsmasq.conf'].replaceAll(/^rebind-domain-ok=.*$/gm, ''),
    });
    expect(fromClient(apiName).addresses).toEqual([]);
  });

  const localZone = (type: string) => [
    `    local-zone: "corp.example.com." ${type}`,
    '    local-data: "corp.example.com. A 192.168.10.80"',
  ];
  it.each(['static', 'redirect', 'refuse', 'always_nxdomain'])(
    'on Unbound, a local zone of a parent, of type %s, does not hide a custom name',
    async (type) => {
      server = await unbound(customFiles['unbound.conf'], localZone(type));
      expect(fromClient(customName)).toEqual(toEndpoint(endpointAddresses.executeApi));
    },
  );

  it('on Unbound, an auth-zone of a parent works with the lines that the file advises', async () => {
    for (const line of ['for-downstream: no', 'domain-insecure: and private-domain:'])
      expect(customFiles['unbound.conf']).toContain(`#   ${line}\n`);
    const zone = path.join(folder, 'parent-zone');
    writeFileSync(
      zone,
      '$ORIGIN corp.example.com.\n$TTL 60\n@ SOA ns a 1 3600 600 86400 60\n@ NS ns\nns A 192.168.10.53\nintranet A 10.9.9.9\n',
    );
    const authZone = ['auth-zone:', '    name: "corp.example.com"', `    zonefile: "${zone}"`];
    server = await unbound(customFiles['unbound.conf'], authZone);
    expect(fromClient(customName).status).toBe('NXDOMAIN');
    await server.stop();
    server = await unbound(customFiles['unbound.conf'], [
      '    domain-insecure: "corp.example.com."',
      '    private-domain: "corp.example.com."',
      ...authZone,
      '    for-downstream: no',
    ]);
    expect(fromClient(customName)).toEqual(toEndpoint(endpointAddresses.executeApi));
    expect(fromClient('intranet.corp.example.com')).toEqual(toEndpoint(['10.9.9.9']));
  });

  it.each([['local=/corp.example.com/'], ['address=/corp.example.com/192.168.10.80']])(
    'on dnsmasq, %s for a parent does not hide a custom name, without a delegation',
    async (line) => {
      server = await dnsmasq([line], customFiles['dnsmasq.conf']);
      expect(fromClient(customName)).toEqual(toEndpoint(endpointAddresses.executeApi));
    },
  );

  it('on Unbound, answers go on when a resolver address falls silent', async () => {
    server = await unbound();
    const preferred = preferredAddress();
    site.setResolver(preferred, false);
    const answers = Array.from({ length: 5 }, () => fromClient(studioName(), { tries: 2 }));
    site.setResolver(preferred, true);
    expect(answers).toEqual(answers.map(() => toEndpoint(endpointAddresses.studio)));
  });

  it('on dnsmasq, answers go on after 50 queries when a resolver address falls silent, as its file says', async () => {
    expect(files['dnsmasq.conf']).toContain('50 queries or 20 seconds');
    server = await dnsmasq();
    const preferred = preferredAddress();
    site.setResolver(preferred, false);
    const before = fromClient(studioName(), { seconds: 1 });
    runLoad(site.client, {
      server: addresses.server,
      names: Array.from({ length: 60 }, studioName),
      file: path.join(folder, 'names'),
      seconds: 1,
      queriesPerSecond: 60,
    });
    const after = Array.from({ length: 5 }, () => fromClient(studioName()));
    site.setResolver(preferred, true);
    expect(before.status).toBe('TIMEOUT');
    expect(after).toEqual(after.map(() => toEndpoint(endpointAddresses.studio)));
  });

  it('on dnsmasq, all-servers answers at once with one resolver address silent, as its file says', async () => {
    expect(files['dnsmasq.conf']).toContain('all-servers');
    server = await dnsmasq(['all-servers']);
    const preferred = preferredAddress();
    site.setResolver(preferred, false);
    const answers = Array.from({ length: 5 }, () => fromClient(studioName(), { seconds: 2 }));
    site.setResolver(preferred, true);
    expect(answers).toEqual(answers.map(() => toEndpoint(endpointAddresses.studio)));
  });
});
