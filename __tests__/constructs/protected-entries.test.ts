import { entriesAddress, protectEntries } from '../../constructs/protected-entries';
import { synthesizeSmall } from '../../test-support/small-stack';

const setting = 'network.resolver';
const synthesizeEntries = (entries: readonly string[], changes = {}) =>
  synthesizeSmall((stack) => {
    protectEntries(stack, setting, entries);
  }, changes).resource?.terraform_data?.['protectFromDestroy-network-resolver'];

it.each<[entries: string[]]>([[[]], [['10.20.0.10']], [['10.20.0.10', '10.20.32.10']]])(
  'each of %j is a key of its own, which no plan may destroy',
  (entries) => {
    expect(synthesizeEntries(entries)).toMatchObject({
      for_each: Object.fromEntries(entries.map((entry) => [entry, entry])),
      input: '${each.value}',
      lifecycle: { prevent_destroy: true },
    });
  },
);

it('entries can be removed once nothing is protected', () => {
  expect(synthesizeEntries(['10.20.0.10'], { protectFromDestroy: false })).toMatchObject({
    lifecycle: { prevent_destroy: false },
  });
});

it('the address names the setting and the switch, because Terraform prints it', () => {
  expect(entriesAddress(setting)).toBe('terraform_data.protectFromDestroy-network-resolver');
});
