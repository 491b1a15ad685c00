import { readFileSync } from 'node:fs';
import path from 'node:path';
import { jsonSchemaText } from '../../config/json-schema';
import { projectFolder } from '../../config/project-folder';
import { listResources } from '../../lab/stand-in';
import { differences, nameOf } from '../../test-support/change-effects';
import { type ChangePlan, planChanges } from '../../test-support/change-plans';
import { LivingDeployment } from '../../test-support/living-deployment';
import {
  changesOfExample,
  changesOfHandedOver,
  handedOver,
  type Adopted,
  type SettingChange,
} from '../../test-support/setting-changes';
import { leavesOf, type Schema } from '../../test-support/schema-leaves';
import { settingsTable } from '../../test-support/settings-table';
import { stackIds, type StackId } from '../../config/stack-ids';

// deployments take minutes, on any machine; the limit only ends a hanging one
jest.setTimeout(900_000);

async function plansOf(deployment: LivingDeployment, rows: readonly SettingChange[]) {
  return planChanges(deployment, Object.fromEntries(rows.map((row) => [nameOf(row), row.to])));
}

/** A stack whose records of settings refuse nothing. */
function withoutGuards(text: string): string {
  const stack = JSON.parse(text) as EditableStack;
  for (const [id, record] of Object.entries(stack.resource.terraform_data ?? {}))
    if (id.startsWith('recorded-') && record.lifecycle) delete record.lifecycle.postcondition;
  for (const name of Object.keys(stack.locals ?? {}))
    if (name.endsWith('-holds')) delete stack.locals?.[name];
  return JSON.stringify(stack);
}

/** A stack without the blocks of resources that the environment file does not ask for. */
function withoutUnwantedBlocks(text: string): string {
  const stack = JSON.parse(text) as EditableStack;
  for (const [type, resources] of Object.entries(stack.resource)) {
    for (const [id, resource] of Object.entries(resources))
      if (resource.count === 0) Reflect.deleteProperty(resources, id);
    if (Object.keys(resources).length === 0) Reflect.deleteProperty(stack.resource, type);
  }
  return JSON.stringify(stack);
}

/** The parts of a stack that these tests take away. */
interface EditableStack {
  readonly resource: Record<
    string,
    Record<string, { count?: number; lifecycle?: { postcondition?: unknown } }>
  >;
  readonly locals?: Record<string, unknown>;
}

