import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { mirrorVariable, providerVariables } from '../../../lab/terraform/provider-mirror';
import { itAsRoot } from '../../../test-support/users';

const awsProvider = path.join('registry.terraform.io', 'hashicorp', 'aws');
const somebodyElse = 65534;

// not in /tmp, because every user may write there
const folder = mkdtempSync(path.join(homedir(), '.studio-mirrors-'));
let count = 0;
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A simulated machine for one case: a folder with a home, a disk and written files. */
function machine() {
  const root = path.join(folder, String(++count));
  const home = path.join(root, 'home');
  const out = path.join(root, 'out');
  for (const each of [root, home, out]) mkdirSync(each, { mode: 0o755 });
  const told: string[] = [];
  const disk = path.join(root, 'disk');
  mkdirSync(disk, { mode: 0o755 });
  /** Returns the mirror that Terraform would use. */
  const mirror = (variables: Record<string, string> = {}) => {
    const { TF_CLI_CONFIG_FILE: file } = providerVariables(
      out,
      { HOME: home, XDG_DATA_DIRS: path.join(root, 'share'), ...variables },
      { userId: process.getuid?.() ?? 0, root: disk, tell: (line) => told.push(line) },
    );
    return file === undefined ? undefined : (/path\s+= "(.*)"/.exec(readFileSync(file, 'utf8'))?.[1] ?? '');
  };
  return { root, home, disk, told, mirror };
}

interface Mirror {
  readonly path: string;
  readonly file: string;
}

/** Makes a mirror with the provider in one of the two layouts that Terraform knows. */
function makeMirror(place: string, layout: 'packed' | 'unpacked' = 'unpacked'): Mirror {
  const provider = path.join(place, awsProvider);
  const packageFolder = layout === 'packed' ? provider : path.join(provider, '5.100.0', 'linux_amd64');
  mkdirSync(packageFolder, { recursive: true, mode: 0o755 });
  const file = path.join(
    packageFolder,
    layout === 'packed'
      ? 'terraform-provider-aws_5.100.0_linux_amd64.zip'
      : 'terraform-provider-aws_v5.100.0_x5',
  );
  writeFileSync(file, '#!/bin/sh\n', { mode: 0o755 });
  return { path: place, file };
}

describe('the order of preference', () => {
  const withAll = () => {
    const { home, root, disk, ...rest } = machine();
    makeMirror(path.join(disk, 'found'));
    const named = makeMirror(path.join(root, 'named')).path;
    return { home, root, disk, named, ...rest };
  };

  it.each([
    ['TF_CLI_CONFIG_FILE', 'elsewhere.tfrc', ''],
    ['~/.terraformrc', 'home/.terraformrc', ''],
    ['a file in ~/.terraform.d', 'home/.terraform.d/mirror.tfrc', 'provider_installation {}'],
  ])('is first Terraform’s own configuration: %s', (name, file, text) => {
    const { root, named, mirror, told } = withAll();
    const configuration = path.join(root, file);
    mkdirSync(path.dirname(configuration), { recursive: true });
    writeFileSync(configuration, text);
    const variables = name === 'TF_CLI_CONFIG_FILE' ? { [name]: configuration } : {};
    expect(mirror({ ...variables, [mirrorVariable]: named })).toBeUndefined();
    expect(told).toEqual([]);
  });

  it.each([
    ['home/.terraform.d/plugins', {}],
    ['home/.local/share/terraform/plugins', {}],
    ['xdg/terraform/plugins', { XDG_DATA_HOME: 'xdg' }],
    ['share/terraform/plugins', {}],
  ])('then a mirror where Terraform looks by itself: %s', (place, variables) => {
    const { root, named, mirror } = withAll();
    makeMirror(path.join(root, place));
    const absolute = Object.fromEntries(
      Object.entries(variables).map(([name, value]) => [name, path.join(root, value)]),
    );
    expect(mirror({ ...absolute, [mirrorVariable]: named })).toBeUndefined();
  });

  it('ignores a file with credentials only, and a variable that names a missing file', () => {
    const { home, root, named, mirror } = withAll();
    mkdirSync(path.join(home, '.terraform.d'));
    writeFileSync(path.join(home, '.terraform.d', 'credentials.tfrc.json'), '{"credentials":{}}');
    const missing = { TF_CLI_CONFIG_FILE: path.join(root, 'missing.tfrc') };
    expect(mirror({ ...missing, [mirrorVariable]: named })).toBe(named);
    // Terraform would then look by itself, but would warn about the variable
    makeMirror(path.join(home, '.terraform.d', 'plugins'));
    expect(mirror({ ...missing, [mirrorVariable]: named })).toBe('');
  });

  it('then the folder that the variable names, then the disk, which is printed once', () => {
    const { disk, named, mirror, told } = withAll();
    expect(mirror({ [mirrorVariable]: named })).toBe(named);
    expect(told).toEqual([]);
    const found = path.join(disk, 'found');
    expect(mirror({ [mirrorVariable]: '' })).toBe(found);
    expect(mirror()).toBe(found);
    expect(told).toEqual([`Terraform's AWS provider comes from the mirror found in ${found}`]);
  });

  it('without any mirror, the provider comes from the registry', () => {
    expect(machine().mirror()).toBeUndefined();
  });
});

