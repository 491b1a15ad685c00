import { startStandIn } from '../../stand-in';
import { SharedStandIn } from '../../test-support/stand-in';

const shared = new SharedStandIn();

describe('startStandIn', () => {
  it('says how to install moto_server where it is missing', async () => {
    await expect(startStandIn({ hostEnvironment: { PATH: '/nonexistent' } })).rejects.toThrow(
      "moto_server is not on the PATH; install it with: pip install 'moto[server]'",
    );
  });

  it('gives child processes all variables that they need', () => {
    expect(shared.running.environment).toEqual({
      AWS_ENDPOINT_URL: shared.running.endpoint,
      AWS_ACCESS_KEY_ID: 'lab',
      AWS_SECRET_ACCESS_KEY: 'lab',
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    });
  });
});
