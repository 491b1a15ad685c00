import { spawn } from 'node:child_process';
import { runToEnd, watch } from '../../shared/run-to-end';

const env = { PATH: '/usr/bin:/bin' };

it.each<[what: string, script: string, exitCode: number]>([
  ['ends well', 'echo ä; echo b >&2', 0],
  ['fails', 'echo ä; echo b >&2; exit 3', 3],
  ['is killed', 'echo ä; echo b >&2; kill -TERM $$', 143],
  ['asks for input', 'echo ä; echo b >&2; read -r _', 1],
])('a program that %s', async (_, script, exitCode) => {
  expect(await runToEnd('sh', ['-c', script], { env })).toEqual({ exitCode, stdout: 'ä\n', stderr: 'b\n' });
});

it('fails where there is no such program', async () => {
  await expect(runToEnd('no-such-program', [], { env })).rejects.toThrow('ENOENT');
});

it('shows what a program has printed before its end', async () => {
  const child = spawn('sh', ['-c', 'echo question; read -r answer; echo "$answer"'], { env });
  const { printed, ended } = watch(child);
  child.stdout.once('data', () => child.stdin.end(`after ${printed.stdout}`));
  expect(await ended).toEqual({ exitCode: 0, stdout: 'question\nafter question\n', stderr: '' });
});