describe.each(['packed', 'unpacked'] as const)('a mirror on the disk, %s', (layout) => {
  it('is used if only root and this user may write to it, also through links', () => {
    const { disk, mirror } = machine();
    const { path: place } = makeMirror(path.join(disk, 'opt', 'mirror'), layout);
    expect(mirror()).toBe(place);
    const linked = machine();
    mkdirSync(path.join(linked.disk, 'mirror', 'registry.terraform.io'), { recursive: true });
    symlinkSync(
      path.join(place, 'registry.terraform.io', 'hashicorp'),
      path.join(linked.disk, 'mirror', 'registry.terraform.io', 'hashicorp'),
    );
    expect(linked.mirror()).toBe(path.join(linked.disk, 'mirror'));
  });

  /** Ways in which others can change a mirror: name, how to set it up, what the message holds. */
  const weaknesses: [string, (mirror: Mirror, root: string) => void, RegExp][] = [
    [
      'a file that everybody may write to',
      ({ file }) => {
        chmodSync(file, 0o757);
      },
      /others may write to .*aws_/,
    ],
    [
      'a file that a group may write to',
      ({ file }) => {
        chmodSync(file, 0o775);
      },
      /others may write to .*aws_/,
    ],
    [
      'a folder of the mirror that everybody may write to',
      ({ path: place }) => {
        chmodSync(path.join(place, 'registry.terraform.io', 'hashicorp'), 0o777);
      },
      /others may write to .*hashicorp \(mode 777\)/,
    ],
    [
      'a folder above that everybody may write to, as in /tmp',
      ({ path: place }) => {
        chmodSync(path.dirname(place), 0o1777);
      },
      /others may write to .* \(mode 1777\)/,
    ],
    [
      'a link to where everybody may write',
      ({ path: place }, root) => {
        const open = path.join(root, 'open');
        mkdirSync(open);
        chmodSync(open, 0o777);
        const version = path.join(place, awsProvider, '6.0.0');
        makeMirror(path.join(open, 'planted'));
        symlinkSync(path.join(open, 'planted', awsProvider, '5.100.0'), version);
      },
      /others may write to .*open/,
    ],
    [
      'a link that leads in a circle',
      ({ path: place }) => {
        symlinkSync('6.0.0', path.join(place, awsProvider, '6.0.0'));
      },
      /ELOOP/,
    ],
    [
      'a link that leads nowhere',
      ({ path: place }) => {
        symlinkSync('gone', path.join(place, awsProvider, '6.0.0'));
      },
      /ENOENT/,
    ],
  ];
  const weaknessesOfOthers: typeof weaknesses = [
    [
      'a file of another user',
      ({ file }) => {
        chownSync(file, somebodyElse, 0);
      },
      /aws_.* belongs to user id 65534/,
    ],
    [
      'a folder of another user',
      ({ file }) => {
        chownSync(path.dirname(file), somebodyElse, 0);
      },
      /belongs to user id 65534/,
    ],
    [
      'a mirror planted by another user',
      ({ path: place }) => {
        execFileSync('chown', ['-R', String(somebodyElse), place]);
      },
      /mirror belongs to user id 65534/,
    ],
    [
      'a home of another user',
      ({ path: place }) => {
        chownSync(path.dirname(place), somebodyElse, 0);
      },
      /belongs to user id 65534/,
    ],
    [
      'a link of another user',
      ({ path: place }, root) => {
        const other = makeMirror(path.join(root, 'other'));
        const link = path.join(place, awsProvider, '6.0.0');
        symlinkSync(path.join(other.path, awsProvider, '5.100.0'), link);
        lchownSync(link, somebodyElse, 0);
      },
      /6\.0\.0 belongs to user id 65534/,
    ],
  ];

  const refuses = (weaken: (mirror: Mirror, root: string) => void, reason: RegExp) => {
    const { disk, root, mirror, told } = machine();
    const weak = makeMirror(path.join(disk, 'a', 'mirror'), layout);
    weaken(weak, root);
    const named = { [mirrorVariable]: weak.path };
    expect(() => mirror(named)).toThrow(
      `${mirrorVariable}: got ${weak.path}, expected a folder that nobody but root and you can change`,
    );
    expect(() => mirror(named)).toThrow(reason);
    // the search goes on to a safe mirror
    const { path: safe } = makeMirror(path.join(disk, 'b', 'mirror'), layout);
    expect(mirror()).toBe(safe);
    expect(told).toEqual([expect.stringContaining(safe)]);
  };
  it.each(weaknesses)('is refused with %s', (_, weaken, reason) => {
    refuses(weaken, reason);
  });
  for (const [name, weaken, reason] of weaknessesOfOthers) {
    itAsRoot(`is refused with ${name}`, () => {
      refuses(weaken, reason);
    });
  }
});

