import { readFileSync, writeFileSync } from 'node:fs';
import { stackIds, type StackId } from '../../config/stack-ids';
import { exampleWith, variants } from '../../test-support/environments';
import { ProjectCopy } from '../../test-support/project-copy';
import { readStacks, resourceOf, resourcesOf, type StackJson } from '../../test-support/terraform-json';
import { terraformProblems } from '../../test-support/terraform-validate';

const deployments: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'the example': {},
  ...variants,
};
const project = new ProjectCopy();
for (const [name, changes] of Object.entries(deployments)) {
  project.writeEnvironment('example', exampleWith(changes));
  const { exitCode, stderr } = project.synth('example');
  if (exitCode !== 0) throw new Error(stderr);
  project.run('mv', ['cdktf.out', name]);
}

afterAll(() => {
  project.remove();
});

function variant(name: string): Record<StackId, StackJson> {
  return readStacks(project.path(name));
}

describe('every kind of deployment is valid for the real provider', () => {
  const files = Object.fromEntries(
    Object.keys(deployments).flatMap((name) =>
      stackIds.map((id) => [`${name}: ${id}`, project.path(name, 'stacks', id, 'cdk.tf.json')]),
    ),
  );
  // one stack that is wrong shows that the check can fail
  const wrong = project.path('wrong.json');
  writeFileSync(
    wrong,
    readFileSync(files['the example: identity'] ?? '', 'utf8').replace(
      '"user_pool_tier"',
      '"user_pool_teir"',
    ),
  );
  let problems: Record<string, string[]> = {};
  beforeAll(() => {
    problems = terraformProblems({ ...files, wrong });
  }, 900_000);

  it.each(Object.keys(deployments))('%s', (name) => {
    const ofDeployment = Object.entries(problems).filter(([stack]) => stack.startsWith(`${name}: `));
    expect(ofDeployment).toEqual(stackIds.map((id) => [`${name}: ${id}`, []]));
  });

  it('and a wrong one is not', () => {
    expect(problems.wrong).toEqual([expect.stringContaining('user_pool_teir')]);
  });
});

describe('an adopted VPC', () => {
  const { network } = variant('adopted VPC');

  it('is not created, attached or logged; blocks without instances keep a created one from being destroyed', () => {
    for (const type of [
      'aws_vpc',
      'aws_subnet',
      'aws_route_table',
      'aws_route_table_association',
      'aws_ec2_transit_gateway_vpc_attachment',
      'aws_vpn_gateway_attachment',
      'aws_flow_log',
    ]) {
      expect([type, Object.values(resourcesOf(network, type))]).toMatchObject([
        type,
        [{ count: 0, lifecycle: { prevent_destroy: true } }],
      ]);
    }
  });

  it('that was created here before is forgotten, and not destroyed, once it is released', () => {
    const released = variant('adopted VPC that was created here').network as StackJson & {
      removed: readonly { from: string; lifecycle: { destroy: boolean } }[];
    };
    expect(Object.keys(released.resource ?? {})).not.toContain('aws_vpc');
    const forgotten = released.removed.map(({ from }) => from);
    expect(forgotten).toEqual(
      expect.arrayContaining(['aws_vpc.vpc', 'aws_subnet.private', 'aws_flow_log.flow-log']),
    );
    expect(forgotten).not.toContain('aws_vpc_endpoint.s3');
    expect(released.removed.every(({ lifecycle }) => !lifecycle.destroy)).toBe(true);
  });

  it('gets endpoints in its subnets, and routes in the tables that are named', () => {
    expect(resourceOf(network, 'aws_vpc_endpoint', 'studio')).toMatchObject({
      vpc_id: 'vpc-0123456789abcdef0',
      subnet_ids: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
    });
    expect(resourceOf(network, 'aws_vpc_endpoint', 's3')).toMatchObject({
      route_table_ids: ['rtb-0123456789abcdef0'],
    });
    expect(Object.values(resourcesOf(network, 'aws_route'))).toMatchObject([
      { route_table_id: 'rtb-0123456789abcdef0', destination_cidr_block: '192.168.10.0/24' },
    ]);
  });

  it('that is routed already gets no routes and no S3 endpoint', () => {
    const routed = variant('adopted VPC that is routed already').network;
    expect(resourcesOf(routed, 'aws_route')).toEqual({});
    expect(resourcesOf(routed, 'aws_vpc_endpoint')).not.toHaveProperty('s3');
  });
});

it('an adopted domain is left alone: no domain, no profile, no execution role', () => {
  const stacks = variant('adopted domain');
  const resources = Object.entries(stacks.studio.resource ?? {}).filter(
    ([type]) => type !== 'terraform_data',
  );
  const counts = resources.flatMap(([, named]) => Object.values(named).map(({ count }) => count));
  expect(counts).toEqual([0, 0]);
  expect(JSON.stringify(stacks['private-api'])).toContain('user-profile/d-0123456789ab/*');
  expect(resourceOf(stacks.identity, 'aws_cognito_user', 'login').for_each).toBe(
    '${toset(["alice", "bob"])}',
  );
});

