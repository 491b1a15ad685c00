import { synthesize } from '../../../test-support/synthesize';
import { resourceOf } from '../../../test-support/terraform-json';

describe('flow logs', () => {
  const example = synthesize();

  it('record every connection', () => {
    expect(resourceOf(example.network, 'aws_flow_log', 'flow-log')).toMatchObject({ traffic_type: 'ALL' });
    expect(resourceOf(example.network, 'aws_cloudwatch_log_group', 'flow-logs')).toMatchObject({
      retention_in_days: 365,
    });
  });
});