it('is refused in /tmp, which everybody may write to', () => {
  const planted = mkdtempSync(path.join(tmpdir(), 'studio-planted-'));
  try {
    makeMirror(planted);
    expect(() => machine().mirror({ [mirrorVariable]: planted })).toThrow('others may write to');
  } finally {
    rmSync(planted, { recursive: true, force: true });
  }
});

it.each([
  ['that does not exist', 'missing'],
  ['without the provider', 'disk'],
])('a variable that names a folder %s is an error that says what is expected', (_, name) => {
  const { root, mirror } = machine();
  expect(() => mirror({ [mirrorVariable]: path.join(root, name) })).toThrow(
    /^STUDIO_PROVIDER_MIRROR: got \S+, expected a folder that holds registry\.terraform\.io\/hashicorp\/aws/,
  );
});

it('the configuration stays as it is while it is right, because a command may be reading it', () => {
  const { root, mirror } = machine();
  const { path: first } = makeMirror(path.join(root, 'first'));
  const { path: second } = makeMirror(path.join(root, 'second'));
  const file = path.join(root, 'out', 'terraform.rc');
  expect(mirror({ [mirrorVariable]: first })).toBe(first);
  utimesSync(file, 1, 1);
  expect(mirror({ [mirrorVariable]: first })).toBe(first);
  expect(statSync(file).mtimeMs).toBe(1000);
  expect(mirror({ [mirrorVariable]: second })).toBe(second);
});

it('Terraform understands the configuration, whatever the folder is called', () => {
  const { root, mirror } = machine();
  const { path: place } = makeMirror(path.join(root, 'a "mirror" for ${us} and %{them}'));
  expect(mirror({ [mirrorVariable]: place })).toBeDefined();
  const work = path.join(root, 'work');
  mkdirSync(work);
  const required = { required_providers: { aws: { source: 'hashicorp/aws' } } };
  writeFileSync(path.join(work, 'main.tf.json'), JSON.stringify({ terraform: required }));
  const env = {
    PATH: process.env.PATH,
    HOME: root,
    TF_CLI_CONFIG_FILE: path.join(root, 'out', 'terraform.rc'),
    CHECKPOINT_DISABLE: '1',
  };
  const output = execFileSync('terraform', ['init', '-no-color'], { cwd: work, env, encoding: 'utf8' });
  expect(output).toContain('Installed hashicorp/aws v5.100.0 (unauthenticated)');
});
