import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { forwardingOf } from '../../../dns/deployment';
import { dnsFiles } from '../../../dns/files';
import { startInternet, type Internet } from '../../../lab/dns/internet';
import { startServer, type Server } from '../../../lab/hosts/server';
import { allAnswered, ask, statusesOf } from '../../../test-support/dns/dig';
import { commandsIn } from '../../../test-support/dns/instructions';
import { describeWithNetwork } from '../../../test-support/dns/need-root';
import { endpointAddresses, startResolver } from '../../../test-support/dns/resolver';
import { resolverGroup } from '../../../test-support/dns/resolver-group';
import { addresses, buildSite, type Site } from '../../../test-support/dns/site';
import { environmentWith } from '../../../test-support/environments';

const apiName = 'a1b2c3d4e5.execute-api.us-east-1.amazonaws.com';
const names = [
  apiName,
  'api.sagemaker.us-east-1.amazonaws.com',
  'd-0123456789ab.studio.us-east-1.sagemaker.aws',
];
const environment = environmentWith();
const forwarding = forwardingOf(environment, { apiId: 'a1b2c3d4e5' });
const files = dnsFiles(forwarding);

/** A file system with the folders and files that the packages of a distribution install, shortened. */
interface Layout {
  /** The server's own files, by path. */
  readonly own: Readonly<Record<string, string>>;
  readonly folders: readonly string[];
}

/** The options that both distributions need here: who asks, which root key, where. */
const options = (trustAnchors: string) =>
  [
    `listen-on { ${addresses.server}; }; listen-on-v6 { none; };`,
    'recursion yes; allow-query { any; }; allow-recursion { any; };',
    'pid-file none; session-keyfile none;',
    `dnssec-validation auto; bindkeys-file "${trustAnchors}";`,
    '',
  ].join('\n');
const controls = 'controls { };\n';

const bindLayouts: Readonly<Record<'Debian' | 'RHEL', (trustAnchors: string) => Layout>> = {
  // the files of Debian's package bind9
  Debian: (anchors) => ({
    own: {
      '/etc/bind/named.conf':
        'include "/etc/bind/named.conf.options";\ninclude "/etc/bind/named.conf.local";\n' + controls,
      '/etc/bind/named.conf.options': `options {\ndirectory "/var/cache/bind";\n${options('/etc/bind/bind.keys')}};\n`,
      '/etc/bind/named.conf.local': '// Do any local configuration here\n',
      '/etc/bind/bind.keys': anchors,
    },
    folders: ['/var/cache/bind'],
  }),
  // the files of Red Hat's packages bind and bind-chroot
  RHEL: (anchors) => ({
    own: {
      '/etc/named.conf': `options {\ndirectory "/var/named";\n${options('/etc/named.root.key')}};\n${controls}`,
      '/etc/named.root.key': anchors,
    },
    folders: ['/etc/named', '/var/named/data', '/var/named/dynamic'],
  }),
};

/** What programs need of the machine's own `/etc`. */
const ofTheMachine = ['passwd', 'group', 'nsswitch.conf', 'ld.so.cache', 'ssl/openssl.cnf'];