it('three zones have three subnets, endpoints in each and a resolver address in each', () => {
  const { network } = variant('three zones');
  expect(resourceOf(network, 'aws_subnet', 'private').for_each).toEqual({
    'us-east-1a': '10.20.0.0/23',
    'us-east-1b': '10.20.2.0/23',
    'us-east-1c': '10.20.4.0/23',
  });
  expect(resourceOf(network, 'aws_vpc_endpoint', 'execute-api').subnet_ids).toHaveLength(3);
  expect(resourceOf(network, 'aws_route53_resolver_endpoint', 'inbound-resolver').ip_address).toMatchObject([
    { ip: '10.20.0.10' },
    { ip: '10.20.2.10' },
    { ip: '10.20.4.10' },
  ]);
});

describe('the connection to the corporate network', () => {
  const route = (network: StackJson) => Object.values(resourcesOf(network, 'aws_route'));
  const attachments = (network: StackJson) =>
    Object.keys(network.resource ?? {}).filter((type) => type.endsWith('_attachment'));

  it('by transit gateway is attached and routed', () => {
    const { network } = variant('the example');
    expect(attachments(network)).toEqual(['aws_ec2_transit_gateway_vpc_attachment']);
    expect(route(network)).toMatchObject([
      { destination_cidr_block: '192.168.10.0/24', transit_gateway_id: 'tgw-0123456789abcdef0' },
    ]);
  });

  it('by virtual private gateway is attached and routed', () => {
    const { network } = variant('virtual private gateway');
    expect(attachments(network)).toEqual(['aws_vpn_gateway_attachment']);
    expect(route(network)).toMatchObject([{ gateway_id: 'vgw-0123456789abcdef0' }]);
  });

  it('by peering is routed', () => {
    const { network } = variant('VPC peering');
    expect(attachments(network)).toEqual([]);
    expect(route(network)).toMatchObject([{ vpc_peering_connection_id: 'pcx-0123456789abcdef0' }]);
  });

  it('made elsewhere is neither', () => {
    const { network } = variant('no connection');
    expect([attachments(network), route(network)]).toEqual([[], []]);
  });
});

it('S3 state is encrypted, locked natively and apart for each stack', () => {
  const stacks = variant('S3 state');
  for (const id of stackIds) {
    expect(stacks[id].terraform.backend).toEqual({
      s3: {
        bucket: 'example-state',
        region: 'eu-west-1',
        key: `studio/prod/example/${id}.tfstate`,
        kms_key_id: 'alias/state',
        encrypt: true,
        use_lockfile: true,
      },
    });
  }
  expect(Object.values(stacks['private-api'].data?.terraform_remote_state ?? {})).toMatchObject([
    { backend: 's3', config: { key: 'studio/prod/example/identity.tfstate' } },
    { backend: 's3', config: { key: 'studio/prod/example/network.tfstate' } },
    { backend: 's3', config: { key: 'studio/prod/example/studio.tfstate' } },
  ]);
});

/** Region · partition · DNS suffix · Studio's suffix · prefix of most endpoint services. */
const partitions = [
  ['eu-west-1', 'aws', 'amazonaws.com', 'sagemaker.aws', ''],
  ['us-gov-west-1', 'aws-us-gov', 'amazonaws.com', 'sagemaker.aws', ''],
  ['cn-north-1', 'aws-cn', 'amazonaws.com.cn', 'sagemaker.com.cn', 'cn.'],
] as const;

describe.each(partitions)('in %s', (region, partition, dnsSuffix, studioSuffix, prefix) => {
  const stacks = variant(region);
  const namedConf = project.read(region, 'dns', 'named.conf');

  it('every ARN is of the partition', () => {
    const arns = [...JSON.stringify(stacks).matchAll(/arn:(aws[a-z-]*):/g)].map((match) => match[1]);
    expect(new Set(arns)).toEqual(new Set([partition]));
  });

  it('every provider and zone is of the region', () => {
    for (const id of stackIds) expect(stacks[id].provider.aws).toMatchObject([{ region }]);
    expect(JSON.stringify(stacks)).not.toContain('us-east-1');
  });

  it('endpoint services have their names', () => {
    const names = Object.fromEntries(
      Object.entries(resourcesOf(stacks.network, 'aws_vpc_endpoint')).map(([id, { service_name }]) => [
        id,
        service_name,
      ]),
    );
    expect(names).toEqual({
      'execute-api': `${prefix}com.amazonaws.${region}.execute-api`,
      'sagemaker-api': `${prefix}com.amazonaws.${region}.sagemaker.api`,
      'sagemaker-runtime': `${prefix}com.amazonaws.${region}.sagemaker.runtime`,
      servicecatalog: `${prefix}com.amazonaws.${region}.servicecatalog`,
      sts: `${prefix}com.amazonaws.${region}.sts`,
      // no prefix in China for these three
      logs: `com.amazonaws.${region}.logs`,
      s3: `com.amazonaws.${region}.s3`,
      studio: `aws.sagemaker.${region}.studio`,
    });
  });

  it('addresses and zones have their suffixes', () => {
    const output = (id: StackId, name: string) => stacks[id].output?.[name]?.value;
    expect(output('identity', 'issuer')).toBe(
      `https://cognito-idp.${region}.${dnsSuffix}/\${aws_cognito_user_pool.user-pool.id}`,
    );
    expect(output('private-api', 'api_url')).toBe(
      `https://\${aws_api_gateway_rest_api.api.id}.execute-api.${region}.${dnsSuffix}/prod`,
    );
    expect(namedConf).toContain(`zone "studio.${region}.${studioSuffix}" {`);
    expect(namedConf).toContain(`zone "api.sagemaker.${region}.${dnsSuffix}" {`);
  });
});
