import { synthesizeVariant } from '../../test-support/synthesize';
import { resourceOf } from '../../test-support/terraform-json';

it('an adopted domain is left alone: no domain, no profile, no execution role', () => {
  const stacks = synthesizeVariant('adopted domain');
  const resources = Object.entries(stacks.studio.resource ?? {}).filter(
    ([type]) => type !== 'terraform_data',
  );
  const counts = resources.flatMap(([, named]) => Object.values(named).map(({ count }) => count));
  expect(counts).toEqual([0, 0]);
  expect(JSON.stringify(stacks['private-api'])).toContain('user-profile/d-0123456789ab/*');
  expect(resourceOf(stacks.identity, 'aws_cognito_user', 'login').for_each).toEqual({
    alice: {},
    bob: {},
  });
});
