import { typescript } from '../../cli/run-typescript';
import { exampleFile, exampleWith } from '../../test-support/environments';
import { outputOf } from '../../test-support/output/fake-app';
import { ProjectCopy } from '../../test-support/project-copy';

jest.setTimeout(900_000);

describe('25 synths of two environments into one folder at once', () => {
  const project = new ProjectCopy();
  afterAll(() => {
    project.remove();
  });
  const synth = (environment: string, variables: Readonly<Record<string, string>> = {}) =>
    project.execute(process.execPath, [...typescript, 'main.ts', '--env', environment], variables);

  it('each succeed or say why not, and the folder is that of one of them', async () => {
    project.writeEnvironment('first', exampleFile());
    project.writeEnvironment('second', exampleWith({ 'studio.users': ['carol'] }));
    for (const name of ['first', 'second']) {
      const own = await synth(name, { CDKTF_OUTDIR: `cdktf.out.${name}` });
      expect(own).toMatchObject({ exitCode: 0, stderr: '' });
    }
    const results = await Promise.all(
      Array.from({ length: 25 }, (_, index) => synth(index % 2 === 0 ? 'first' : 'second')),
    );
    const failed = results.filter(({ exitCode }) => exitCode !== 0);
    for (const { exitCode, stderr } of failed) {
      expect(exitCode).toBe(1);
      expect(stderr).toMatch(
        /synth of \w+ \(process \d+ on \S+, since \S+\) is still running: wait until it has ended/,
      );
    }
    expect(failed.length).toBeLessThan(25);
    const found = outputOf(project.path('cdktf.out'));
    const candidates = ['first', 'second'].map((name) => outputOf(project.path(`cdktf.out.${name}`)));
    expect(candidates).toContainEqual(found);
  });
});
