import { execFileSync, spawnSync } from 'node:child_process';
import fs, { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { messageOf } from '../../../../cli/failure';
import { synthesizedEnvironment } from '../../../../cli/output/admission';
import { guardPath } from '../../../../cli/output/layout';
import { writeOutput } from '../../../../cli/output/write-output';
import { projectFolder } from '../../../../config/project-folder';
import { outputOf, synthesize, versions, type Version } from '../../../../test-support/output/fake-app';
import {
  momentsOf,
  withInterruption,
  type Interruption,
} from '../../../../test-support/output/interrupted-file-system';

jest.setTimeout(600_000);

// in memory where there is such a place: thousands of files are written to the disk at once
const folder = mkdtempSync(path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'studio-interruption-'));
const target = path.join(folder, 'out');
const clean = { old: path.join(folder, 'clean-old'), new: path.join(folder, 'clean-new') };

beforeAll(() => {
  synthesize(clean.old, 'old');
  synthesize(clean.new, 'new');
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The folder as it is before a synthesis that will be interrupted. */
function prepare(before: 'nothing' | 'old'): void {
  rmSync(target, { recursive: true, force: true });
  if (before === 'old') cpSync(clean.old, target, { recursive: true });
}

/** Removes the locks: the interrupted process is simulated in this one, which still runs. */
function forgetLocks(): void {
  rmSync(path.join(target, '.synth', 'locks'), { recursive: true, force: true });
}

/** Files below a prefix in one version. */
function partOf(files: Readonly<Record<string, string>>, prefix: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).filter(([file, content]) => file.startsWith(prefix) && content !== 'no file'),
  );
}