describe('every setting of a living deployment', () => {
  let deployment: LivingDeployment;
  let plans: Record<string, ChangePlan>;

  beforeAll(async () => {
    deployment = await LivingDeployment.start();
    await deployment.deploy({});
  });

  afterAll(async () => {
    await deployment.stop();
  });

  it('changes what the table says, and nothing that holds work, identities or addresses', async () => {
    deployment.synthesize({});
    plans = await plansOf(deployment, changesOfExample);
    expect(differences(changesOfExample, plans)).toEqual([]);
  });

  it.each<[string, Partial<Record<StackId, string[]>>]>([
    ['studio.urlLifetimeSeconds: another', { 'private-api': ['update aws_lambda_function.presigned-url'] }],
    [
      'studio.users: one more, in another order',
      {
        identity: ['create aws_cognito_user.login["carol"]'],
        studio: [
          'create aws_iam_role.execution-role["carol"]',
          'create aws_iam_role_policy.execution-limits["carol"]',
          'create aws_iam_role_policy.execution-policy["carol"]',
          'create aws_sagemaker_user_profile.profile["carol"]',
          'create aws_security_group.own-apps["carol"]',
          'create aws_vpc_security_group_egress_rule.own-apps-to-apps["carol"]',
          'create aws_vpc_security_group_ingress_rule.own-apps-from-apps["carol"]',
        ],
      },
    ],
    [
      'corporate.cidrs: one more, or another order',
      {
        network: [
          'create aws_route.corporate-0-192-168-20-0-24',
          'create aws_vpc_security_group_ingress_rule.corporate-endpoints-from-corporate-192-168-20-0-24',
          'create aws_vpc_security_group_ingress_rule.resolver-from-tcp-192-168-20-0-24',
          'create aws_vpc_security_group_ingress_rule.resolver-from-udp-192-168-20-0-24',
        ],
        studio: [
          'update aws_iam_role_policy.execution-policy["alice"]',
          'update aws_iam_role_policy.execution-policy["bob"]',
        ],
        'private-api': ['update aws_iam_role_policy.presigned-url-policy'],
      },
    ],
  ])('changes exactly this: %s', (name, expected) => {
    const changed = stackIds.map((stack): [StackId, string[]] => [
      stack,
      (plans[name]?.[stack]?.changes ?? []).filter((change) => !change.startsWith('read ')).toSorted(),
    ]);
    expect(Object.fromEntries(changed.filter(([, changes]) => changes.length > 0))).toEqual(expected);
  });

  it.each<[string, string, (text: string) => string]>([
    [
      'its protection',
      'protectFromDestroy',
      (text) => text.replaceAll('"prevent_destroy": true', '"prevent_destroy": false'),
    ],
    ['its record', 'this stack was deployed with', withoutGuards],
  ])('is seen to lose %s', async (_, words, fault) => {
    const rows = changesOfExample.filter(({ says }) => says?.source.includes(words));
    deployment.synthesize({});
    const changes = Object.fromEntries(rows.map((row) => [nameOf(row), row.to]));
    const plans = await planChanges(deployment, changes, fault);
    expect(rows.length).toBeGreaterThan(3);
    expect(rows.filter((row) => differences([row], plans).length === 0)).toEqual([]);
  });

  it('that says where the state is cannot be changed without moving the state', async () => {
    deployment.synthesize({
      state: { type: 's3', bucket: 'example-state', region: 'us-east-1', keyPrefix: 'studio' },
    });
    for (const stack of stackIds) {
      expect(await deployment.plan(stack)).toMatchObject({
        exitCode: 1,
        text: expect.stringContaining('Backend initialization required') as string,
      });
    }
  });

  describe('with VPC and domain handed over', () => {
    let vpc: Adopted;
    let domainId: string;

    beforeAll(() => {
      const attribute = (address: string, name: string) => deployment.attribute('network', address, name);
      vpc = {
        vpcId: attribute('aws_vpc.vpc', 'id'),
        cidr: '10.20.0.0/16',
        subnets: ['us-east-1a', 'us-east-1b'].map((availabilityZone) => ({
          id: attribute(`aws_subnet.private["${availabilityZone}"]`, 'id'),
          cidr: attribute(`aws_subnet.private["${availabilityZone}"]`, 'cidr_block'),
          availabilityZone,
        })),
        routeTableIds: [attribute('aws_route_table.private-routes', 'id')],
      };
      domainId = deployment.attribute('studio', 'aws_sagemaker_domain.domain', 'id');
    });

    it('is refused without a release', async () => {
      deployment.synthesize({ 'network.vpc': { existing: vpc } });
      const { exitCode, text } = await deployment.plan('network');
      expect(exitCode).toBe(1);
      expect(text).toContain('network.vpc: this stack was deployed with create 10.20.0.0/16');
    });

    it('is refused also where the state has no record of the setting yet', async () => {
      deployment.synthesize({});
      const change = { 'network.vpc': { existing: vpc } };
      const plans = await planChanges(deployment, { change }, (text) =>
        text.replaceAll('recorded-network-vpc', 'not-yet-recorded-network-vpc'),
      );
      const refusals = plans.change?.network?.refusals.join() ?? '';
      for (const address of [
        'aws_vpc.vpc[0]',
        'aws_subnet.private["us-east-1a"]',
        'aws_flow_log.flow-log[0]',
      ]) {
        expect(refusals).toContain(`Resource ${address} has lifecycle.prevent_destroy set`);
      }
    });

    it('is seen to lose the blocks that keep what nobody asks for any more', async () => {
      deployment.synthesize({});
      const change = { 'network.vpc': { existing: vpc } };
      const plans = await planChanges(deployment, { change }, (text) =>
        withoutGuards(withoutUnwantedBlocks(text)),
      );
      const { refusals, changes } = plans.change?.network ?? { refusals: [], changes: [] };
      expect(refusals.join()).not.toContain('aws_vpc.vpc');
      expect(changes).toContain('delete aws_vpc.vpc');
    });

    it('is refused with another connection, and with the created route table not in the first place', async () => {
      const handingOver = { 'network.vpc': { existing: vpc }, release: ['network.vpc'] };
      deployment.synthesize({});
      const plans = await planChanges(deployment, {
        connection: {
          ...handingOver,
          'corporate.connection': { transitGatewayId: 'tgw-0123456789abcdef1' },
        },
        'route table': {
          ...handingOver,
          'network.vpc': {
            existing: { ...vpc, routeTableIds: ['rtb-0123456789abcdef0', ...vpc.routeTableIds] },
          },
        },
      });
      expect(plans.connection?.network?.refusals.join()).toContain(
        'corporate.connection: this stack was deployed with tgw-0123456789abcdef0, and now it is tgw-0123456789abcdef1.',
      );
      expect(plans['route table']?.network?.refusals.join()).toContain(
        'Resource aws_route.corporate-rtb-0123456789abcdef0-192-168-10-0-24 has lifecycle.prevent_destroy set',
      );
    });

    it('destroys nothing, and then has nothing to change', async () => {
      const before = await listResources(deployment.standIn);
      const settings = handedOver(vpc, domainId);
      await deployment.deploy({ ...settings, release: ['network.vpc', 'studio.domain'] });
      const after = await listResources(deployment.standIn);
      expect(before.filter((resource) => !after.includes(resource))).toEqual([]);
      expect(
        (await deployment.addresses('network')).filter((address) => /vpc\.vpc|subnet/.test(address)),
      ).toEqual([]);
      deployment.synthesize(settings);
      for (const stack of stackIds) {
        expect([stack, await deployment.plan(stack)]).toMatchObject([stack, { exitCode: 0 }]);
      }
    });

    it('changes what the table says', async () => {
      deployment.synthesize(handedOver(vpc, domainId));
      const rows = changesOfHandedOver(vpc, domainId);
      expect(differences(rows, await plansOf(deployment, rows))).toEqual([]);
    });
  });
});

it('the table has a row for every setting of the schema', () => {
  const anywhere: Adopted = { vpcId: '', cidr: '', subnets: [], routeTableIds: [] };
  const rows = [...changesOfExample, ...changesOfHandedOver(anywhere, '')];
  const ofState = ['type', 'bucket', 'region', 'keyPrefix', 'kmsKeyId'].map((key) => `state.${key}`);
  const known = new Set([...rows.flatMap(({ settings }) => settings), ...ofState]);
  expect(leavesOf(JSON.parse(jsonSchemaText()) as Schema).filter((setting) => !known.has(setting))).toEqual(
    [],
  );
});

it('the table is the one of docs/operations.md', () => {
  const text = readFileSync(path.join(projectFolder, 'docs', 'operations.md'), 'utf8');
  const [, section = ''] = text.split('## What changing a setting does\n');
  const [own = ''] = section.split('\n## ');
  const cells = (line: string) => line.split('|').map((cell) => cell.trim());
  const rowsIn = (lines: readonly string[]) => lines.filter((line) => line.startsWith('| `')).map(cells);
  expect(rowsIn(own.split('\n'))).toEqual(rowsIn(settingsTable()));
});
