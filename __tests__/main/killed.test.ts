import path from 'node:path';
import { typescript } from '../../cli/run-typescript';
import { projectFolder } from '../../config/project-folder';
import { exampleWith } from '../../test-support/environments';
import { outputOf } from '../../test-support/output/fake-app';
import { ProjectCopy } from '../../test-support/project-copy';

jest.setTimeout(600_000);

describe('npm run synth of a changed environment, killed', () => {
  const project = new ProjectCopy();
  afterAll(() => {
    project.remove();
  });
  const preload = path.join(projectFolder, 'test-support', 'output', 'kill-after.mjs');
  const killed = (variables: Readonly<Record<string, string>>) =>
    project.run(process.execPath, ['--import', preload, ...typescript, 'main.ts'], variables);
  const write = (users: readonly string[]) => {
    project.writeEnvironment('example', exampleWith({ 'studio.users': users }));
  };
  const before = ['alice'];
  const after = ['alice', 'bob', 'carol'];

  it('in ten places, is finished by the next one', () => {
    write(after);
    expect(
      project.run(process.execPath, [...typescript, 'main.ts'], { CDKTF_OUTDIR: 'cdktf.out.clean' }),
    ).toMatchObject({
      exitCode: 0,
    });
    const clean = outputOf(project.path('cdktf.out.clean'));
    write(before);
    expect(project.synth('example').exitCode).toBe(0);
    write(after);
    const changes = Number(killed({}).stdout);
    expect(changes).toBeGreaterThan(50);
    for (let place = 1; place <= 10; place += 1) {
      write(before);
      expect(project.synth('example')).toMatchObject({ exitCode: 0, stderr: '' });
      write(after);
      // the changes of the output itself are the last ones
      const { exitCode } = killed({ KILL_AFTER: String(changes - place * 4) });
      expect(exitCode).not.toBe(0);
      expect(project.synth('example')).toMatchObject({ exitCode: 0, stderr: '' });
      expect(outputOf(project.path('cdktf.out'))).toEqual(clean);
    }
  });
});
