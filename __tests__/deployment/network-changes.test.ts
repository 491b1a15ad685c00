import { listResources } from '../../lab/stand-in';
import { LivingDeployment } from '../../test-support/living-deployment';
import { customDomain } from '../../test-support/setting-changes';
import { stackIds, type StackId } from '../../config/stack-ids';

// deployments take minutes, on any machine; the limit only ends a hanging one
jest.setTimeout(900_000);

const zones = (...letters: string[]) => ({
  'network.vpc.create.availabilityZones': letters.map((letter) => `us-east-1${letter}`),
});

describe('zones, stage and custom domain name of a living deployment', () => {
  let deployment: LivingDeployment;

  beforeAll(async () => {
    deployment = await LivingDeployment.start();
  });

  afterAll(async () => {
    await deployment.stop();
  });

  const expectNothingToChange = async (changes: Readonly<Record<string, unknown>>) => {
    deployment.synthesize(changes);
    for (const stack of stackIds) {
      const { exitCode, changes: planned } = await deployment.plan(stack);
      expect([stack, exitCode, planned]).toEqual([stack, 0, []]);
    }
  };

  const apply = async (changes: Readonly<Record<string, unknown>>, ...stacks: StackId[]) => {
    await deployment.deploy(changes, stacks);
  };

  it('a zone that a service lacks is refused before anything is made, and other zones deploy', async () => {
    const before = await listResources(deployment.standIn);
    deployment.synthesize(zones('a', 'e'));
    const { exitCode, text } = await deployment.apply('network');
    expect(exitCode).toBe(1);
    for (const service of ['aws.sagemaker.us-east-1.studio', 'com.amazonaws.us-east-1.servicecatalog']) {
      expect(text).toContain(
        `network.vpc.create.availabilityZones: in this account the endpoint service ${service} does not exist in us-east-1e`,
      );
    }
    expect(await listResources(deployment.standIn)).toEqual(before);
    await deployment.deploy({});
  });

  it('a zone is added, with endpoints, function and an address of the resolver in it', async () => {
    await deployment.deploy(zones('a', 'b', 'c'));
    expect(deployment.attribute('network', 'aws_subnet.private["us-east-1c"]', 'cidr_block')).toBe(
      '10.20.64.0/19',
    );
    await expectNothingToChange(zones('a', 'b', 'c'));
  });

  it('a zone is not taken away while the deployment is protected', async () => {
    deployment.synthesize({});
    const { exitCode, text } = await deployment.plan('network');
    expect(exitCode).toBe(1);
    for (const entry of [
      'network-vpc-create-availabilityZones["us-east-1c"]',
      'network-resolver["10.20.64.10"]',
    ]) {
      expect(text).toContain(
        `Resource terraform_data.protectFromDestroy-${entry} has lifecycle.prevent_destroy set`,
      );
    }
  });

  it('a zone that was added is taken away in the order that the documents name', async () => {
    await apply({ ...zones('a', 'b', 'c'), protectFromDestroy: false }, 'network');
    await apply({ protectFromDestroy: false }, 'private-api', 'network');
    await apply({}, ...stackIds);
    await expectNothingToChange({});
  });

  it('a stage is renamed', async () => {
    await apply({ 'api.stageName': 'v2' }, 'network', 'private-api');
    await expectNothingToChange({ 'api.stageName': 'v2' });
  });

  it('a stage is renamed with a custom domain name, which leads to the new one', async () => {
    const named = { 'api.customDomain': customDomain };
    await apply({ ...named, 'api.stageName': 'v2' }, 'network', 'private-api');
    await apply(named, 'network', 'private-api');
    const mapping = 'aws_api_gateway_base_path_mapping.custom-domain-mapping';
    expect(deployment.attribute('private-api', mapping, 'stage_name')).toBe('prod');
    await expectNothingToChange(named);
  });

  it('a custom domain name goes once the deployment is not protected', async () => {
    await apply({ 'api.customDomain': customDomain, protectFromDestroy: false }, 'private-api');
    await apply({ protectFromDestroy: false }, 'network', 'private-api');
    const { length } = (await deployment.addresses('private-api')).filter((address) =>
      address.includes('custom-domain'),
    );
    expect(length).toBe(0);
  });
});
