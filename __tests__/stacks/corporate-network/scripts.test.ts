import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectFolder } from '../../../config/project-folder';

const textOf = (script: string) =>
  readFileSync(path.join(projectFolder, 'stacks', 'corporate-network', 'scripts', script), 'utf8');

/** Programs of the client: each writes down how it is called. `dig` is told what it prints, line by line. */
const programs: Readonly<Record<string, string>> = {
  dnf: '',
  systemctl: '',
  sleep: '',
  npm: '',
  aws: `for last; do :; done
    if [[ $* == *studio-access.tgz* ]]; then touch --date=2026-01-01 "$last/studio-access.tgz"; fi`,
  dig: `read -r answer < "$ROOT/answers" || exit 9
    sed --in-place 1d "$ROOT/answers"
    case $answer in
      silent) echo ';; communications error: timed out'; exit 9 ;;
      refused) ;;
      *) echo "$answer" ;;
    esac`,
};

describe('the script of the Linux client', () => {
  let root: string;
  const inRoot = (...parts: string[]) => path.join(root, ...parts);

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'studio-client-'));
    for (const folder of ['bin', 'etc/profile.d', 'var/lib']) mkdirSync(inRoot(folder), { recursive: true });
    for (const [name, text] of Object.entries(programs)) {
      const log = `echo "${name} $*" >> "$ROOT/calls"`;
      writeFileSync(inRoot('bin', name), `#!/bin/bash\n${log}\n${text}\n`, { mode: 0o755 });
    }
  });

  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  /**
   * Runs the script on a root folder of its own.
   * @param answers of the DNS servers, in the order in which they are asked
   * @param bucket name of the bucket of packages
   */
  const configure = (answers: readonly string[], bucket = '') => {
    writeFileSync(inRoot('answers'), answers.map((answer) => `${answer}\n`).join(''));
    const script = textOf('linux-client.sh').replaceAll(/(?<=[\s"])\/(?=(?:etc|var)\/)/g, `${root}/`);
    const { status, stderr } = spawnSync('bash', ['--norc', '-c', script], {
      encoding: 'utf8',
      env: {
        ROOT: root,
        PATH: `${inRoot('bin')}:/usr/bin:/bin`,
        DNS_SERVERS: '192.168.10.10 192.168.10.74',
        PROXY: 'http://192.168.10.138:3128',
        NO_PROXY_NAMES: 'studio.example.com',
        BROWSER_PROXY: '{}',
        PACKAGES_BUCKET: bucket,
        AWS_DEFAULT_REGION: 'us-east-1',
      },
    });
    return { status, stderr, calls: readFileSync(inRoot('calls'), 'utf8').trim().split('\n') };
  };
  const hasChangedServers = () => existsSync(inRoot('etc', 'systemd', 'resolved.conf.d', 'site.conf'));

  it.each([
    ['at once', ['ns.example.com. 1']],
    ['when they are installed at last', ['silent', 'silent', 'silent', 'refused', 'ns.example.com. 1']],
    ['when only the second one is there', ['silent', 'ns.example.com. 1']],
  ])('asks the DNS servers of the site %s', (_, answers) => {
    const { status, stderr, calls } = configure(answers);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(hasChangedServers()).toBe(true);
    const programOf = (call: string) => call.split(' ')[0];
    // its own packages come while the servers of the image still answer
    expect(calls.map(programOf).filter((program) => program !== 'sleep')).toEqual([
      'dnf',
      ...answers.map(() => 'dig'),
      'systemctl',
    ]);
    expect(readFileSync(inRoot('etc/systemd/resolved.conf.d/site.conf'), 'utf8')).toBe(
      '[Resolve]\nDNS=192.168.10.10 192.168.10.74\nDomains=~.\n',
    );
  });

  it('keeps the servers that it has if none of the site answers within ten minutes', () => {
    const { status, stderr, calls } = configure([]);
    expect(status).toBe(1);
    expect(stderr).toContain('none of the DNS servers 192.168.10.10 192.168.10.74 answers');
    expect(hasChangedServers()).toBe(false);
    expect(calls).not.toContain('systemctl restart systemd-resolved');
    expect(calls.filter((call) => call === 'sleep 10')).toHaveLength(59);
  });

  it('installs studio-access from the bucket once, and asks no registry', () => {
    const answers = ['ns.example.com. 1'];
    expect(configure(answers, 'packages')).toMatchObject({ status: 0, stderr: '' });
    const { calls } = configure(answers, 'packages');
    expect(calls.filter((call) => call.startsWith('npm '))).toEqual([
      `npm install --global --offline --omit=optional --no-audit --no-fund ${root}/var/lib/site-packages/studio-access.tgz`,
    ]);
  });
});

// PowerShell itself is nowhere to be had for the tests
describe('the script of the Windows client', () => {
  const script = textOf('windows-client.ps1');

  it('asks the DNS servers of the site only after one of them has answered', () => {
    const [wait, change] = [
      'while (-not ($servers | Where-Object { Resolve-DnsName',
      'Set-DnsClientServerAddress',
    ];
    expect(script).toContain(wait);
    expect(script.indexOf(change)).toBeGreaterThan(script.indexOf(wait));
    expect(script).toMatch(/if \(\$tries -eq 60\) \{ throw /);
  });

  it('installs studio-access from the bucket where Node.js is, for everybody, and asks no registry', () => {
    expect(script).toContain("$key = 'studio-access.tgz'");
    expect(script).toContain('Read-S3Object -BucketName $PackagesBucket -Key $key -File $file');
    expect(script).toContain('if ($isThere -and (Test-Path "$node\\npm.cmd"))');
    expect(script).toContain(
      '& "$node\\npm.cmd" install --global --offline \'--omit=optional\' --no-audit --no-fund --prefix $node $file',
    );
    // Node.js is one of the packages
    expect(script.indexOf('npm.cmd')).toBeGreaterThan(script.indexOf('msiexec.exe'));
  });

  it('installs packages with blanks in their names', () => {
    expect(script).toContain(`'/i', ('"' + $package.FullName + '"'), '/qn'`);
  });

  it('tells studio-access the proxy, as on the Linux client', () => {
    expect(script).toContain("`$env:HTTPS_PROXY = '$Proxy'");
    expect(script).toContain("`$env:NO_PROXY = '$NoProxyNames'");
  });
});
