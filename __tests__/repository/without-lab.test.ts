import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { projectFolder } from '../../config/project-folder';

const left = ['.git', 'cdktf.out', 'dist', 'lab', 'node_modules', 'state'].map((name) =>
  path.join(projectFolder, name),
);

// all unit tests run in there; the limit only ends a hanging run
jest.setTimeout(900_000);

describe('the project without its folder lab/', () => {
  const parent = mkdtempSync(path.join(tmpdir(), 'studio-without-lab-'));
  const folder = path.join(parent, 'project');
  beforeAll(() => {
    cpSync(projectFolder, folder, { recursive: true, filter: (file) => !left.includes(file) });
    symlinkSync(path.join(projectFolder, 'node_modules'), path.join(folder, 'node_modules'));
  });
  afterAll(() => {
    rmSync(parent, { recursive: true, force: true });
  });

  // synth refuses a folder cdktf.out that it did not write, as tests could leave one
  it.each([['test:unit'], ['synth']])('passes npm run %s', async (script) => {
    const env = { ...process.env };
    // a choice of environment made outside must not decide a test
    delete env.STUDIO_ENV;
    const run = promisify(execFile)('npm', ['run', script], { cwd: folder, env });
    await expect(run).resolves.toBeDefined();
  });
});
