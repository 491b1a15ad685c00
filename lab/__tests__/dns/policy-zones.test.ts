import type { FirewallRule } from '../../deployed/dns-firewall';
import { policyZones } from '../../dns/policy-zones';

const recordsOf = (rule: Partial<FirewallRule>) => {
  const { zones } = policyZones([
    { names: ['*.a.example'], action: 'ALLOW', blockResponse: undefined, ...rule },
  ]);
  return zones['firewall-0']?.split('\n').filter((line) => line.includes('CNAME'));
};

it.each<[what: string, rule: Partial<FirewallRule>, record: string]>([
  ['a rule that allows', {}, '*.a.example IN CNAME rpz-passthru.'],
  ['a rule that warns', { action: 'ALERT' }, '*.a.example IN CNAME rpz-passthru.'],
  ['a rule that blocks', { action: 'BLOCK', blockResponse: 'NXDOMAIN' }, '*.a.example IN CNAME .'],
  ['one without data', { action: 'BLOCK', blockResponse: 'NODATA' }, '*.a.example IN CNAME *.'],
  ['every name', { names: ['*'], action: 'BLOCK', blockResponse: 'NXDOMAIN' }, '* IN CNAME .'],
])('%s becomes a record', (_, rule, record) => {
  expect(recordsOf(rule)).toEqual([record]);
});

it('keeps the order of the rules, and asks nobody before it decides', () => {
  const rule: FirewallRule = { names: ['*'], action: 'ALLOW', blockResponse: undefined };
  expect(policyZones([rule, rule]).options).toMatch(
    /^response-policy \{ zone "firewall-0"; zone "firewall-1"; \} qname-wait-recurse no/,
  );
  expect(policyZones([]).options).toBe('');
});

it('refuses an answer that it does not have', () => {
  expect(() => recordsOf({ action: 'BLOCK', blockResponse: 'OVERRIDE' })).toThrow('OVERRIDE');
});
