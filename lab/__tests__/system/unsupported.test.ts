import { unsupported } from '../../system/unsupported';
import { adoptedVpc, companyTokens, environmentWith } from '../../../test-support/environments';

describe('unsupported', () => {
  it('accepts the example, and changes of it that the lab supports', () => {
    const changes = {
      'identity.cognito.mfa': 'off',
      'corporate.egressCidrs': ['203.0.113.1/32'],
      'studio.users': ['alice'],
      'api.throttle': { ratePerSecond: 20, burst: 20 },
    };
    expect(unsupported(environmentWith())).toEqual([]);
    expect(unsupported(environmentWith(changes))).toEqual([]);
  });

  it.each(['site-peering', 'site-transit-gateway'])('accepts %s', (name) => {
    expect(unsupported(environmentWith({}, name))).toEqual([]);
  });

  it('refuses corporate networks that a peering with the site does not reach', () => {
    const cidrs = ['192.168.10.0/24', '192.168.11.0/24'];
    expect(unsupported(environmentWith({ 'corporate.cidrs': cidrs }, 'site-peering'))).toEqual([
      expect.stringContaining('corporate.cidrs: got 192.168.10.0/24, 192.168.11.0/24'),
    ]);
  });

  it.each<[what: string, changes: Record<string, unknown>, problem: string]>([
    ['a VPC that exists', adoptedVpc(), 'network.vpc: got an existing VPC'],
    [
      'a corporate network that nothing connects',
      { 'corporate.connection': 'none' },
      'corporate.connection: the lab supports transit gateways only',
    ],
    [
      'a corporate network without room for hosts',
      { 'corporate.cidrs': ['192.168.10.8/32'] },
      'corporate.cidrs: got 192.168.10.8/32 first',
    ],
    [
      "company addresses that are the lab's internet",
      { 'corporate.egressCidrs': ['203.0.113.0/24'] },
      "corporate.egressCidrs: got 203.0.113.0/24, which holds addresses of the lab's internet",
    ],
    [
      "sign-in with the company's own tokens",
      { identity: companyTokens },
      'identity: the lab signs people in with a password',
    ],
    ['an environment without users', { 'studio.users': [] }, 'studio.users: got none'],
    [
      'a throttle that is too low for the lab',
      { 'api.throttle': { ratePerSecond: 2, burst: 100 } },
      'api.throttle: got 2 per second and a burst of 100',
    ],
  ])('refuses %s, in one line', (_, changes, problem) => {
    expect(unsupported(environmentWith(changes))).toEqual([expect.stringContaining(problem)]);
  });

  it('names all problems at once', () => {
    const problems = unsupported(environmentWith({ identity: companyTokens, 'studio.users': [] }));
    expect(problems).toHaveLength(2);
  });
});
