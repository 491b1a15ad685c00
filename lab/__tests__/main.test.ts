import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describeWithNetwork } from '../../test-support/dns/need-root';
import { runLab } from '../test-support/command';

// starting everything takes minutes on any machine; the limit only ends a run that hangs
jest.setTimeout(900_000);

describeWithNetwork('the lab', () => {
  it('prints commands for trying it by hand, which work', async () => {
    let answers = '';
    const { end, leftBehind } = await runLab({
      args: [],
      interruptAt: /Ctrl-C ends the lab/,
      async beforeInterrupt(stdout) {
        const [, commands = ''] = stdout.split('In another terminal');
        // not every machine has these: a browser, the AWS CLI
        const lines = commands
          .split('\n')
          .filter((line) => line.startsWith('  ') && !/chromium|aws --/.test(line));
        expect(lines.length).toBeGreaterThan(8);
        const script = ['set -euo pipefail', ...lines, 'echo "$URL"'].join('\n');
        answers = (await promisify(execFile)('bash', ['-c', script])).stdout;
      },
    });
    const [corporate, , ...rest] = answers.split('\n');
    expect(corporate).toMatch(/^10\.20\./);
    expect(answers).toContain('"status":403');
    expect(answers).toContain('Access denied');
    expect(answers).toContain('The doctor found nothing.');
    expect(rest.join('\n')).toMatch(/^https:\/\/d-\w+\.studio\.us-east-1\.sagemaker\.aws\/auth\?token=/m);
    expect({ end, leftBehind }).toEqual({ end: 130, leftBehind: [] });
  });

  it('refuses two options that exclude each other', async () => {
    const { end, stdout, stderr, leftBehind } = await runLab({ args: ['--check', '--faults'] });
    expect(stderr).toContain('expected one of these, got all: --check, --faults');
    expect({ end, stdout, leftBehind }).toEqual({ end: 1, stdout: '', leftBehind: [] });
  });

  it.each([['--chek'], ['check']])('names the known options when it gets %s', async (argument) => {
    const { end, stdout, stderr, leftBehind } = await runLab({ args: [argument] });
    expect(stderr).toContain(argument);
    expect(stderr).toContain(
      'expected no option, or one of --check, --faults, --list-faults, --control-plane',
    );
    expect({ end, stdout, leftBehind }).toEqual({ end: 1, stdout: '', leftBehind: [] });
  });

  it.each([
    ['rows', '--check'],
    ['faults', '--faults'],
  ])('names the %s that it lacks', async (what, option) => {
    const { end, stdout, stderr, leftBehind } = await runLab({ args: [option, 'no-such'] });
    expect(stderr).toContain(`the lab has no ${what} with these ids (nothing was changed):\n  no-such\n`);
    expect({ end, stdout, leftBehind }).toEqual({ end: 1, stdout: '', leftBehind: [] });
  });

  it.each<[string, { within: string[] }, string]>([
    [
      'without root',
      { within: ['unshare', '--user'] },
      'root - to make network namespaces: run it with sudo',
    ],
    [
      'without BIND',
      {
        within: [
          'unshare',
          '--mount',
          'sh',
          '-c',
          'mount --bind /dev/null /usr/sbin/named && exec "$@"',
          'sh',
        ],
      },
      'named - BIND 9, the DNS server: apt-get install bind9',
    ],
  ])('says what is missing %s, and changes nothing', async (_, { within }, message) => {
    const { end, stdout, stderr, leftBehind } = await runLab({ args: ['--check'], within });
    expect(stderr).toContain('the lab needs these (nothing was changed):');
    expect(stderr).toContain(message);
    expect({ end, stdout, leftBehind }).toEqual({ end: 1, stdout: '', leftBehind: [] });
  });
});
