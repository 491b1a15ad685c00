import { describeWithNetwork } from '../../../test-support/dns/need-root';
import { runLab } from '../../test-support/command';

// starting everything takes minutes on any machine; the limit only ends a run that hangs
jest.setTimeout(900_000);

describeWithNetwork('the lab', () => {
  it.each([
    ['while it deploys', /network: aws_vpc\b/, 'SIGTERM to npm', 143],
    ['while it brings the hosts up', / s {2}network: hosts/, 'Ctrl-C, held', 130],
    ['while name servers start', / s {2}name servers/, 'Ctrl-C', 130],
  ] as const)(
    'leaves nothing behind when it is interrupted %s',
    async (_, interruptAt, interruptBy, code) => {
      const { end, stdout, stderr, leftBehind } = await runLab({
        args: ['--check'],
        interruptAt,
        interruptBy,
      });
      expect(stdout).toMatch(interruptAt);
      // without a configuration of Terraform, the lab prints once which mirror it uses
      const others = stderr.replace(/^Terraform's AWS provider comes from the mirror .*\n/m, '');
      expect({ end, stderr: others, leftBehind }).toEqual({ end: code, stderr: '', leftBehind: [] });
    },
  );
});
