import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { forwardingOf } from '../../../dns/deployment';
import { dnsFiles } from '../../../dns/files';
import { startCorporateBind } from '../../../lab/dns/corporate-bind';
import { startInternet, type Internet } from '../../../lab/dns/internet';
import type { Server } from '../../../lab/hosts/server';
import { ask } from '../../../test-support/dns/dig';
import { describeWithNetwork } from '../../../test-support/dns/need-root';
import { endpointAddresses, startResolver } from '../../../test-support/dns/resolver';
import { resolverGroup } from '../../../test-support/dns/resolver-group';
import { addresses, buildSite, people, type Site } from '../../../test-support/dns/site';
import { environmentWith } from '../../../test-support/environments';
import { projectFolder } from '../../../config/project-folder';

const name = 'api.sagemaker.us-east-1.amazonaws.com';
const environment = environmentWith();
const forwarding = forwardingOf(environment, { apiId: 'a1b2c3d4e5' });
const files = dnsFiles(forwarding);
const exceptFrom = forwarding.zones.final.map((zone) => `"${zone.name}";`).join(' ');

interface Failure {
  readonly what: string;
  /** Further lines of the options block. */
  readonly ownOptions?: readonly string[];
  readonly exemption?: boolean;
  readonly offline?: boolean;
  readonly answer: string;
  /** Answer with `dig +cd`. */
  readonly unchecked: string;
  /** What the log says, as the list quotes it. */
  readonly log?: string;
  /** Options after the mending that the list advises. */
  readonly mended?: readonly string[];
  /** Words of `named.conf` and of `docs/dns.md` about it. */
  readonly words: string;
}

const failures: readonly Failure[] = [
  {
    what: 'DNSSEC validation',
    exemption: false,
    offline: true,
    answer: 'SERVFAIL',
    unchecked: 'NOERROR',
    mended: [],
    words: 'DNSSEC validation fails',
  },
  {
    what: 'deny-answer-addresses',
    ownOptions: ['deny-answer-addresses { 10.0.0.0/8; };'],
    answer: 'SERVFAIL',
    unchecked: 'SERVFAIL',
    log: 'denied for',
    mended: [`deny-answer-addresses { 10.0.0.0/8; } except-from { ${exceptFrom} };`],
    words: 'except-from',
  },
  {
    what: 'a response policy',
    ownOptions: ['response-policy { zone "rpz"; };'],
    answer: 'NXDOMAIN',
    unchecked: 'NXDOMAIN',
    log: 'rpz',
    mended: ['response-policy { zone "rpz-before"; zone "rpz"; };'],
    words: 'CNAME rpz-passthru',
  },
  {
    what: 'no recursion',
    ownOptions: ['recursion no;'],
    answer: 'REFUSED',
    unchecked: 'REFUSED',
    words: 'REFUSED',
  },
];

describeWithNetwork('the check list for names that do not resolve on BIND', () => {
  const document = readFileSync(path.join(projectFolder, 'docs', 'dns.md'), 'utf8');
  let folder: string;
  let site: Site;
  let internet: Internet;
  let server: Server | undefined;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'studio-checks-'));
    const resolverAddresses = forwarding.forwarders;
    site = buildSite({ resolverAddresses, resolverGroup: resolverGroup(environment) });
    internet = await startInternet(site.outside, path.join(folder, 'internet'));
    await startResolver(site.vpc, path.join(folder, 'resolver'), { listenOn: resolverAddresses });
  });
  afterAll(() => {
    site.close();
    rmSync(folder, { recursive: true });
  });
  afterEach(async () => {
    site.setInternet(true);
    await server?.stop();
  });

  const soa = '$TTL 60\n@ SOA ns. admin. 1 3600 600 86400 60\n@ NS ns.\n';
  const policies: Readonly<Record<string, string>> = {
    rpz: `${soa}8.0.0.0.10.rpz-ip CNAME .\n`,
    'rpz-before': `${soa}${name} CNAME rpz-passthru.\n`,
  };
  const start = (ownOptions: readonly string[], exemption = true) => {
    for (const [zone, text] of Object.entries(policies)) writeFileSync(path.join(folder, zone), text);
    // recursion that an option switches off must not be there twice
    const isOff = ownOptions.includes('recursion no;');
    return startCorporateBind(site.server, path.join(folder, 'bind'), {
      address: addresses.server,
      people: isOff ? [] : [people],
      trustAnchor: internet.trustAnchor,
      installed: {
        'named.conf': files['named.conf'],
        ...(exemption && { 'validate-except.conf': files['validate-except.conf'] }),
      },
      ownOptions: isOff ? [] : ownOptions,
      ownLines: Object.keys(policies).map(
        (zone) => `zone "${zone}" { type primary; file "${path.join(folder, zone)}"; };`,
      ),
    });
  };
  const answer = (checkingDisabled = false) =>
    ask(site.client, { server: addresses.server, name, seconds: 12, checkingDisabled });

  it.each(failures)(
    'tells $what by its answer and its log, and says how to mend it',
    async ({ ownOptions = [], exemption, offline = false, unchecked, log, mended, words, ...failure }) => {
      site.setInternet(!offline);
      server = await start(ownOptions, exemption);
      expect({ answer: answer().status, unchecked: answer(true).status }).toEqual({
        answer: failure.answer,
        unchecked,
      });
      if (log !== undefined) expect(server.log()).toContain(log);
      await server.stop();
      for (const text of [files['named.conf'], document]) {
        expect(text).toContain(words);
        if (log !== undefined) expect(text).toContain(log);
      }
      if (mended === undefined) return;
      server = await start(mended);
      expect(answer()).toEqual({ status: 'NOERROR', addresses: endpointAddresses.sagemakerApi });
    },
    60_000,
  );

  it('knows that a view with a validate-except of its own ignores that of the options block', async () => {
    site.setInternet(false);
    const own = path.join(folder, 'view');
    server = await startCorporateBind(site.server, own, {
      address: addresses.server,
      people: [people],
      trustAnchor: internet.trustAnchor,
    }).then((bind) => {
      const file = path.join(own, 'named.conf');
      const before = readFileSync(file, 'utf8')
        .replace(/^zone .*$/m, '')
        .replace(/^};/m, `${files['validate-except.conf']}};`);
      const view = (exempt: string) =>
        `view "people" { validate-except { ${exempt} }; ${files['named.conf'].replaceAll(/^\/\/.*$/gm, '')} };\n`;
      const reload = (exempt: string) => {
        writeFileSync(file, before + view(exempt));
        bind.rndc('reconfig');
        bind.rndc('flush');
      };
      reload('"lab.example.com";');
      expect({ answer: answer().status, unchecked: answer(true).status }).toEqual({
        answer: 'SERVFAIL',
        unchecked: 'NOERROR',
      });
      reload(`"lab.example.com"; ${exceptFrom}`);
      expect(answer().status).toBe('NOERROR');
      return bind;
    });
    expect(files['named.conf']).toContain('A view with a validate-except of its own ignores this one');
    expect(document).toContain('a view with a `validate-except` of its own');
  });
});
