import { runProgram } from '../../../cli/terraform/run-program';

const run = (script: string, options: { input?: string } = {}) =>
  runProgram('/bin/sh', ['-c', script], { folder: '/', variables: { WORD: 'given' }, ...options });

it('returns what a program printed, and its exit code, whatever that is', async () => {
  await expect(run('echo out; echo err >&2; exit 3')).resolves.toEqual({
    exitCode: 3,
    stdout: 'out\n',
    stderr: 'err\n',
  });
});

it('gives the program its folder and its variables, and no others', async () => {
  process.env.SECRET_OF_THE_TEST = 'marked';
  const { stdout } = await run('pwd; echo "$WORD $SECRET_OF_THE_TEST"');
  delete process.env.SECRET_OF_THE_TEST;
  expect(stdout).toBe('/\ngiven \n');
});

it('gives the program its input, or none', async () => {
  await expect(run('cat', { input: 'state' })).resolves.toMatchObject({ stdout: 'state' });
  await expect(run('cat')).resolves.toMatchObject({ stdout: '' });
  // a program that does not read its input
  await expect(run('exit 4', { input: 'x'.repeat(1_000_000) })).resolves.toMatchObject({ exitCode: 4 });
});

it('reports a program that a signal ended, as a shell does', async () => {
  await expect(run('kill -KILL $$')).resolves.toMatchObject({ exitCode: 137 });
});

it('fails if there is no such program', async () => {
  await expect(runProgram('no-such-program', [], { folder: '/', variables: {} })).rejects.toMatchObject({
    code: 'ENOENT',
  });
});
