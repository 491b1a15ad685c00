import { adoptedVpc } from '../../../test-support/environments';
import { synthesize } from '../../../test-support/synthesize';
import { resourceOf, resourcesOf, type StackJson } from '../../../test-support/terraform-json';

const adopted = { ...adoptedVpc(), 'network.resolver': { ipAddresses: ['10.30.1.10', '10.30.2.10'] } };

const rulesOf = (stack: StackJson) =>
  Object.values(resourcesOf(stack, 'aws_route53_resolver_firewall_rule'))
    .sort((a, b) => Number(a.priority) - Number(b.priority))
    .map(({ action, block_response }) => [action, block_response]);

const typesOf = ({ resource = {} }: StackJson) =>
  Object.keys(resource).filter((type) => type.includes('_firewall_'));

it.each<[what: string, changes: object, rules: readonly (readonly unknown[])[]]>([
  [
    'a created VPC',
    {},
    [
      ['ALLOW', undefined],
      ['BLOCK', 'NXDOMAIN'],
    ],
  ],
  [
    'an alert',
    { 'network.dnsFirewall': { mode: 'alert' } },
    [
      ['ALLOW', undefined],
      ['ALERT', undefined],
    ],
  ],
  ['off', { 'network.dnsFirewall': { mode: 'off' } }, []],
  ['an adopted VPC', adopted, []],
  [
    'an adopted VPC on request',
    { ...adopted, 'network.dnsFirewall': { mode: 'block' } },
    [
      ['ALLOW', undefined],
      ['BLOCK', 'NXDOMAIN'],
    ],
  ],
])('%s: the rules in their order', (_, changes, rules) => {
  const { network, 'private-api': api } = synthesize({ ...changes });
  expect(rulesOf(network)).toEqual(rules);
  expect(rulesOf(api)).toEqual(rules.slice(0, 1));
  if (rules.length === 0) expect([...typesOf(network), ...typesOf(api)]).toEqual([]);
});

describe('the firewall of the example', () => {
  const { network, 'private-api': api } = synthesize();

  it('blocks every name, after the rule that admits, and is associated when it is complete', () => {
    expect(
      resourceOf(network, 'aws_route53_resolver_firewall_domain_list', 'dns-firewall-others').domains,
    ).toEqual(['*.']);
    expect(
      resourceOf(network, 'aws_route53_resolver_firewall_rule', 'dns-firewall-others-rule').depends_on,
    ).toContain('aws_route53_resolver_firewall_rule.dns-firewall-admitted-rule');
    expect(
      resourceOf(network, 'aws_route53_resolver_firewall_rule_group_association', 'dns-firewall-association')
        .depends_on,
    ).toContain('aws_route53_resolver_firewall_rule.dns-firewall-others-rule');
  });

  it('fails closed', () => {
    expect(resourceOf(network, 'aws_route53_resolver_firewall_config', 'dns-firewall-config')).toMatchObject({
      firewall_fail_open: 'DISABLED',
    });
  });

  it('does not look at the names that an answer leads to', () => {
    for (const stack of [network, api])
      for (const rule of Object.values(resourcesOf(stack, 'aws_route53_resolver_firewall_rule')))
        expect(rule.firewall_domain_redirection_action).toBe('TRUST_REDIRECTION_DOMAIN');
  });

  it("admits the API's names before the rules of the network", () => {
    const { domains } = resourceOf(api, 'aws_route53_resolver_firewall_domain_list', 'dns-firewall-names');
    expect(domains).toEqual([
      expect.stringMatching(
        /^\$\{aws_api_gateway_rest_api\.api\.id\}\.execute-api\.us-east-1\.amazonaws\.com\.$/,
      ),
      expect.stringMatching(
        /^\$\{aws_api_gateway_rest_api\.api\.id\}-\$\{.*execute-api.*\}\.execute-api\.us-east-1\.amazonaws\.com\.$/,
      ),
    ]);
    const priority = (stack: StackJson) =>
      resourceOf(stack, 'aws_route53_resolver_firewall_rule_group_association', 'dns-firewall-association')
        .priority;
    expect(Number(priority(api))).toBeLessThan(Number(priority(network)));
  });
});

it('stays in the account, with the names of the API, when its VPC is handed over', () => {
  const { network, 'private-api': api } = synthesize({ ...adopted, release: ['network.vpc'] });
  const forgotten = (stack: StackJson) =>
    (stack.removed ?? []).map(({ from }) => from).filter((from) => from.includes('firewall'));
  expect(forgotten(network)).toContain('aws_route53_resolver_firewall_rule.dns-firewall-others-rule');
  expect(forgotten(api)).toContain('aws_route53_resolver_firewall_rule.dns-firewall-names-rule');
});
