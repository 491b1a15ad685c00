import { variants } from '../../test-support/environments';
import { synthesize } from '../../test-support/synthesize';
import { resourceOf, resourcesOf } from '../../test-support/terraform-json';

const existing = { 'studio.domain': { existing: { domainId: 'd-0123456789ab' } } };
const released = { ...existing, release: ['studio.domain'] };

describe.each(['network', 'studio'] as const)('the stack %s, where a Studio domain was created,', (stack) => {
  const recordOf = (changes: Record<string, unknown>) =>
    resourceOf(synthesize(changes)[stack], 'terraform_data', 'recorded-studio-domain');

  it('refuses to take an existing one in its place', () => {
    expect(recordOf({})).toMatchObject({ input: 'create' });
    expect(recordOf(existing)).toMatchObject({
      input: 'existing',
      lifecycle: {
        postcondition: [
          {
            condition: '${self.input == "existing"}',
            error_message: expect.stringContaining('add "release": ["studio.domain"]') as string,
          },
        ],
      },
    });
  });

  it.each([
    ['it is released', released],
    ['nothing is protected', { ...existing, protectFromDestroy: false }],
    ['it is created still', {}],
  ])('follows the environment file where %s', (_, changes) => {
    expect(recordOf(changes)).not.toHaveProperty('lifecycle');
  });
});

describe.each(['network', 'private-api'] as const)(
  'the stack %s, where the API has a custom domain,',
  (stack) => {
    const guard = 'protectFromDestroy-api-customDomain-name';

    it('refuses to lose its name', () => {
      const withName = synthesize(variants['custom domain'])[stack];
      expect(resourceOf(withName, 'terraform_data', guard)).toMatchObject({
        for_each: { 'studio.corp.example.com': 'studio.corp.example.com' },
        lifecycle: { prevent_destroy: true },
      });
      // the block stays, without which Terraform would destroy the record
      expect(resourceOf(synthesize()[stack], 'terraform_data', guard)).toMatchObject({
        for_each: {},
        lifecycle: { prevent_destroy: true },
      });
    });

    it('forgets a name that is released', () => {
      const handedOver = synthesize(variants['custom domain that was handed over'])[stack];
      expect(resourcesOf(handedOver, 'terraform_data')).not.toHaveProperty([guard]);
      expect(handedOver.removed).toContainEqual({
        from: `terraform_data.${guard}`,
        lifecycle: { destroy: false },
      });
    });
  },
);
