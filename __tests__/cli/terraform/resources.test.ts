import { resourcesOf } from '../../../cli/terraform/resources';

const state = (...resources: object[]) => JSON.stringify({ version: 4, outputs: {}, resources });

test('the resources of a state are those that Terraform made, each instance by itself', () => {
  const profiles = ['alice', 'bob'].map((name) => ({
    index_key: name,
    attributes: { user_profile_name: name },
  }));
  const text = state(
    { mode: 'data', type: 'aws_caller_identity', name: 'current', instances: [{ attributes: {} }] },
    { mode: 'managed', type: 'aws_sagemaker_user_profile', name: 'profile', instances: profiles },
  );
  expect(resourcesOf(text)).toEqual(
    ['alice', 'bob'].map((name) => ({
      type: 'aws_sagemaker_user_profile',
      address: 'aws_sagemaker_user_profile.profile',
      attributes: { user_profile_name: name },
    })),
  );
});

test('a state of everything destroyed has none', () => {
  expect(resourcesOf(state())).toEqual([]);
});

test('what is no state is refused', () => {
  expect(() => resourcesOf('{}')).toThrow('resources');
});
