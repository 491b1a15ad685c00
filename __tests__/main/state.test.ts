import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { typescript } from '../../cli/run-typescript';
import { exampleWith } from '../../test-support/environments';
import { ProjectCopy } from '../../test-support/project-copy';

const s3 = { type: 's3', bucket: 'states', region: 'eu-west-1', keyPrefix: 'studio' };
const state = JSON.stringify({ version: 4, resources: [{ mode: 'managed', type: 'aws_vpc', name: 'vpc' }] });

// each synth is a process of its own
jest.setTimeout(300_000);

describe('local state, of a synthesized project', () => {
  const project = new ProjectCopy();
  afterAll(() => {
    project.remove();
  });

  const synthTo = (outputFolder: string) =>
    project.run(process.execPath, [...typescript, 'main.ts'], { CDKTF_OUTDIR: outputFolder });

  /** Where Terraform, which is started in the stack's folder, finds the state that a stack's file names. */
  function stateOf(outputFolder: string, stack: string, file: string): string {
    const folder = path.join(outputFolder, 'stacks', stack);
    const json = JSON.parse(readFileSync(path.join(folder, 'cdk.tf.json'), 'utf8')) as {
      terraform: { backend: { local: { path: string } } };
      data: { terraform_remote_state?: Record<string, { config: { path: string } }> };
    };
    const name =
      file === 'backend'
        ? json.terraform.backend.local.path
        : json.data.terraform_remote_state?.[`cross-stack-reference-input-${file}`]?.config.path;
    // as the system follows it: `..` of a link leads to the parent of what it points to
    return project.run('realpath', ['-m', `${folder}/${String(name)}`]).stdout.trim();
  }

  it('has one place, whatever the output folder', () => {
    const elsewhere = path.join(path.dirname(project.folder), 'elsewhere');
    mkdirSync(path.join(elsewhere, 'really', 'deep'), { recursive: true });
    mkdirSync(project.path('build'));
    symlinkSync(path.join(elsewhere, 'really', 'deep'), path.join(elsewhere, 'link'));
    const folders = [
      'cdktf.out',
      path.join('build', 'out put'),
      path.join(elsewhere, 'out'),
      path.join(elsewhere, 'link', 'out'),
    ].map((folder) => path.resolve(project.folder, folder));
    for (const folder of folders) {
      expect(synthTo(folder)).toMatchObject({ exitCode: 0 });
      expect(stateOf(folder, 'network', 'backend')).toBe(project.path('state', 'example', 'network.tfstate'));
      expect(stateOf(folder, 'studio', 'network')).toBe(project.path('state', 'example', 'network.tfstate'));
    }
    expect(project.read('cdktf.out', 'stacks', 'network', 'cdk.tf.json')).toContain(
      '"path": "../../../state/example/network.tfstate"',
    );
  });

  it('may be read by nobody but its owner', () => {
    const file = project.path('state', 'example', 'network.tfstate');
    writeFileSync(file, '');
    writeFileSync(`${file}.backup`, '');
    for (const name of [file, `${file}.backup`]) chmodSync(name, 0o644);
    chmodSync(path.dirname(file), 0o755);
    expect(project.synth('example')).toMatchObject({ exitCode: 0 });
    const mode = (name: string) => (statSync(name).mode & 0o777).toString(8);
    expect([path.dirname(file), file, `${file}.backup`].map(mode)).toEqual(['700', '600', '600']);
  });

  it('stops the synth when the environment file says S3, with what to do, and nothing written', () => {
    const file = project.path('state', 'example', 'network.tfstate');
    writeFileSync(file, state);
    project.writeEnvironment('example', exampleWith({ state: s3 }));
    project.run('rm', ['-rf', 'cdktf.out']);
    const { exitCode, stdout, stderr } = project.synth('example');
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain(
      'network: state/example/network.tfstate holds 1 resource, expected it in s3://states/',
    );
    expect(stderr).toContain('npm run move-state -- --env example');
    expect(stderr).not.toContain('    at ');
    expect(existsSync(project.path('cdktf.out', 'stacks', 'network', 'cdk.tf.json'))).toBe(false);
  });

  it('stops the synth of a renamed environment', () => {
    project.writeEnvironment('renamed', exampleWith({}));
    project.run('rm', [path.join('environments', 'example.json')]);
    const { exitCode, stderr } = project.synth('renamed');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('state/example holds 1 resource, and environments/example.json is gone');
  });
});