describeWithNetwork('the generated files in the folders of a distribution', () => {
  let folder: string;
  let site: Site;
  let internet: Internet;
  let server: Server | undefined;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'studio-layouts-'));
    const resolverAddresses = forwarding.forwarders;
    site = buildSite({ resolverAddresses, resolverGroup: resolverGroup(environment) });
    internet = await startInternet(site.outside, path.join(folder, 'internet'));
    await startResolver(site.vpc, path.join(folder, 'resolver'), {
      listenOn: resolverAddresses,
      hostedZones: [apiName],
    });
    mkdirSync(path.join(folder, 'generated'));
    for (const [name, text] of Object.entries(files))
      writeFileSync(path.join(folder, 'generated', name), text);
  });
  afterAll(() => {
    site.close();
    rmSync(folder, { recursive: true });
  });
  afterEach(async () => {
    await server?.stop();
  });

  const build = (name: string, { own, folders }: Layout) => {
    const root = path.join(folder, name);
    for (const made of ['/etc', '/var', '/run', ...folders]) mkdirSync(root + made, { recursive: true });
    for (const file of ofTheMachine.filter((candidate) => existsSync(`/etc/${candidate}`)))
      cpSync(`/etc/${file}`, path.join(root, 'etc', file), { dereference: true });
    for (const [file, text] of Object.entries(own)) {
      mkdirSync(path.dirname(root + file), { recursive: true });
      writeFileSync(root + file, text);
    }
    return root;
  };

  /** A command that sees the layout's `/etc` and `/var` as the machine's. */
  const inLayout = (root: string, command: string) => [
    '--mount',
    'sh',
    '-c',
    `mount --bind ${root}/etc /etc && mount --bind ${root}/var /var && exec ${command}`,
  ];
  const run = (root: string, command: string) => site.server.run('unshare', inLayout(root, command));
  const start = (root: string, command: string, ready: RegExp) =>
    startServer(site.server, {
      command: 'unshare',
      args: inLayout(root, command),
      logFile: path.join(root, 'log'),
      ready,
    });

  /** Runs the `install` commands of a file's heading that lead into a folder, and returns where the files went. */
  const install = (root: string, file: string, into: string) => {
    const commands = commandsIn(file, 'install').filter((words) => (words[4] ?? '').startsWith(into));
    for (const [program = '', ...args] of commands)
      site.server.run('env', [
        '-C',
        path.join(folder, 'generated'),
        program,
        ...args.slice(0, 3),
        root + (args[3] ?? ''),
      ]);
    return commands.map((words) => words[4] ?? '');
  };

  const resolves = () => {
    expect(ask(site.client, { server: addresses.server, name: apiName }).addresses).toEqual(
      endpointAddresses.executeApi,
    );
    expect(statusesOf(site.client, addresses.server, names)).toEqual(allAnswered(names));
  };

  const append = (file: string, line: string) => {
    writeFileSync(file, `${readFileSync(file, 'utf8')}${line}\n`);
  };
  const installBind = (distribution: keyof typeof bindLayouts) => {
    const layout = bindLayouts[distribution](`trust-anchors { ${internet.trustAnchor} };\n`);
    const root = build(`${distribution}-${(count += 1)}`, layout);
    const into = distribution === 'Debian' ? '/etc/bind/' : '/etc/named/';
    const [zones = '', exemption = ''] = install(root, files['named.conf'], into);
    for (const [file, text] of Object.entries(layout.own))
      expect(readFileSync(root + file, 'utf8')).toBe(text);
    for (const line of [`include "${zones}";`, `include "${exemption}";`])
      expect(files['named.conf']).toContain(distribution === 'Debian' ? line : `or ${line.slice(9, -2)}`);
    const main = distribution === 'Debian' ? '/etc/bind/named.conf' : '/etc/named.conf';
    append(root + (distribution === 'Debian' ? '/etc/bind/named.conf.local' : main), `include "${zones}";`);
    const optionsFile = root + (distribution === 'Debian' ? '/etc/bind/named.conf.options' : main);
    const text = readFileSync(optionsFile, 'utf8');
    writeFileSync(optionsFile, text.replace(/^};$/m, `include "${exemption}";\n};`));
    return { root, main };
  };
  let count = 0;

  it.each(['Debian', 'RHEL'] as const)(
    'work on BIND as installed on %s, without the root',
    async (distribution) => {
      const { root, main } = installBind(distribution);
      run(root, `named-checkconf ${main}`);
      site.setInternet(false);
      server = await start(root, `named -g -n 1 -c ${main}`, / running$/m);
      resolves();
      site.setInternet(true);
    },
  );

  it.each(['Debian', 'RHEL'] as const)('work on BIND in a chroot, as on %s', async (distribution) => {
    const { root, main } = installBind(distribution);
    site.server.run('named-checkconf', ['-t', root, main]);
    server = await startServer(site.server, {
      command: 'named',
      args: ['-g', '-n', '1', '-t', root, '-c', main],
      logFile: path.join(root, 'log'),
      ready: / running$/m,
    });
    resolves();
  });

  it("have no name of Debian's or Red Hat's own files but named.conf, which says that it is no whole one", () => {
    const own = [
      'named.conf.options',
      'named.conf.local',
      'named.conf.default-zones',
      'bind.keys',
      'rndc.key',
      'dnsmasq.d',
    ];
    expect(Object.keys(files).filter((name) => own.includes(name))).toEqual([]);
    expect(files['named.conf']).toContain('over none of them: this is not a whole named.conf');
  });

  it.each([
    {
      distribution: 'Debian',
      into: '/etc/unbound/unbound.conf.d/',
      includes: 'include-toplevel: "/etc/unbound/unbound.conf.d/*.conf"\n',
    },
    {
      distribution: 'RHEL',
      into: '/etc/unbound/conf.d/',
      includes: 'remote-control:\n  control-enable: no\ninclude: /etc/unbound/conf.d/*.conf\n',
    },
  ])('work on Unbound as installed on $distribution', async ({ distribution, into, includes }) => {
    const key = internet.trustAnchor.replace(/^\. initial-key ([\d ]+) "(.+)";$/, '. DNSKEY $1 $2');
    const settings = [
      'server:',
      '  chroot: ""\n  username: ""\n  use-syslog: no\n  logfile: ""\n  pidfile: ""\n  do-ip6: no',
      `  interface: ${addresses.server}\n  access-control: 0.0.0.0/0 allow`,
      '  trust-anchor-file: "/var/lib/unbound/root.key"\n  private-address: 10.0.0.0/8',
      distribution === 'RHEL'
        ? '  include: /etc/unbound/local.d/*.conf\n'
        : 'remote-control:\n  control-enable: no\n',
    ].join('\n');
    const root = build(`unbound-${distribution}`, {
      own: {
        '/etc/unbound/unbound.conf': settings + includes,
        '/var/lib/unbound/root.key': `${key}\n`,
        '/etc/unbound/local.d/own.conf': '# own\n',
      },
      folders: [into],
    });
    expect(install(root, files['unbound.conf'], into)).toEqual([`${into}studio-access.conf`]);
    run(root, 'unbound-checkconf /etc/unbound/unbound.conf');
    server = await start(root, 'unbound -d -c /etc/unbound/unbound.conf', /start of service/);
    resolves();
  });

  it.each([
    // Debian's service names the folder, and /etc/dnsmasq.conf has comments only
    {
      distribution: 'Debian',
      settings: '# comments\n',
      service: ' -7 /etc/dnsmasq.d,.dpkg-dist,.dpkg-old,.dpkg-new',
    },
    { distribution: 'RHEL', settings: 'conf-dir=/etc/dnsmasq.d,.rpmnew,.rpmsave,.rpmorig\n', service: '' },
  ])(
    'work on dnsmasq as installed on $distribution, whose check sees a broken file',
    async ({ distribution, settings, service }) => {
      const root = build(`dnsmasq-${distribution}`, {
        own: { '/etc/dnsmasq.conf': settings },
        folders: ['/etc/dnsmasq.d'],
      });
      expect(install(root, files['dnsmasq.conf'], '/etc/dnsmasq.d/')).toEqual([
        '/etc/dnsmasq.d/studio-access.conf',
      ]);
      const check = `dnsmasq --test${service}`;
      expect(commandsIn(files['dnsmasq.conf'], 'dnsmasq').map((words) => words.join(' '))).toContain(check);
      run(root, check);
      const started = `dnsmasq -k --log-facility=- --user=root --pid-file --bind-interfaces --no-hosts --no-resolv${service}`;
      server = await start(root, started, /started, version/);
      resolves();
      writeFileSync(`${root}/etc/dnsmasq.d/studio-access.conf`, 'server=/broken\nno-such-setting\n');
      expect(() => run(root, check)).toThrow();
    },
  );
});
