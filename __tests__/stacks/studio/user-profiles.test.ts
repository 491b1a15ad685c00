import { synthesize } from '../../../test-support/synthesize';
import { resourceOf } from '../../../test-support/terraform-json';

describe('user profiles', () => {
  const example = synthesize();

  it('each have a role of their own', () => {
    expect(resourceOf(example.studio, 'aws_sagemaker_user_profile', 'profile')).toMatchObject({
      for_each: '${toset(["alice", "bob"])}',
      user_profile_name: '${each.value}',
      user_settings: { execution_role: '${aws_iam_role.execution-role[each.key].arn}' },
    });
  });
});
