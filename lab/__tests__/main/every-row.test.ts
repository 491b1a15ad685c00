import { describeWithNetwork } from '../../../test-support/dns/need-root';
import { environmentWith } from '../../../test-support/environments';
import { runLab } from '../../test-support/command';
import { isAbout } from '../../walkthrough/row';
import { allRows } from '../../walkthrough/rows';

// starting everything takes minutes on any machine; the limit only ends a run that hangs
jest.setTimeout(1_800_000);

describeWithNetwork('the lab', () => {
  it('passes every row of the walkthrough, and leaves nothing behind', async () => {
    const { end, stdout, stderr, leftBehind } = await runLab({ args: ['--check'] });
    const count = allRows.filter((row) => isAbout(row, environmentWith())).length;
    // the table shows which row failed and how
    expect(stdout + stderr).toContain(`${count} of ${count} rows passed`);
    expect(stdout.match(/^pass /gm)).toHaveLength(count);
    expect({ end, leftBehind }).toEqual({ end: 0, leftBehind: [] });
  });
});
