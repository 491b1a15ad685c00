import {
  addDriftCheck,
  addMoves,
  forgetResources,
  guardSetting,
  recordAddress,
} from '../../constructs/protection';
import { synthesizeSmall } from '../../test-support/small-stack';
import { evaluate } from '../../test-support/terraform-expression';

describe('a guarded setting', () => {
  const guard = (value: string, refusal?: string) => {
    const { resource, locals } = synthesizeSmall((stack) => {
      guardSetting(stack, { setting: 'studio.domain', value, refusal });
    });
    return {
      record: resource?.terraform_data?.['recorded-studio-domain'],
      local: locals?.['recorded-studio-domain-holds'],
    };
  };
  const refusal = 'Put it back.';

  it('keeps the value of its first deployment, and refuses another in words that name both', () => {
    expect(guard('create', refusal).record).toMatchObject({
      input: 'create',
      lifecycle: {
        ignore_changes: ['input'],
        postcondition: [
          {
            condition: '${self.input == "create"}',
            error_message:
              'studio.domain: this stack was deployed with ${self.input}, and now it is create. Put it back.',
          },
        ],
      },
    });
  });

  it('fails a plan that destroys too, where postconditions only warn: a local value is no boolean', () => {
    const { local } = guard('create', refusal);
    expect(local).toMatch(
      /^\$\{terraform_data\.recorded-studio-domain\.output == "create" \? true : tobool\("/,
    );
    expect(local).toContain('Put it back.');
  });

  it('follows the environment file if a change is allowed', () => {
    const { record, local } = guard('create');
    expect(record).toMatchObject({ input: 'create' });
    expect(record).not.toHaveProperty('lifecycle');
    expect(local).toBeUndefined();
  });

  it.each(['say "create"', 'a\\b', 'ends in a line\n'])('with %j compares the same text', (value) => {
    const { record } = guard(value, refusal);
    const { lifecycle } = record as { lifecycle: { postcondition: [{ condition: string }] } };
    const condition = lifecycle.postcondition[0].condition.slice('${'.length, -'}'.length);
    expect(evaluate(condition, { 'self.input': value })).toBe(true);
    expect(evaluate(condition, { 'self.input': 'create' })).toBe(false);
  });

  it('has an address that the state knows', () => {
    expect(recordAddress('studio.domain')).toBe('terraform_data.recorded-studio-domain');
  });
});

describe('blocks at the top of a stack', () => {
  it('of several calls are joined', () => {
    const { moved, removed, check } = synthesizeSmall((stack) => {
      addMoves(stack, 'first', [{ from: 'a.b', to: 'a.c' }]);
      addMoves(stack, 'second', [{ from: 'a.d', to: 'a.e' }]);
      forgetResources(stack, 'released', ['a.f']);
      forgetResources(stack, 'others', ['a.g']);
      addDriftCheck(stack, 'one', [{ condition: 'true', message: 'one' }]);
      addDriftCheck(stack, 'other', [{ condition: 'false', message: 'other' }]);
    });
    expect(moved).toEqual([
      { from: 'a.b', to: 'a.c' },
      { from: 'a.d', to: 'a.e' },
    ]);
    expect(removed).toEqual(['a.f', 'a.g'].map((from) => ({ from, lifecycle: { destroy: false } })));
    expect(check).toEqual({
      one: { assert: [{ condition: '${true}', error_message: 'one' }] },
      other: { assert: [{ condition: '${false}', error_message: 'other' }] },
    });
  });

  it('without a move, or without a resource to forget, are left out: Terraform refuses empty ones', () => {
    const stack = synthesizeSmall((empty) => {
      addMoves(empty, 'moves', []);
      forgetResources(empty, 'released', []);
    });
    expect(stack).not.toHaveProperty('moved');
    expect(stack).not.toHaveProperty('removed');
  });
});
