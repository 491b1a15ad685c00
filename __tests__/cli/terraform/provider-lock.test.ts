import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { typescript } from '../../../cli/run-typescript';
import { providerLock } from '../../../cli/terraform/provider-lock';
import { runTerraform } from '../../../cli/terraform/terraform';
import { listResources, startStandIn } from '../../../lab/stand-in';
import { providerVariables } from '../../../lab/terraform/provider-mirror';
import { ProjectCopy } from '../../../test-support/project-copy';

const address = 'registry.terraform.io/hashicorp/aws';
const hash = `h1:${'a'.repeat(43)}=`;

/** A lock file as Terraform writes it, with changes. */
function lockFile(
  changes: { address?: string; version?: string; constraints?: string; hashes?: string[] } = {},
): string {
  const { version = '5.100.0', constraints = '>= 5.100.0, < 7.0.0', hashes = [hash] } = changes;
  return [
    '# This file is maintained automatically by "terraform init".',
    '# Manual edits may be lost in future updates.',
    '',
    `provider "${changes.address ?? address}" {`,
    `  version     = "${version}"`,
    `  constraints = "${constraints}"`,
    '  hashes = [',
    ...hashes.map((text) => `    "${text}",`),
    '  ]',
    '}',
    '',
  ].join('\n');
}

describe("the team's lock file", () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = path.join(mkdtempSync(path.join(tmpdir(), 'studio-lock-')), 'environments');
    mkdirSync(folder);
    file = path.join(folder, '.terraform.lock.hcl');
  });
  afterEach(() => {
    rmSync(path.dirname(folder), { recursive: true, force: true });
  });

  it('need not be there', () => {
    expect(providerLock(folder)).toBeUndefined();
  });

  it.each([
    ['as Terraform writes it', lockFile()],
    ['with hashes of several platforms and of archives', lockFile({ hashes: [hash, hash, 'zh:00ff'] })],
    ['with line ends of Windows', lockFile().replaceAll('\n', '\r\n')],
    ['with a remark of the team', `// asked for by security\n${lockFile()}`],
  ])('is taken: %s', (_, text) => {
    writeFileSync(file, text);
    expect(providerLock(folder)).toBe(text);
  });

  it.each([
    [
      'a narrower constraint',
      lockFile({ constraints: '~> 5.100' }),
      'constraints: got "~> 5.100", expected ">= 5.100.0, < 7.0.0"',
    ],
    [
      'the same constraint in other words',
      lockFile({ constraints: '< 7.0.0, >= 5.100.0' }),
      'constraints: got',
    ],
    ['no constraint', lockFile().replace(/ {2}constraints.*\n/, ''), 'constraints: got undefined'],
    ['hashes of archives only', lockFile({ hashes: ['zh:00ff'] }), 'hashes: got none that begins with h1:'],
    ['no hashes', lockFile({ hashes: [] }), 'hashes: got none'],
    ['a hash that is cut', lockFile({ hashes: ['h1:abc='] }), 'hashes: got none'],
    [
      'another provider',
      lockFile({ address: 'registry.terraform.io/hashicorp/null' }),
      `got no provider ${address}`,
    ],
    [
      'the AWS provider of another host',
      lockFile({ address: 'example.com/hashicorp/aws' }),
      'provider example.com/hashicorp/aws: expected',
    ],
    [
      'a second provider',
      lockFile() + lockFile({ address: 'registry.terraform.io/x/y' }),
      'provider registry.terraform.io/x/y: expected',
    ],
    ['the provider twice', lockFile() + lockFile(), 'got it twice'],
    ['nothing', '', `got no provider ${address}`],
    ['a cut file', lockFile().slice(0, -4), 'line 9: expected only what terraform writes'],
    ['an attribute that is unknown', lockFile().replace('version ', 'flavour'), 'line 5: expected only'],
    ['several statements in a line', lockFile().replace('\n  hashes', '; hashes'), 'line 6: expected only'],
    ['HTML of a proxy', '<html></html>', 'line 1: expected only'],
  ])('is refused: %s', (_, text, expected) => {
    writeFileSync(file, text);
    const read = () => providerLock(folder);
    expect(read).toThrow(expected);
    expect(read).toThrow('npm run lock-provider');
  });

  it('is refused with every problem at once', () => {
    writeFileSync(file, lockFile({ constraints: '6.0.0', hashes: [] }));
    expect(() => providerLock(folder)).toThrow(/constraints: .*\n.*hashes: /);
  });

  it.each([
    [
      'a folder',
      () => {
        mkdirSync(file);
      },
    ],
    [
      'a link',
      () => {
        symlinkSync('/dev/zero', file);
      },
    ],
    [
      'a file without an end',
      () => {
        writeFileSync(file, Buffer.alloc(1_000_001));
      },
    ],
  ])('is refused where it is %s', (_, make) => {
    make();
    expect(() => providerLock(folder)).toThrow('environments/.terraform.lock.hcl: got');
  });
});

const platform = `${process.platform === 'win32' ? 'windows' : process.platform}_${process.arch === 'x64' ? 'amd64' : process.arch}`;

// copies of the project are synthesized, and the provider is hashed
jest.setTimeout(300_000);

