import { synthesize } from '../../../test-support/synthesize';
import { resourceOf } from '../../../test-support/terraform-json';

const example = synthesize();

describe('users', () => {
  it('are one for each name, without a password in the state', () => {
    expect(resourceOf(example.identity, 'aws_cognito_user', 'login')).toMatchObject({
      for_each: { alice: {}, bob: {} },
      username: '${each.key}',
      message_action: 'SUPPRESS',
    });
    expect(JSON.stringify(example)).not.toMatch(/"(temporary_)?password"/);
  });

  it('are protected, except those who are removed on purpose', () => {
    const { identity } = synthesize({ 'studio.users': ['alice'], 'studio.removedUsers': ['bob'] });
    expect(resourceOf(identity, 'aws_cognito_user', 'login')).toMatchObject({
      for_each: { alice: {} },
      lifecycle: { prevent_destroy: true },
    });
    expect(resourceOf(identity, 'aws_cognito_user', 'removed-login')).toMatchObject({
      for_each: {},
      lifecycle: { prevent_destroy: false },
    });
    expect(example.identity.resource?.aws_cognito_user).not.toHaveProperty('removed-login');
  });

  it('are disabled if they are suspended, and only then is that managed', () => {
    const { identity } = synthesize({ 'studio.suspended': ['bob'] });
    expect(resourceOf(identity, 'aws_cognito_user', 'suspended-login')).toMatchObject({
      for_each: { bob: {} },
      enabled: false,
      lifecycle: { prevent_destroy: true, ignore_changes: ['attributes'] },
    });
    const others = resourceOf(identity, 'aws_cognito_user', 'login');
    expect(others).toMatchObject({
      for_each: { alice: {} },
      lifecycle: { ignore_changes: ['attributes', 'enabled'] },
    });
    expect(others).not.toHaveProperty('enabled');
    expect(example.identity.resource?.aws_cognito_user).not.toHaveProperty('suspended-login');
  });
});
