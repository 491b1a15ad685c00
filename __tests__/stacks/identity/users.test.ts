import { synthesize } from '../../../test-support/synthesize';
import { resourceOf } from '../../../test-support/terraform-json';

const example = synthesize();

describe('users', () => {
  it('are one for each name, without a password in the state', () => {
    expect(resourceOf(example.identity, 'aws_cognito_user', 'login')).toMatchObject({
      for_each: '${toset(["alice", "bob"])}',
      username: '${each.value}',
      message_action: 'SUPPRESS',
    });
    expect(JSON.stringify(example)).not.toMatch(/"(temporary_)?password"/);
  });

  it('are protected, except those who are removed on purpose', () => {
    const { identity } = synthesize({ 'studio.users': ['alice'], 'studio.removedUsers': ['bob'] });
    expect(resourceOf(identity, 'aws_cognito_user', 'login')).toMatchObject({
      for_each: '${toset(["alice"])}',
      lifecycle: { prevent_destroy: true },
    });
    expect(resourceOf(identity, 'aws_cognito_user', 'removed-login')).toMatchObject({
      for_each: '${toset([])}',
      lifecycle: { prevent_destroy: false },
    });
    expect(example.identity.resource?.aws_cognito_user).not.toHaveProperty('removed-login');
  });
});
