import { json } from '../../shared/aws-client';
import { SharedStandIn } from '../../test-support/stand-in';

const shared = new SharedStandIn();

it('refuses operations that neither it nor moto has at once, with an AWS error', async () => {
  await expect(json(shared.running, 'logs', 'Logs_20140328.PutQueryDefinition', {})).rejects.toThrow(
    'the stand-in does not have logs PutQueryDefinition',
  );
});
