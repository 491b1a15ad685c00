import { synthesize } from '../../test-support/synthesize';
import { resourcesOf } from '../../test-support/terraform-json';

const example = synthesize();

describe('the network', () => {
  it('has no way to the internet', () => {
    const types = Object.keys(example.network.resource ?? {});
    for (const type of [
      'aws_internet_gateway',
      'aws_nat_gateway',
      'aws_egress_only_internet_gateway',
      'aws_eip',
    ]) {
      expect(types).not.toContain(type);
    }
    for (const { destination_cidr_block } of Object.values(resourcesOf(example.network, 'aws_route'))) {
      expect(destination_cidr_block).toBe('192.168.10.0/24');
    }
  });
});
