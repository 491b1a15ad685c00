import { json } from '../../../shared/aws-client';
import { isObject, type JsonObject } from '../../../shared/json';
import { SharedStandIn } from '../../../test-support/stand-in';

const shared = new SharedStandIn();

let requests = 0;
const call = (operation: string, request: JsonObject = {}) =>
  json(shared.running, 'route53resolver', `Route53Resolver.${operation}`, {
    CreatorRequestId: String((requests += 1)),
    ...request,
  });

const created = async (kind: 'DomainList' | 'RuleGroup'): Promise<string> => {
  const reply = (await call(`CreateFirewall${kind}`, { Name: 'x1' }))[`Firewall${kind}`];
  return isObject(reply) ? String(reply.Id) : '';
};

const rule = (FirewallRuleGroupId: string, FirewallDomainListId: string, more: JsonObject = {}) =>
  call('CreateFirewallRule', {
    FirewallRuleGroupId,
    FirewallDomainListId,
    Name: 'rule',
    Priority: 100,
    Action: 'ALLOW',
    ...more,
  });

describe('DNS Firewall', () => {
  it('gives names back in lower case, with a dot at the end', async () => {
    const FirewallDomainListId = await created('DomainList');
    const Domains = ['*.Example.com', 'a.example.com', '*'];
    await call('UpdateFirewallDomains', { FirewallDomainListId, Operation: 'REPLACE', Domains });
    expect(await call('ListFirewallDomains', { FirewallDomainListId })).toEqual({
      Domains: ['*.example.com.', 'a.example.com.', '*.'],
    });
  });

  it.each([['a_b.example.com'], ['a.*.example.com'], ['']])('refuses the name %s', async (domain) => {
    const FirewallDomainListId = await created('DomainList');
    const request = { FirewallDomainListId, Operation: 'ADD', Domains: [domain] };
    await expect(call('UpdateFirewallDomains', request)).rejects.toThrow('ValidationException');
  });

  it('refuses a rule that blocks and does not say how, and a priority or a list twice in a group', async () => {
    const [group, list, other] = [
      await created('RuleGroup'),
      await created('DomainList'),
      await created('DomainList'),
    ];
    await expect(rule(group, list, { Action: 'BLOCK' })).rejects.toThrow('ValidationException');
    await expect(rule(group, list, { BlockResponse: 'NXDOMAIN' })).rejects.toThrow('ValidationException');
    await rule(group, list);
    await expect(rule(group, list, { Priority: 200 })).rejects.toThrow('ConflictException');
    await expect(rule(group, other)).rejects.toThrow('ConflictException');
  });

  it('keeps what is in use: a list of a rule, a group with rules or with a VPC', async () => {
    const [group, list] = [await created('RuleGroup'), await created('DomainList')];
    const { vpcId: VpcId } = await shared.createNetwork();
    const ids = { FirewallRuleGroupId: group, FirewallDomainListId: list };
    await rule(group, list);
    await expect(call('DeleteFirewallDomainList', ids)).rejects.toThrow('ConflictException');
    await expect(call('DeleteFirewallRuleGroup', ids)).rejects.toThrow('ConflictException');
    await call('DeleteFirewallRule', ids);
    await call('DeleteFirewallDomainList', ids);
    const association = { FirewallRuleGroupId: group, VpcId, Name: 'of-vpc', Priority: 100 };
    const reply = (await call('AssociateFirewallRuleGroup', association)).FirewallRuleGroupAssociation;
    await expect(call('DeleteFirewallRuleGroup', ids)).rejects.toThrow('ConflictException');
    await call('DisassociateFirewallRuleGroup', {
      FirewallRuleGroupAssociationId: isObject(reply) ? reply.Id : '',
    });
    await call('DeleteFirewallRuleGroup', ids);
  });

  it('refuses a VPC that does not exist, and the same priority twice in a VPC', async () => {
    const { vpcId: VpcId } = await shared.createNetwork();
    const associate = async (more: JsonObject) =>
      call('AssociateFirewallRuleGroup', {
        FirewallRuleGroupId: await created('RuleGroup'),
        VpcId,
        Name: 'of-vpc',
        Priority: 100,
        ...more,
      });
    await expect(associate({ VpcId: 'vpc-0123456789abcdef0' })).rejects.toThrow('ResourceNotFoundException');
    await expect(associate({ Priority: 99 })).rejects.toThrow('ValidationException');
    await associate({});
    await expect(associate({})).rejects.toThrow('ConflictException');
  });
});
