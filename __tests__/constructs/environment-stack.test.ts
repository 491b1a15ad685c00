import { synthesize, synthesizeVariant } from '../../test-support/synthesize';
import { stackIds } from '../../config/stack-ids';
import { resourcesOf } from '../../test-support/terraform-json';

const example = synthesize();

it('every output has a description', () => {
  for (const stack of Object.values(example)) {
    const outputs = Object.entries(stack.output ?? {}).filter(
      ([name]) => !name.startsWith('cross-stack-output-'),
    );
    expect(outputs.length).toBeGreaterThan(0);
    for (const [name, { description }] of outputs)
      expect([name, (description ?? '').length > 10]).toEqual([name, true]);
  }
});

it('every provider refuses other accounts and tags its resources', () => {
  for (const stack of Object.values(example)) {
    expect(stack.provider.aws).toMatchObject([
      {
        region: 'us-east-1',
        allowed_account_ids: ['111122223333'],
        default_tags: [{ tags: { Environment: 'example', Owner: 'ml-platform' } }],
      },
    ]);
  }
});

it.each(stackIds)('%s knows the region, the account and the name that it was deployed with', (id) => {
  expect(Object.keys(resourcesOf(example[id], 'terraform_data'))).toEqual(
    expect.arrayContaining(['recorded-account', 'recorded-name', 'recorded-region']),
  );
});

it.each(stackIds)('%s loses its records of the place last, when all else is destroyed', (id) => {
  const places = ['region', 'account', 'name'].map((setting) => `recorded-${setting}`);
  const others = Object.entries(example[id].resource ?? {})
    .flatMap(([type, resources]) => Object.entries(resources).map(([name, body]) => ({ type, name, body })))
    .filter(({ name }) => !places.includes(name));
  expect(others.length).toBeGreaterThan(2);
  for (const { type, name, body } of others)
    expect([type, name, body.depends_on]).toEqual([
      type,
      name,
      expect.arrayContaining(places.map((place) => `terraform_data.${place}`)),
    ]);
});

it('S3 state is encrypted, locked natively and separate for each stack', () => {
  const stacks = synthesizeVariant('S3 state');
  for (const id of stackIds) {
    expect(stacks[id].terraform.backend).toEqual({
      s3: {
        bucket: 'example-state',
        region: 'eu-west-1',
        key: `studio/prod/example/${id}.tfstate`,
        kms_key_id: 'alias/state',
        encrypt: true,
        use_lockfile: true,
      },
    });
  }
  expect(Object.values(stacks['private-api'].data?.terraform_remote_state ?? {})).toMatchObject([
    { backend: 's3', config: { key: 'studio/prod/example/identity.tfstate' } },
    { backend: 's3', config: { key: 'studio/prod/example/network.tfstate' } },
    { backend: 's3', config: { key: 'studio/prod/example/studio.tfstate' } },
  ]);
});
