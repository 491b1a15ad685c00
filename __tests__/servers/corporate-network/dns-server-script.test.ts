import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectFolder } from '../../../config/project-folder';
import { startInternet } from '../../../lab/dns/internet';
import { internet as internetAddresses } from '../../../lab/network/addresses';
import { ask, allAnswered, statusesOf } from '../../../test-support/dns/dig';
import { describeWithNetwork } from '../../../test-support/dns/need-root';
import { endpointAddresses, startResolver, type Resolver } from '../../../test-support/dns/resolver';
import { resolverGroup } from '../../../test-support/dns/resolver-group';
import { addresses, buildSite, type Site } from '../../../test-support/dns/site';
import { environmentWith } from '../../../test-support/environments';
import { synthesizeEnvironment } from '../../../test-support/synthesize';
import { resourcesOf } from '../../../test-support/terraform-json';

/*
 * The script that configures the site's DNS servers, as it is in the document of Systems Manager, run on a root folder of
 * its own: /etc, /var and /run. BIND is real; `aws`, `dnf` and `systemctl` are small models of what the script asks of them.
 */

const apiName = 'a1b2c3d4e5.execute-api.us-east-1.amazonaws.com';
const studioName = 'd-0123456789ab.studio.us-east-1.sagemaker.aws';
const sagemakerApi = 'api.sagemaker.us-east-1.amazonaws.com';
const environment = environmentWith({}, 'site-peering');
/** Those that the resolver has at first, and one that it gets. */
const resolverAddresses = ['10.20.0.10', '10.20.32.10', '10.20.0.11'];
const script = path.join(projectFolder, 'stacks', 'corporate-network', 'scripts', 'dns-server.sh');

/** The parameters of a deployment, by name, with the id of the API in them. */
function parametersOf(changes: Readonly<Record<string, unknown>> = {}): [name: string, value: string][] {
  const stack = synthesizeEnvironment(environmentWith(changes, 'site-peering'))['corporate-network'];
  return Object.values(resourcesOf(stack, 'aws_ssm_parameter')).map(({ name, value }) => [
    String(name),
    String(value).replaceAll(/\$\{data\.terraform_remote_state[^}]+\}/g, 'a1b2c3d4e5'),
  ]);
}

const programs: Readonly<Record<string, string>> = {
  aws: `[ "$1 $2 $3 $5 $6 $7 $8" = 'ssm get-parameter --name --query Parameter.Value --output text' ] || exit 252
    [ -e "$ROOT/parameters$4" ] || { echo 'An error occurred (ParameterNotFound)' >&2; exit 254; }
    cat "$ROOT/parameters$4"; echo`,
  // BIND is not found before
  dnf: `[ "$1 $2 $3 $4 $5" = 'install --assumeyes --quiet bind bind-utils' ] || exit 1
    for name in named rndc named-checkconf; do ln -s "$(PATH=/usr/sbin:/usr/bin:/sbin:/bin command -v $name)" "$ROOT/bin/$name"; done
    mkdir -p /var/named /etc/named /run/named`,
  systemctl: `start() {
      rndc status > /dev/null 2>&1 && return
      mkdir -p /run/named
      named -n 1 -c /etc/named.conf
      for _ in $(seq 100); do rndc status > /dev/null 2>&1 && return; sleep 0.1; done
      exit 1
    }
    case "$*" in
      'enable --now --quiet named') touch "$ROOT/enabled"; start ;;
      'reload named') [ ! -e "$ROOT/reload-fails" ] && rndc reload > /dev/null ;;
      boot) [ -e "$ROOT/enabled" ] && start ;;
      *) exit 1 ;;
    esac`,
};

