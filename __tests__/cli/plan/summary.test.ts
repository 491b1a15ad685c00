import {
  countsOf,
  exitCodeOf,
  refusedAddresses,
  summaryText,
  type StackPlan,
} from '../../../cli/plan/summary';

const unchanged: StackPlan = { stack: 'network', outcome: 'unchanged', counts: [0, 0, 0] };
const changed: StackPlan = { stack: 'identity', outcome: 'changed', counts: [12, 0, 1] };
const waiting: StackPlan = { stack: 'studio', outcome: 'waiting', note: 'network is not deployed yet' };
const failed: StackPlan = { stack: 'private-api', outcome: 'failed', note: 'terraform plan' };

describe('the exit code of all plans', () => {
  it.each([
    ['nothing to change', [unchanged, unchanged], 0],
    ['one stack changes', [unchanged, changed], 2],
    ['one stack waits for another', [unchanged, waiting], 2],
    ['one stack failed, whatever the others do', [changed, failed, waiting], 1],
  ])('%s', (_, plans, expected) => {
    expect(exitCodeOf(plans)).toBe(expected);
  });
});

describe('the table of all plans', () => {
  it('has a row for each stack', () => {
    expect(summaryText([unchanged, changed, waiting, failed]).split('\n')).toEqual([
      'stack        add  change  destroy  result',
      'network        0       0        0  nothing to change',
      'identity      12       0        1  changes',
      'studio                             cannot be planned yet: network is not deployed yet',
      'private-api                        failed: terraform plan',
    ]);
  });
});

describe('what Terraform prints', () => {
  it.each([
    ['Plan: 3 to add, 2 to change, 1 to destroy.', [3, 2, 1]],
    ['Plan: 4 to import, 3 to add, 0 to change, 0 to destroy.', [3, 0, 0]],
    ['\u001b[1mPlan:\u001b[0m 3 to add, 2 to change, 1 to destroy.', [3, 2, 1]],
    ['No changes. Your infrastructure matches the configuration.', undefined],
    ['a description with Plan: 3 to add, 2 to change, 1 to destroy', undefined],
  ])('%j changes %j', (text, expected) => {
    expect(countsOf(text)).toEqual(expected);
  });

  it('names refused resources, with and without a border, over lines', () => {
    const text = [
      '╷',
      '│ Error: Instance cannot be destroyed',
      '│ ',
      '│   on cdk.tf.json line 9, in resource.aws_sagemaker_domain.domain:',
      '│ ',
      '│ Resource aws_sagemaker_domain.domain has lifecycle.prevent_destroy',
      '│ set, but the plan calls for this resource to be destroyed.',
      '╵',
      'Error: Instance cannot be destroyed',
      '',
      'Resource aws_cognito_user.login["bob"] has lifecycle.prevent_destroy set, but',
      'the plan calls for this resource to be destroyed.',
    ].join('\n');
    expect(refusedAddresses(text)).toEqual(['aws_sagemaker_domain.domain', 'aws_cognito_user.login["bob"]']);
  });
});
