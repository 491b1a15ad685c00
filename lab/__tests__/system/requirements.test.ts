import { confinedServers } from '../../system/requirements';

describe('confinedServers', () => {
  it.each([
    ['named (enforce)\nunbound (enforce)\n', 1],
    ['/usr/sbin/cups (complain)\n/usr/sbin/named (enforce)\n', 1],
    ['named (complain)\n', 0],
    ['/usr/bin/named-something (enforce)\n', 0],
    ['', 0],
  ])('finds BIND confined in %j: %d', (profiles, count) => {
    const problems = confinedServers(profiles);
    expect(problems).toHaveLength(count);
    for (const problem of problems) expect(problem).toContain('aa-complain /usr/sbin/named');
  });
});
