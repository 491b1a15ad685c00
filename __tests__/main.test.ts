import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { typescript } from '../cli/run-typescript';
import { synthesizedEnvironment } from '../cli/output/admission';
import { projectFolder } from '../config/project-folder';
import { ProjectCopy } from '../test-support/project-copy';
import { exampleFile, exampleWith } from '../test-support/environments';
import { malformedFiles, wrongConfigurations } from '../test-support/wrong-configurations';

/** Every file below a folder, with its content. */
function filesOf(folder: string, isWanted: (file: string) => boolean = () => true): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .sort()
      .filter((file) => isWanted(path.relative(folder, file)))
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
    expect(project.run(process.execPath, [...typescript, 'main.ts'])).toMatchObject({
      exitCode: 0,
      stderr: '',
    });
    expect(Object.keys(filesOf(project.path('cdktf.out')))).toEqual(
      expect.arrayContaining([
        'desktops/proxy.pac',
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
      expect([file, text.includes(folder) || text.includes(projectFolder)]).toEqual([file, false]);
    }
  });

  it('writes a named.conf that BIND accepts', () => {
    const check = () =>
      execFileSync('named-checkconf', [project.path('cdktf.out', 'dns', 'named.conf')], { stdio: 'pipe' });
    expect(check).not.toThrow();
  });

  it('replaces what it wrote for another environment, and keeps the state of each apart', () => {
    project.writeEnvironment('second', exampleFile());
    expect(project.synth('second')).toMatchObject({ exitCode: 0, stderr: '' });
    expect(project.read('cdktf.out', 'stacks', 'network', 'cdk.tf.json')).toContain(
      '../../../state/second/network.tfstate',
    );
    expect(project.synth('example').exitCode).toBe(0);
    expect(filesOf(project.path('cdktf.out'))).toEqual(filesOf(elsewhere.path('cdktf.out')));
  });

  it('refuses a folder that is in use for another environment, and changes nothing', () => {
    mkdirSync(project.path('cdktf.out', 'stacks', 'network', '.terraform'));
    const before = filesOf(project.path('cdktf.out'));
    const { exitCode, stderr } = project.synth('second');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('it is in use for the environment example (it holds stacks/network/.terraform)');
    expect(filesOf(project.path('cdktf.out'))).toEqual(before);
    rmdirSync(project.path('cdktf.out', 'stacks', 'network', '.terraform'));
  });

  it('takes the environment from STUDIO_ENV, as the cdktf command gives it, and the folder from CDKTF_OUTDIR', () => {
    project.writeEnvironment('third', exampleWith({ 'studio.users': ['carol'] }));
    const variables = { STUDIO_ENV: 'third', CDKTF_OUTDIR: 'cdktf.out.third' };
    expect(project.run(process.execPath, [...typescript, 'main.ts'], variables).exitCode).toBe(0);
    expect(synthesizedEnvironment(project.path('cdktf.out.third'))).toBe('third');
    expect(synthesizedEnvironment(project.path('cdktf.out'))).toBe('example');
  });

  it('takes empty variables for none', () => {
    const before = filesOf(project.folder, (file) => !file.startsWith('node_modules'));
    expect(
      project.run(process.execPath, [...typescript, 'main.ts'], { STUDIO_ENV: '', CDKTF_OUTDIR: '' }),
    ).toMatchObject({
      exitCode: 0,
      stderr: '',
    });
    expect(filesOf(project.folder, (file) => !file.startsWith('node_modules'))).toEqual(before);
  });

  it("makes no folder but its output and the state's, and lets only its user read the state and the functions' code", () => {
    expect(existsSync(elsewhere.path('dist'))).toBe(false);
    expect(statSync(elsewhere.path('state', 'example')).mode & 0o777).toBe(0o700);
    const zips = Object.keys(filesOf(elsewhere.path('cdktf.out'))).filter((file) => file.endsWith('.zip'));
    expect(zips).toHaveLength(3);
    for (const zip of zips) expect(statSync(elsewhere.path('cdktf.out', zip)).mode & 0o777).toBe(0o600);
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
    expect(refused('prod')).toContain(
      '--env: got "prod", expected one of the files in environments/: adfs, china, entra-id, entra-saml, example,',
    );
  });

  it('a name that leads out of the folder', () => {
    expect(refused('../environments/example')).toContain(
      'expected one of the files in environments/: adfs, china, entra-id, entra-saml, example,',
    );
  });

  it('an environment whose name cannot be part of AWS names', () => {
    project.writeEnvironment('Prod_1', exampleFile());
    expect(refused('Prod_1')).toContain(
      'expected a file name of 2 to 24 lower-case letters, digits and inner hyphens',
    );
  });

  it('an option it does not know', () => {
    const result = project.run(process.execPath, [...typescript, 'main.ts', '--environment', 'example']);
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain("Unknown option '--environment'");
    expect(existsSync(project.path('cdktf.out'))).toBe(false);
  });

  // packages are left out, as caches of other programs are among them
  const listing = () => Object.keys(filesOf(project.folder, (file) => !file.startsWith('node_modules')));

  it.each([
    ['.', "it is the project's own folder"],
    ['..', 'or contains it'],
    ['environments', 'it holds files that synth did not write ('],
    ['state', "it is the project's folder state/"],
    ['no/such', 'create it first'],
    ['cdktf.json', 'it is a file, not a folder'],
    ['/proc/out', 'cannot create /proc/out'],
  ])('the output folder %s', (folder, reason) => {
    const before = listing();
    const { exitCode, stdout, stderr } = project.run(process.execPath, [...typescript, 'main.ts'], {
      CDKTF_OUTDIR: folder,
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain(reason);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(listing()).toEqual(before);
  });

  it('an empty name of an environment', () => {
    const { exitCode, stderr } = project.run(process.execPath, [...typescript, 'main.ts', '--env', '']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('--env: got "", expected one of the files in environments/: ');
  });

  // every case's message is checked in config/load.test.ts; what a process does with one is the same for all
  it.each(wrongConfigurations.slice(0, 3))('%s', (_, changes, expected) => {
    project.writeEnvironment('wrong', exampleWith(changes));
    expect(refused('wrong')).toContain(expected);
  });

  it.each(malformedFiles.slice(0, 3))('%s', (_, text, expected) => {
    project.writeEnvironment('wrong', text);
    expect(refused('wrong')).toContain(expected);
  });
});
