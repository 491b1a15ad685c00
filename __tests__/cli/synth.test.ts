import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ProjectCopy } from '../../test-support/project-copy';
import { exampleFile, exampleWith } from '../../test-support/environments';
import { malformedFiles, wrongConfigurations } from '../../test-support/wrong-configurations';

/** Every file below a folder, with its content. */
function filesOf(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .sort()
      .map((file) => [path.relative(folder, file), readFileSync(file).toString('base64')]),
  );
}

describe('synth', () => {
  const project = new ProjectCopy();
  const elsewhere = new ProjectCopy('another folder');
  afterAll(() => {
    project.remove();
    elsewhere.remove();
  });

  it('writes a Terraform file per stack and named.conf, for the example by default', () => {
    expect(project.run(path.join('node_modules', '.bin', 'tsx'), ['main.ts'])).toMatchObject({
      exitCode: 0,
      stderr: '',
    });
    expect(Object.keys(filesOf(project.path('cdktf.out')))).toEqual(
      expect.arrayContaining([
        'dns/named.conf',
        'stacks/identity/cdk.tf.json',
        'stacks/network/cdk.tf.json',
        'stacks/private-api/cdk.tf.json',
        'stacks/studio/cdk.tf.json',
      ]),
    );
  });

  it('writes the same bytes again, and in another folder, whose name has a space', () => {
    const first = filesOf(project.path('cdktf.out'));
    expect(project.synth('example').exitCode).toBe(0);
    expect(filesOf(project.path('cdktf.out'))).toEqual(first);
    expect(elsewhere.synth('example')).toMatchObject({ exitCode: 0, stderr: '' });
    expect(filesOf(elsewhere.path('cdktf.out'))).toEqual(first);
  });

  it('names no folder of the machine in what it writes', () => {
    const { folder } = project;
    for (const [file, content] of Object.entries(filesOf(project.path('cdktf.out')))) {
      const text = Buffer.from(content, 'base64').toString('latin1');
      expect([file, text.includes(folder) || text.includes(path.join(__dirname, '..', '..'))]).toEqual([
        file,
        false,
      ]);
    }
  });

  it('writes a named.conf that BIND accepts', () => {
    const check = () =>
      execFileSync('named-checkconf', [project.path('cdktf.out', 'dns', 'named.conf')], { stdio: 'pipe' });
    expect(check).not.toThrow();
  });

  it('keeps the state of each environment apart, and nothing of another environment in the output', () => {
    project.writeEnvironment('second', exampleFile());
    project.run('touch', [project.path('cdktf.out', 'stacks', 'network', 'left-over')]);
    expect(project.synth('second').exitCode).toBe(0);
    expect(existsSync(project.path('cdktf.out', 'stacks', 'network', 'left-over'))).toBe(false);
    expect(project.read('cdktf.out', 'stacks', 'network', 'cdk.tf.json')).toContain(
      '../../../state/second/network.tfstate',
    );
  });

  it('takes the environment from STUDIO_ENV, as the cdktf command gives it', () => {
    project.writeEnvironment('third', exampleWith({ 'studio.users': ['carol'] }));
    const result = project.run(path.join('node_modules', '.bin', 'tsx'), ['main.ts'], {
      STUDIO_ENV: 'third',
    });
    expect(result.exitCode).toBe(0);
    expect(project.read('cdktf.out', 'environment')).toBe('third\n');
  });
});

describe('synth refuses: exit code 1, nothing written', () => {
  const project = new ProjectCopy();
  afterAll(() => {
    project.remove();
  });

  const refused = (environmentName: string): string => {
    const { exitCode, stdout, stderr } = project.synth(environmentName);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(['cdktf.out', 'dist', 'state'].filter((folder) => existsSync(project.path(folder)))).toEqual([]);
    return stderr;
  };

  it('an unknown environment, listing those there are', () => {
    expect(refused('prod')).toContain('--env: got "prod", expected one of those in environments/: example');
  });

  it('a name that leads out of the folder', () => {
    expect(refused('../environments/example')).toContain('expected one of those in environments/: example');
  });

  it('an environment whose name cannot be part of AWS names', () => {
    project.writeEnvironment('Prod_1', exampleFile());
    expect(refused('Prod_1')).toContain(
      'expected a file name of 2 to 24 lower-case letters, digits and inner hyphens',
    );
  });

  it('an option it does not know', () => {
    const result = project.run(path.join('node_modules', '.bin', 'tsx'), [
      'main.ts',
      '--environment',
      'example',
    ]);
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain("Unknown option '--environment'");
    expect(existsSync(project.path('cdktf.out'))).toBe(false);
  });

  // every case's message is checked in config/load.test.ts; a process each for half of them is enough here
  it.each(wrongConfigurations.filter((_, index) => index % 2 === 0))('%s', (_, changes, expected) => {
    project.writeEnvironment('wrong', exampleWith(changes));
    expect(refused('wrong')).toContain(expected);
  });

  it.each(malformedFiles)('%s', (_, text, expected) => {
    project.writeEnvironment('wrong', text);
    expect(refused('wrong')).toContain(expected);
  });
});
