import { add, addResource, changed, isThere, remove, replace, set } from '../../faults/change';

const role = 'studio/aws_iam_role_policy.role';
const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const read = { Sid: 'Read', Effect: 'Allow', Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } };
const stack = {
  resource: {
    aws_iam_role_policy: { role: { policy: policy(read), name: 'read' } },
    aws_api_gateway_method_settings: { all: { settings: { rate: 50 } } },
  },
};
const settings = 'private-api/aws_api_gateway_method_settings.all';

const roleWith = (attributes: object) => ({
  resource: {
    ...stack.resource,
    aws_iam_role_policy: { role: { policy: policy(read), name: 'read', ...attributes } },
  },
});

describe('a change of a synthesized stack', () => {
  it.each([
    [
      'sets a nested attribute',
      set(settings, 'settings.rate', 1),
      { ...stack.resource.aws_iam_role_policy.role },
      1,
    ],
  ])('%s, and leaves the rest', (_, change, rest, rate) => {
    expect(changed(stack, [change])).toEqual({
      resource: {
        aws_iam_role_policy: { role: rest },
        aws_api_gateway_method_settings: { all: { settings: { rate } } },
      },
    });
  });

  it.each([
    ['replaces part of a text', replace(role, 'name', 'ea', 'oa'), { name: 'road' }],
    [
      "removes a statement's condition",
      remove(role, 'policy[Read].Condition'),
      { policy: policy({ Sid: 'Read', Effect: 'Allow' }) },
    ],
    [
      'sets a value under a key with a colon',
      set(role, 'policy[Read].Condition.StringEquals.aws:SourceVpc', '*'),
      { policy: policy({ ...read, Condition: { StringEquals: { 'aws:SourceVpc': '*' } } }) },
    ],
    ['removes a statement', remove(role, 'policy[Read]'), { policy: policy() }],
    [
      'adds a statement',
      add(role, 'policy[Write]', { Sid: 'Write' }),
      { policy: policy(read, { Sid: 'Write' }) },
    ],
  ])('%s', (_, change, attributes) => {
    expect(changed(stack, [change])).toEqual(roleWith(attributes));
  });

  it('removes a resource, and with the last of a type the type, which Terraform refuses to have empty', () => {
    const { aws_api_gateway_method_settings } = stack.resource;
    expect(changed(stack, [remove(role)])).toEqual({ resource: { aws_api_gateway_method_settings } });
  });

  it('adds a resource', () => {
    const added = changed(stack, [addResource('studio/aws_iam_role_policy.other', { name: 'other' })]);
    expect(added).toEqual({
      resource: {
        ...stack.resource,
        aws_iam_role_policy: { ...stack.resource.aws_iam_role_policy, other: { name: 'other' } },
      },
    });
  });

  it('changes what Terraform forgets', () => {
    const forgetting = { removed: [{ from: 'aws_iam_role.role', lifecycle: { destroy: false } }] };
    const change = set('studio/removed', '0.lifecycle.destroy', true);
    expect(changed(forgetting, [change]).removed).toEqual([
      { from: 'aws_iam_role.role', lifecycle: { destroy: true } },
    ]);
    expect([isThere(forgetting, change), isThere(stack, change)]).toEqual([true, false]);
  });

  it.each([
    [role, true],
    ['studio/aws_iam_role_policy.other', false],
    ['studio/aws_iam_role.role', false],
  ] as const)('knows whether %s is there: %s', (resource, expected) => {
    expect(isThere(stack, set(resource, 'name', 'x'))).toBe(expected);
  });

  it('does not change its input', () => {
    const before = structuredClone(stack);
    changed(stack, [remove(role), set(settings, 'settings.rate', 1)]);
    expect(stack).toEqual(before);
  });

  it.each([
    ['an attribute that is not there', set(role, 'nme', 'x'), `${role} nme: there is nothing to set`],
    ['the value that is there', set(role, 'name', 'read'), `${role} name: it has this value already`],
    ['a resource that is not there', remove('studio/aws_iam_role_policy.rule'), 'there is nothing to remove'],
    [
      'a type that is not there',
      set('studio/aws_iam_rule.role', 'name', 'x'),
      'studio/aws_iam_rule.role name: expected an object with role, got undefined',
    ],
    ['a text that is not there', replace(role, 'name', 'write', ''), 'expected a text with write'],
    [
      'a statement that is not there',
      set(role, 'policy[Write].Effect', 'Deny'),
      'expected a statement Write, got Read',
    ],
    ['to add what is there', add(role, 'policy[Read]', {}), `${role} policy[Read]: it is there already`],
    ['to add a resource that is there', addResource(role, {}), `${role}: it is there already`],
    ['a policy that is none', set(settings, 'settings[Read].Effect', 'Deny'), 'expected a policy'],
  ])('refuses %s', (_, change, message) => {
    expect(() => changed(stack, [change])).toThrow(message);
  });
});
