import type { CheckResult } from '../../../../cli/studio-access/doctor/check';
import { reportText } from '../../../../cli/studio-access/doctor/report';

const ok: CheckResult = {
  id: 'a',
  what: 'Name server',
  expected: 'answers',
  status: 'ok',
  got: '192.168.10.2',
};
const found: CheckResult = {
  id: 'b',
  what: 'API: name',
  expected: 'addresses in 10.20.0.0/16',
  status: 'found',
  got: '198.18.0.7',
  cause: 'public_address',
  todo: 'Have the servers forward this name to the VPC.',
  who: 'DNS administrator',
};
const untried: CheckResult = {
  id: 'c',
  what: 'API: connection',
  expected: 'open',
  status: 'not_tried',
  because: 'b',
};

describe('the report', () => {
  it('of a whole way', () => {
    expect(reportText([ok], 80, 'ML team')).toBe(
      'ok     Name server: 192.168.10.2\n\nThe doctor found nothing.',
    );
  });

  it('of a broken one: names first what the rest follows from, and whom to ask', () => {
    expect(reportText([ok, found, untried], 80, 'ML team').split('\n')).toEqual([
      'ok     Name server: 192.168.10.2',
      'FOUND  API: name: 198.18.0.7',
      '       check:    b, public_address',
      '       expected: addresses in 10.20.0.0/16',
      '       to do:    Have the servers forward this name to the VPC.',
      '       who:      DNS administrator',
      'Not tried until that is mended: c.',
      '',
      'Cause: API: name: 198.18.0.7. Expected: addresses in 10.20.0.0/16.',
      'To do (DNS administrator): Have the servers forward this name to the VPC.',
      'Ask: ML team',
    ]);
  });

  it('says an advice once', () => {
    const lines = reportText([found, { ...found, id: 'd' }], 80, undefined).split('\n');
    expect(lines.filter((line) => line.startsWith('       to do:'))).toEqual([
      '       to do:    Have the servers forward this name to the VPC.',
      '       to do:    the same as for b',
    ]);
  });

  it('says that others may follow', () => {
    expect(reportText([found, { ...found, id: 'd' }], 200, undefined)).toContain('There are 2 findings');
  });

  it.each([40, 60, 80, 500, undefined])('fits into %s columns', (columns) => {
    const lines = reportText([ok, found, untried], columns, 'ML team').split('\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(Math.min(columns ?? 80, 120));
  });
});
