import { LivingDeployment } from '../../test-support/living-deployment';
import { customDomain } from '../../test-support/setting-changes';

// deployments take minutes, on any machine; the limit only ends a hanging one
jest.setTimeout(900_000);

describe('a deployment with a custom domain name', () => {
  let deployment: LivingDeployment;
  beforeAll(async () => {
    deployment = await LivingDeployment.start();
    await deployment.deploy({ 'api.customDomain': customDomain });
  });
  afterAll(() => deployment.stop());

  it('plans no change afterwards', async () => {
    const { exitCode, text, changes } = await deployment.plan('private-api');
    expect({ exitCode, changes, text: exitCode === 1 ? text : '' }).toEqual({
      exitCode: 0,
      changes: [],
      text: '',
    });
  });

  it("leads to the endpoint in all zones, whatever the order of the endpoint's names", async () => {
    const regional = /^vpce-[0-9a-f]+-[0-9a-z]+\.execute-api\.us-east-1\.vpce\.amazonaws\.com$/;
    const { hostname } = new URL(await deployment.output('private-api', 'api_url_by_endpoint_name'));
    expect(hostname).toMatch(regional);
    const record = 'aws_route53_record.custom-domain-record';
    expect(deployment.attribute('private-api', record, 'alias', 'name')).toMatch(regional);
  });
});
