import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { listResources } from '../../lab/stand-in';
import { environmentWith } from '../../test-support/environments';
import { LivingDeployment } from '../../test-support/living-deployment';

// deployments take minutes, on any machine; the limit only ends a hanging one
jest.setTimeout(900_000);

const site = 'corporate-network';

/** What the site uses of the private VPC, whose other resources take minutes. */
const vpcOnly = {
  TF_CLI_ARGS_apply: ['aws_vpc.vpc', 'aws_route_table.private-routes']
    .map((address) => `-target=${address}`)
    .join(' '),
};

describe('a simulated corporate site', () => {
  let living: LivingDeployment;
  let before: string[];

  /** Synthesizes one of the project's environments, in the same account and with the same names each time. */
  const synthesize = (name: string, changes: Readonly<Record<string, unknown>> = {}) => {
    living.synthesizeEnvironment({ ...environmentWith(changes, name), name: 'site' });
  };

  const apply = async (...args: Parameters<LivingDeployment['apply']>) => {
    const { exitCode, text } = await living.apply(...args);
    if (exitCode !== 0) throw new Error(text);
  };

  beforeAll(async () => {
    living = await LivingDeployment.start();
    synthesize('site-peering');
    deployApi(living);
    await apply('network', vpcOnly);
    before = await listResources(living.standIn);
  });

  afterAll(() => living.stop());

  /** What a plan would change. */
  const planned = async () => {
    const { exitCode, text, changes } = await living.plan(site);
    if (exitCode !== 0 && exitCode !== 2) throw new Error(text);
    return changes;
  };

  it('is deployed by peering, and then has nothing to change', async () => {
    await apply(site);
    expect(await planned()).toEqual([]);
  });

  it('keeps its hosts when AWS has newer images', async () => {
    living.edit((text) => text.replaceAll('al2023-ami-kernel-default', 'al2023-ami-kernel-6.12'));
    expect(await planned()).toEqual([]);
    // without what holds them, the hosts would be replaced
    living.edit((text) => text.replaceAll(/"ignore_changes": \[\s*"ami"\s*\]/g, '"ignore_changes": []'));
    expect(await planned()).toContain('delete+create aws_instance.site-dns-a');
  });

  it('changes parameters and no host for another address of the resolver', async () => {
    synthesize('site-peering', { 'network.resolver': { hostNumber: 20 } });
    const changes = await planned();
    expect(
      changes.filter((change) => !change.includes('security_group_egress_rule.site-dns-group-to')),
    ).toEqual([
      'update aws_ssm_association.site-dns-association',
      'update aws_ssm_parameter.site-dns-studio-access-zones-conf',
    ]);
  });

  it('moves to a transit gateway, and then has nothing to change', async () => {
    synthesize('site-transit-gateway', {
      'corporateSite.serverType': 't3.small',
      'corporateSite.clientType': 't3.large',
    });
    await apply(site);
    expect(await planned()).toEqual([]);
  });

  it('goes without a trace', async () => {
    expect(await living.destroy(site)).toMatchObject({ exitCode: 0 });
    expect(await listResources(living.standIn)).toEqual(before);
  });
});

/** Puts a state in place of the API's: the site uses its id only. */
function deployApi(living: LivingDeployment): void {
  const file = path.join(living.outdir, 'stacks', site, 'cdk.tf.json');
  const [output = ''] =
    /cross-stack-output-aws_api_gateway_rest_api\w+/.exec(readFileSync(file, 'utf8')) ?? [];
  const state = living.stateFile('private-api');
  if (existsSync(state)) throw new Error(`${state} exists`);
  mkdirSync(path.dirname(state), { recursive: true });
  writeFileSync(
    state,
    JSON.stringify({
      version: 4,
      terraform_version: '1.10.0',
      serial: 1,
      lineage: 'b2c1a3f0-0000-4000-8000-000000000000',
      outputs: { [output]: { value: 'a1b2c3d4e5', type: 'string', sensitive: true } },
      resources: [],
    }),
  );
}