describe('pinning the provider, with the real Terraform', () => {
  const project = new ProjectCopy();
  const folder = mkdtempSync(path.join(tmpdir(), 'studio-pin-'));
  let variables: Record<string, string>;
  let mirror: string[];

  beforeAll(() => {
    variables = { ...providerVariables(folder, process.env), CHECKPOINT_DISABLE: '1' };
    const file = variables.TF_CLI_CONFIG_FILE ?? process.env.TF_CLI_CONFIG_FILE ?? '';
    const configuration = existsSync(file) ? readFileSync(file, 'utf8') : '';
    const [, name] = /path\s*=\s*"([^"]+)"/.exec(configuration) ?? [];
    mirror = name === undefined ? [] : ['--mirror', name];
  });
  afterAll(() => {
    project.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const pinned = () => project.path('environments', '.terraform.lock.hcl');
  const runTypescript = (command: string, ...args: string[]) =>
    project.run(process.execPath, [...typescript, command, ...args], variables);

  it('writes the lock file from a mirror, and nothing for a platform that the mirror lacks', () => {
    const refused = runTypescript(
      'cli/lock-provider.ts',
      '--platform',
      platform,
      '--platform',
      'plan9_mips',
      ...mirror,
    );
    expect(refused).toMatchObject({ exitCode: 1 });
    expect(refused.stderr).toContain('not available for');
    expect(providerLock(project.path('environments'))).toBeUndefined();

    expect(runTypescript('cli/lock-provider.ts', '--platform', platform, ...mirror)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/aws \d+\.\d+\.\d+\n {2}h1:/) as string,
    });
    expect(providerLock(project.path('environments'))).toContain('constraints = ">= 5.100.0, < 7.0.0"');
  });

  it.each([
    [[], '--platform: got nothing'],
    [['--platform', '../x'], '--platform: got ["../x"]'],
    [['--platform', 'linux_amd64', '--mirror', ''], '--mirror: got ""'],
    [['--platform', 'linux_amd64', '--mirror', 'http://mirror.test/'], '--mirror: got "http://mirror.test/"'],
    [['linux_amd64'], 'Unexpected argument'],
  ])('refuses %j', (args, expected) => {
    const { exitCode, stderr } = runTypescript('cli/lock-provider.ts', ...args);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: expect.stringContaining(expected) as string,
    });
    expect(stderr).toContain('expected npm run lock-provider -- --platform');
  });

  it('refuses to replace a link, and leaves what it leads to', () => {
    const shared = path.join(folder, 'shared.lock.hcl');
    renameSync(pinned(), shared);
    symlinkSync(shared, pinned());
    const before = readFileSync(shared, 'utf8');
    const { exitCode, stderr } = runTypescript('cli/lock-provider.ts', '--platform', platform, ...mirror);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: expect.stringContaining('environments/.terraform.lock.hcl: got a link') as string,
    });
    expect(lstatSync(pinned()).isSymbolicLink()).toBe(true);
    expect(readFileSync(shared, 'utf8')).toBe(before);
    rmSync(pinned());
    renameSync(shared, pinned());
  });

  it('copies it to every stack; Terraform takes that provider, and refuses one of another hash', async () => {
    expect(project.synth('example')).toMatchObject({ exitCode: 0 });
    const stack = project.path('cdktf.out', 'stacks', 'identity');
    const copied = path.join(stack, '.terraform.lock.hcl');
    expect(readFileSync(copied, 'utf8')).toBe(readFileSync(pinned(), 'utf8'));
    const init = () =>
      runTerraform(['init', '-input=false', '-no-color'], {
        folder: stack,
        variables: { ...process.env, ...variables },
      });
    expect(await init()).toMatchObject({ exitCode: 0 });
    expect(readFileSync(copied, 'utf8')).toBe(readFileSync(pinned(), 'utf8'));

    writeFileSync(
      pinned(),
      readFileSync(pinned(), 'utf8').replace(/h1:./g, (text) => (text === 'h1:A' ? 'h1:B' : 'h1:A')),
    );
    expect(project.synth('example')).toMatchObject({ exitCode: 0 });
    rmSync(path.join(stack, '.terraform'), { recursive: true });
    const { exitCode, stderr } = await init();
    expect(exitCode).toBe(1);
    expect(stderr).toContain('checksums');
  });

  it('holds for cdktf: it deploys with that provider, unasked, and with no other', async () => {
    const standIn = await startStandIn({ hostEnvironment: process.env, accountId: '111122223333' });
    try {
      const deploy = () =>
        project.execute(
          path.join('node_modules', '.bin', 'cdktf'),
          ['deploy', 'identity', '--auto-approve'],
          { ...standIn.environment, ...variables, NO_COLOR: '1', CI: '1', STUDIO_ENV: 'example' },
        );
      // the hash is another one since the test before
      const refused = await deploy();
      expect(refused.exitCode).not.toBe(0);
      expect(refused.stdout + refused.stderr).toContain('checksums');
      expect(await listResources(standIn)).toEqual([]);

      rmSync(pinned());
      runTypescript('cli/lock-provider.ts', '--platform', platform, ...mirror);
      const { exitCode, stdout } = await deploy();
      expect({ exitCode, stdout }).toEqual({
        exitCode: 0,
        stdout: expect.stringContaining('Apply complete!') as string,
      });
    } finally {
      await standIn.stop();
    }
  });

  it('stops the synth, with nothing written, if cdktf or Terraform would pass it by', () => {
    const fresh = new ProjectCopy();
    try {
      cpSync(pinned(), fresh.path('environments', '.terraform.lock.hcl'));
      const text = fresh.read('environments', '.terraform.lock.hcl').replace('>= 5.100.0', '>= 5.90.0');
      writeFileSync(fresh.path('environments', '.terraform.lock.hcl'), text);
      const { exitCode, stderr } = fresh.synth('example');
      expect({ exitCode, stderr }).toEqual({
        exitCode: 1,
        stderr: expect.stringContaining('constraints: got ">= 5.90.0, < 7.0.0"') as string,
      });
      expect(fresh.run('ls', ['cdktf.out', 'state', 'dist'])).toMatchObject({ exitCode: 2, stdout: '' });
    } finally {
      fresh.remove();
    }
  });
});
