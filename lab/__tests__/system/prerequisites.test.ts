import { whatIsMissing } from '../../system/prerequisites';

describe('the list of missing programs', () => {
  const lines = whatIsMissing('/nowhere').split('\n');

  it('names them for each level, with how to get them', () => {
    for (const level of ['servers', 'deployment', 'lab'])
      expect(lines).toContain(`npm run test:${level} needs`);
    expect(lines).toContain("  moto_server - moto, the stand-in for AWS: pip install 'moto[server]>=5,<6'");
    expect(lines).toContain("  dig - BIND 9's DNS client: apt-get install bind9-dnsutils");
  });

  it('ends with the level that needs nothing', () => {
    expect(lines.at(-1)).toBe('npm run test:unit needs nothing of this');
  });
});