describeWithNetwork('the script of the DNS servers of a simulated site', () => {
  let folder: string;
  let site: Site;
  let resolver: Resolver;
  const inRoot = (...parts: string[]) => path.join(folder, 'root', ...parts);

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'studio-site-'));
    for (const name of ['bin', 'var', 'run', 'parameters']) mkdirSync(inRoot(name), { recursive: true });
    cpSync('/etc', inRoot('etc'), { recursive: true, verbatimSymlinks: true });
    for (const [name, text] of Object.entries(programs))
      writeFileSync(inRoot('bin', name), `#!/bin/bash\nset -eu\n${text}\n`, { mode: 0o755 });
    site = buildSite({ resolverAddresses, resolverGroup: resolverGroup(environment) });
    await startInternet(site.outside, path.join(folder, 'internet'));
    resolver = await startResolver(site.vpc, path.join(folder, 'resolver'), {
      listenOn: resolverAddresses,
      hostedZones: [apiName],
    });
    store(parametersOf());
  });

  afterAll(() => {
    site.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Puts parameters into the store. */
  const store = (parameters: readonly (readonly [name: string, value: string])[]) => {
    for (const [name, value] of parameters) {
      const file = inRoot('parameters', name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, value);
    }
  };

  /** Runs a program on the server's root folder. */
  const onServer = (...command: string[]): { exitCode: number; text: string } => {
    const mounts = ['etc', 'var', 'run'].map((name) => `mount --bind "$ROOT/${name}" /${name}`).join('; ');
    const variables = [
      `ROOT=${inRoot()}`,
      `PATH=${inRoot('bin')}:/usr/bin:/bin`,
      'PARAMETERS=/studio-access/site-peering/site-dns',
      'AWS_DEFAULT_REGION=us-east-1',
    ];
    const inside = `exec 2>&1; ${mounts}; "$@" && echo "exit 0" || echo "exit $?"`;
    const output = site.server.run('env', [
      ...variables,
      'unshare',
      '--mount',
      '--propagation=private',
      'bash',
      '-c',
      inside,
      'bash',
      ...command,
    ]);
    const exitCode = Number(/exit (\d+)\n$/.exec(output)?.[1]);
    return { exitCode, text: output };
  };
  const configure = () => onServer('bash', script);

  const fromClient = (name: string) => ask(site.client, { server: addresses.server, name });
  const servesAll = () => {
    expect(fromClient(apiName)).toEqual({ status: 'NOERROR', addresses: endpointAddresses.executeApi });
    expect(fromClient(studioName)).toEqual({ status: 'NOERROR', addresses: endpointAddresses.studio });
    expect(fromClient(sagemakerApi)).toEqual({
      status: 'NOERROR',
      addresses: endpointAddresses.sagemakerApi,
    });
  };
  const processOf = () => readFileSync(inRoot('run', 'named', 'named.pid'), 'utf8').trim();
  const zonesFile = () => readFileSync(inRoot('etc', 'named', 'studio-access-zones.conf'), 'utf8');

  it('at first boot installs BIND and serves, with the generated file as it is', () => {
    expect(configure()).toMatchObject({ exitCode: 0 });
    servesAll();
    const [, generated = ''] = parametersOf().find(([name]) => name.endsWith('zones.conf')) ?? [];
    expect(zonesFile().trimEnd()).toBe(generated.trimEnd());
    expect(statusesOf(site.client, addresses.server, [apiName, sagemakerApi])).toEqual(
      allAnswered([apiName, sagemakerApi]),
    );
    // the rest of the world, from the resolver of the site's own VPC
    expect(fromClient('x.execute-api.us-east-1.amazonaws.com')).toMatchObject({
      addresses: [internetAddresses.aws],
    });
  });

  it('when nothing has changed, leaves the server alone', () => {
    const before = processOf();
    const { exitCode, text } = configure();
    expect({ exitCode, text }).toMatchObject({
      exitCode: 0,
      text: expect.stringContaining('nothing has changed') as string,
    });
    expect(processOf()).toBe(before);
  });

  it('takes another address of the resolver, without a restart', () => {
    const before = processOf();
    store(parametersOf({ 'network.resolver': { ipAddresses: ['10.20.32.10', '10.20.0.11'] } }));
    expect(configure()).toMatchObject({ exitCode: 0 });
    expect(zonesFile()).toContain('forwarders { 10.20.32.10; 10.20.0.11; };');
    resolver.takeAsked();
    servesAll();
    expect(processOf()).toBe(before);
  });

  it.each([
    [
      'a file that BIND refuses',
      () => {
        const broken = parametersOf().filter(([name]) => name.endsWith('zones.conf'));
        store(broken.map(([name, value]) => [name, value.replace('forward only;', 'forward onyl;')]));
      },
      'BIND refuses the new configuration',
    ],
    [
      'a parameter that is not there',
      () => {
        rmSync(inRoot('parameters', 'studio-access', 'site-peering', 'site-dns', 'named.conf'));
      },
      'ParameterNotFound',
    ],
    [
      'a configuration that cannot be loaded',
      () => {
        store(parametersOf());
        writeFileSync(inRoot('reload-fails'), '');
      },
      'the old one is back',
    ],
  ])('refuses %s, and serves as before, also after a reboot', (_, prepare, message) => {
    const before = [zonesFile(), readFileSync(inRoot('etc', 'named.conf'), 'utf8')];
    prepare();
    const { exitCode, text } = configure();
    expect(text).toContain(message);
    expect(exitCode).not.toBe(0);
    expect([zonesFile(), readFileSync(inRoot('etc', 'named.conf'), 'utf8')]).toEqual(before);
    servesAll();
    onServer('rndc', 'stop');
    rmSync(inRoot('run', 'named'), { recursive: true, force: true });
    expect(fromClient(apiName).status).toBe('TIMEOUT');
    expect(onServer('systemctl', 'boot')).toMatchObject({ exitCode: 0 });
    servesAll();
    rmSync(inRoot('reload-fails'), { force: true });
    store(parametersOf({ 'network.resolver': { ipAddresses: ['10.20.32.10', '10.20.0.11'] } }));
  });
});