/** What is wrong with an interrupted folder: a stack that Terraform would take for whole and that is half-made. */
function halfMade(): string[] {
  if (!existsSync(target)) return [];
  const found = outputOf(target);
  const [old, made] = [outputOf(clean.old), outputOf(clean.new)];
  const stacks = new Set(Object.keys(found).flatMap((file) => /^stacks\/([^/]+)\//.exec(file)?.[1] ?? []));
  const isWhole = (prefix: string) =>
    [old, made].some(
      (version) => JSON.stringify(partOf(found, prefix)) === JSON.stringify(partOf(version, prefix)),
    );
  const halfStacks = [...stacks].filter((stack) => {
    const isGuarded = found[guardPath(stack)] !== undefined;
    // without this file Terraform finds nothing to do
    const hasConfiguration = found[`stacks/${stack}/cdk.tf.json`] !== undefined;
    return hasConfiguration && !isGuarded && !isWhole(`stacks/${stack}/`);
  });
  const listed = found['manifest.json'];
  const isOffered =
    listed !== undefined && Object.keys(found).every((file) => !file.endsWith('unfinished.tf.json'));
  const wrongList =
    isOffered &&
    ![old, made].some(
      (version) => JSON.stringify(partOf(found, 'stacks/')) === JSON.stringify(partOf(version, 'stacks/')),
    );
  return [...halfStacks, ...(wrongList ? ['manifest.json'] : [])];
}

describe.each<[Interruption, 'nothing' | 'old']>([
  ['killed', 'old'],
  ['killed', 'nothing'],
  ['killed in a write', 'old'],
  ['disk full', 'old'],
  ['disk full', 'nothing'],
  ['read-only', 'old'],
])('%s at every change of the disk, over %s', (interruption, before) => {
  it('leaves nothing half-made, and the next synth makes it whole', () => {
    prepare(before);
    const all = withInterruption(interruption, Infinity, () => {
      synthesize(target, 'new');
    });
    expect(all.error).toBeUndefined();
    const moments = momentsOf(interruption, all.calls);
    expect(moments.length).toBeGreaterThan(5);
    const wrong: unknown[] = [];
    const messages = new Set<string>();
    for (const lastGood of moments) {
      prepare(before);
      const { error } = withInterruption(interruption, lastGood, () => {
        synthesize(target, 'new');
      });
      forgetLocks();
      if (interruption === 'disk full' || interruption === 'read-only') messages.add(messageOf(error));
      const half = halfMade();
      if (half.length > 0) wrong.push({ lastGood, half });
      synthesize(target, 'new');
      if (JSON.stringify(outputOf(target)) !== JSON.stringify(outputOf(clean.new))) wrong.push({ lastGood });
    }
    expect(wrong).toEqual([]);
    for (const message of messages) {
      expect(message).toMatch(
        /^(?:cannot \w+ \S+: the (?:disk is full|file system is read-only) \([A-Z]+\); .+)$/,
      );
    }
  });
});

describe('after an interruption in the middle of a change', () => {
  /** Stops where old and new files are side by side: before the manifest is written. */
  const interrupt = () => {
    prepare('old');
    const { calls } = withInterruption('killed', Infinity, () => {
      synthesize(target, 'new');
    });
    prepare('old');
    // the last two renames put the list of the files and cdktf's manifest into place
    const renames = calls.flatMap((name, index) => (name === 'renameSync' ? [index] : []));
    withInterruption('killed', renames.at(-2) ?? 0, () => {
      synthesize(target, 'new');
    });
    forgetLocks();
    expect(existsSync(path.join(target, 'dns', 'only-new.conf'))).toBe(true);
    expect(existsSync(path.join(target, '.synth', 'journal.json'))).toBe(true);
  };

  it('a synth that fails itself still finishes what was begun', () => {
    interrupt();
    const failing = () => {
      writeOutput({ folder: target, environment: 'example', projectFolder: __dirname }, () => {
        throw new Error('a defect in a stack');
      });
    };
    expect(failing).toThrow('a defect in a stack');
    expect(outputOf(target)).toEqual(outputOf(clean.new));
  });

  it('another version can follow at once', () => {
    interrupt();
    synthesize(target, 'old');
    expect(outputOf(target)).toEqual(outputOf(clean.old));
  });

  it('commands that read the output say that it is unfinished', () => {
    interrupt();
    expect(() => synthesizedEnvironment(target)).toThrow(
      `${target} is unfinished, because a synth was interrupted: run npm run synth again first`,
    );
  });

  it.each(['init', 'plan', 'apply', 'destroy', 'validate'])('terraform %s refuses every stack', (command) => {
    interrupt();
    const stacks = readdirSync(path.join(target, 'stacks'));
    expect(stacks.length).toBeGreaterThan(2);
    for (const stack of stacks) {
      const { status, stdout, stderr } = spawnSync('terraform', [command, '-no-color'], {
        cwd: path.join(target, 'stacks', stack),
        encoding: 'utf8',
      });
      expect(status).toBe(1);
      expect(stdout + stderr).toContain('synth was interrupted, and this folder is unfinished');
    }
  });

  it('a file that somebody changed meanwhile stops the next synth, with its name', () => {
    interrupt();
    execFileSync('sh', ['-c', 'echo mine > dns/named.conf'], { cwd: target });
    expect(() => {
      synthesize(target, 'new');
    }).toThrow('dns/named.conf has been changed since synth wrote it');
  });

  it('says so when what was staged is gone', () => {
    interrupt();
    rmSync(path.join(target, '.synth', 'staging'), { recursive: true });
    expect(() => {
      synthesize(target, 'new');
    }).toThrow(
      /an interrupted synth cannot be finished, because its .* is missing: move the output folder away/,
    );
  });
});

describe('killed at random', () => {
  const program = path.join(folder, 'project', 'test-support', 'output', 'program.js');
  const run = (version: Version, killAfterMilliseconds?: number) =>
    spawnSync(process.execPath, [program, target, version], {
      encoding: 'utf8',
      timeout: killAfterMilliseconds,
      killSignal: 'SIGKILL',
    });

  beforeAll(async () => {
    mkdirSync(path.dirname(program), { recursive: true });
    await build({
      stdin: {
        contents: `import { synthesize } from './fake-app'; synthesize(process.argv[2]!, process.argv[3] as 'old' | 'new');`,
        resolveDir: path.join(projectFolder, 'test-support', 'output'),
        loader: 'ts',
      },
      bundle: true,
      platform: 'node',
      outfile: program,
    });
  });

  it('a hundred times, the folder is never half-made, and the next synth makes it right', () => {
    rmSync(target, { recursive: true, force: true });
    expect(run('old')).toMatchObject({ status: 0, stderr: '' });
    const started = Date.now();
    expect(run('new')).toMatchObject({ status: 0, stderr: '' });
    const duration = Date.now() - started;
    let interrupted = 0;
    for (let round = 0; round < 100; round += 1) {
      const version = round % 2 === 0 ? 'old' : 'new';
      const { signal } = run(version, Math.ceil(Math.random() * duration * 1.1));
      if (signal !== null) interrupted += 1;
      expect([round, halfMade()]).toEqual([round, []]);
      expect(run(version)).toMatchObject({ status: 0, stderr: '' });
      expect([round, outputOf(target)]).toEqual([round, outputOf(clean[version])]);
    }
    expect(interrupted).toBeGreaterThan(20);
  });
});

it('goes on when another first synth has just created the folder', () => {
  prepare('nothing');
  const { mkdirSync: create } = fs;
  const mkdir = jest.spyOn(fs, 'mkdirSync').mockImplementationOnce((name, options) => {
    create(name);
    return create(name, options);
  });
  try {
    synthesize(target, 'new');
  } finally {
    mkdir.mockRestore();
  }
  expect(outputOf(target)).toEqual(outputOf(clean.new));
});

test('the versions differ in all ways that matter here', () => {
  expect(Object.keys(versions.old)).not.toEqual(Object.keys(versions.new));
});
