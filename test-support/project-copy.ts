import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const execFileAsync = promisify(execFile);

const projectFolder = path.join(__dirname, '..');

/** What synthesis reads, by the names of folders and files at the top of the project. */
const sources = [
  'cli',
  'config',
  'constructs',
  'dns',
  'environments',
  'handlers',
  'lab',
  'stacks',
  'cdktf.json',
  'main.ts',
  'package.json',
  'tsconfig.json',
];

/** What a command printed and how it ended. */
export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A copy of the project in a folder of its own, where a test can change the environment and synthesize. */
export class ProjectCopy {
  readonly folder: string;

  constructor(name = 'project') {
    this.folder = path.join(mkdtempSync(path.join(tmpdir(), 'studio-test-')), name);
    mkdirSync(this.folder);
    for (const source of sources) {
      cpSync(path.join(projectFolder, source), path.join(this.folder, source), { recursive: true });
    }
    symlinkSync(path.join(projectFolder, 'node_modules'), path.join(this.folder, 'node_modules'));
  }

  path(...parts: string[]): string {
    return path.join(this.folder, ...parts);
  }

  read(...parts: string[]): string {
    return readFileSync(this.path(...parts), 'utf8');
  }

  /** Writes `environments/<name>.json`; text is written as it is, anything else as JSON. */
  writeEnvironment(name: string, content: unknown): void {
    const text = typeof content === 'string' ? content : JSON.stringify(content, null, 2);
    writeFileSync(this.path('environments', `${name}.json`), text);
  }

  /** Runs the synth command as a user would, and returns what came of it, good or bad. */
  synth(environmentName: string): CommandResult {
    return this.run(path.join('node_modules', '.bin', 'tsx'), ['main.ts', '--env', environmentName]);
  }

  /** Runs a program in the project's folder and waits for it; nothing else happens in this process meanwhile. */
  run(
    program: string,
    args: readonly string[],
    variables: Readonly<Record<string, string>> = {},
  ): CommandResult {
    try {
      return { exitCode: 0, stdout: execFileSync(program, args, this.options(variables)), stderr: '' };
    } catch (error) {
      return resultOf(error);
    }
  }

  /** Runs a program in the project's folder, while servers in this process go on. */
  async execute(
    program: string,
    args: readonly string[],
    variables: Readonly<Record<string, string>>,
  ): Promise<CommandResult> {
    try {
      return { exitCode: 0, ...(await execFileAsync(program, args, this.options(variables))) };
    } catch (error) {
      return resultOf(error);
    }
  }

  private options(variables: Readonly<Record<string, string>>) {
    const inherited = { ...process.env };
    // a choice of environment made outside must not decide a test
    delete inherited.STUDIO_ENV;
    return {
      cwd: this.folder,
      env: { ...inherited, ...variables },
      encoding: 'utf8',
      stdio: 'pipe',
      maxBuffer: 64 * 1024 * 1024,
    } as const;
  }

  remove(): void {
    rmSync(path.dirname(this.folder), { recursive: true, force: true });
  }
}

function resultOf(error: unknown): CommandResult {
  const { status, code, stdout, stderr } = error as {
    status?: number | null;
    code?: number | string;
    stdout: string;
    stderr: string;
  };
  return { exitCode: status ?? (typeof code === 'number' ? code : -1), stdout, stderr };
}
