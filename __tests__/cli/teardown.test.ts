import { existsSync } from 'node:fs';
import { typescript } from '../../cli/run-typescript';
import { exampleWith } from '../../test-support/environments';
import { ProjectCopy } from '../../test-support/project-copy';

describe('npm run teardown with wrong arguments', () => {
  const project = new ProjectCopy();
  beforeAll(() => {
    project.writeEnvironment('wrong', exampleWith({ region: 'nowhere' }));
  });
  afterAll(() => {
    project.remove();
  });

  it.each<[string, string[], string]>([
    ['no environment', ['--yes'], '--env: got nothing'],
    ['an unknown environment', ['--env', 'nothing'], '--env'],
    ['a wrong environment file', ['--env', 'wrong'], 'region'],
    ['an unknown option', ['--env', 'example', '--force'], "Unknown option '--force'"],
    ['an empty sentence', ['--env', 'example', '--delete-spaces', ''], '--delete-spaces: got ""'],
    ['an empty user', ['--env', 'example', '--user', ''], '--user: got ""'],
    [
      'home directories of one user',
      ['--env', 'example', '--user', 'bob', '--delete-homes', 'x'],
      '--delete-homes: got it with --user',
    ],
  ])('writes nothing and ends with 1: %s', (_, args, message) => {
    // the variable chooses an environment for other commands, not for this one
    const variables = { STUDIO_ENV: 'example' };
    const { exitCode, stderr } = project.run(
      process.execPath,
      [...typescript, 'cli/teardown.ts', ...args],
      variables,
    );
    expect(stderr).toContain(message);
    expect(exitCode).toBe(1);
    expect(existsSync(project.path('cdktf.out'))).toBe(false);
  });
});
