import { synthesize } from '../../test-support/synthesize';
import { type StackJson } from '../../test-support/terraform-json';
import type { StackId } from '../../config/stack-ids';

const example = synthesize();
const unprotected = synthesize({
  protectFromDestroy: false,
  'studio.domain': { create: { name: 'studio', homeFileSystemOnDestroy: 'delete' } },
});

describe('every stack', () => {
  it('has a protected resource, which makes a destroy of the whole stack fail', () => {
    const guarded = (stacks: Record<StackId, StackJson>) =>
      Object.entries(stacks).map(([id, stack]) => [
        id,
        JSON.stringify(stack).includes('"prevent_destroy":true'),
      ]);
    expect(guarded(example)).toEqual([
      ['network', true],
      ['identity', true],
      ['studio', true],
      ['private-api', true],
    ]);
    expect(guarded(unprotected)).toEqual([
      ['network', false],
      ['identity', false],
      ['studio', false],
      ['private-api', false],
    ]);
  });
});
