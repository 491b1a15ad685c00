import { zipSync } from 'fflate';
import { query } from '../../shared/aws-client';
import { accountId, SharedStandIn } from '../../test-support/stand-in';

const shared = new SharedStandIn();
const { createNetwork, ec2, rest } = shared;

describe('functions', () => {
  const lambdaTrust = {
    Effect: 'Allow',
    Principal: { Service: 'lambda.amazonaws.com' },
    Action: 'sts:AssumeRole',
  };
  // https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
  const interfaceActions = [
    'CreateNetworkInterface',
    'DescribeNetworkInterfaces',
    'DeleteNetworkInterface',
    'DescribeSubnets',
    'AssignPrivateIpAddresses',
    'UnassignPrivateIpAddresses',
  ].map((action) => `ec2:${action}`);
  const interfaces = (Resource: string, Action: readonly string[] = interfaceActions) => ({
    Effect: 'Allow',
    Action,
    Resource,
  });
  const document = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
  let count = 0;

  /** Creates a function with a role of its own. */
  async function create({ trust = lambdaTrust, permission, ...settings }: CreateOptions) {
    const name = `function-${(count += 1)}`;
    const iam = { Version: '2010-05-08', RoleName: name };
    await query(shared.running, 'iam', {
      ...iam,
      Action: 'CreateRole',
      AssumeRolePolicyDocument: document(trust),
    });
    if (permission) {
      const policy = { PolicyName: 'all', PolicyDocument: document(permission) };
      await query(shared.running, 'iam', { ...iam, ...policy, Action: 'PutRolePolicy' });
    }
    const { status, body } = await rest('lambda', 'POST', '/2015-03-31/functions', {
      FunctionName: name,
      Role: `arn:aws:iam::${accountId}:role/${name}`,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Code: { ZipFile: Buffer.from(zipSync({ 'index.mjs': Buffer.from('') })).toString('base64') },
      ...settings,
    });
    return { name, status, message: body.message };
  }

  interface CreateOptions {
    readonly trust?: object;
    readonly permission?: object;
    readonly LoggingConfig?: object;
    readonly VpcConfig?: object;
  }

  const inVpc = async () => {
    const { subnetId } = await createNetwork();
    return { SubnetIds: [subnetId], SecurityGroupIds: [] };
  };

  it('are refused while Lambda cannot assume their role', async () => {
    const trust = { ...lambdaTrust, Principal: { Service: 'edgelambda.amazonaws.com' } };
    expect(await create({ trust })).toMatchObject({
      status: 400,
      message: 'The role defined for the function cannot be assumed by Lambda.',
    });
  });

  it.each<[string, object | undefined, number]>([
    ['nothing', undefined, 400],
    ['interfaces, but not subnets', interfaces('arn:aws:ec2:*:*:network-interface/*'), 400],
    ...interfaceActions.map<[string, object, number]>((missing) => {
      const others = interfaceActions.filter((action) => action !== missing);
      return [`all but ${missing}`, interfaces('*', others), 400];
    }),
    ['all of it', interfaces('*'), 201],
  ])('in a VPC need a role that may manage interfaces: %s', async (_, permission, status) => {
    const created = await create({ VpcConfig: await inVpc(), ...(permission && { permission }) });
    expect(created.status).toBe(status);
    if (status === 400) expect(created.message).toMatch(/permissions to call \w+ on EC2$/);
  });

  it('prevent the deletion of their subnets', async () => {
    const VpcConfig = await inVpc();
    const { name } = await create({ VpcConfig, permission: interfaces('*') });
    const [SubnetId = ''] = VpcConfig.SubnetIds;
    await expect(ec2('DeleteSubnet', { SubnetId })).rejects.toThrow('DependencyViolation');
    const nowhere = { VpcConfig: { SubnetIds: [], SecurityGroupIds: [] } };
    await rest('lambda', 'PUT', `/2015-03-31/functions/${name}/configuration`, nowhere);
    await expect(ec2('DeleteSubnet', { SubnetId })).resolves.toBeDefined();
  });

  it('reserve executions, but not the last hundred of the account', async () => {
    const [one, two] = [await create({}), await create({})];
    const reserve = ({ name }: { name: string }, ReservedConcurrentExecutions: number) =>
      rest('lambda', 'PUT', `/2017-10-31/functions/${name}/concurrency`, { ReservedConcurrentExecutions });
    expect(await reserve(one, 500)).toMatchObject({ status: 200 });
    expect(await reserve(two, 401)).toMatchObject({
      status: 400,
      body: { message: expect.stringMatching(/below its minimum value of \[100\]/) as string },
    });
    expect(await reserve(one, 400)).toMatchObject({ status: 200 });
    expect(await reserve(two, 401)).toMatchObject({ status: 200 });
  });

  it('are moved into a VPC only with such a role', async () => {
    const { name } = await create({});
    const path = `/2015-03-31/functions/${name}/configuration`;
    expect(await rest('lambda', 'PUT', path, { VpcConfig: await inVpc() })).toMatchObject({ status: 400 });
    expect(await rest('lambda', 'PUT', path, { Timeout: 5 })).toMatchObject({ status: 200 });
  });

  it('keep their logging configuration', async () => {
    const LoggingConfig = { LogFormat: 'JSON', SystemLogLevel: 'WARN', LogGroup: '/studio/authorizer' };
    const { name, status } = await create({ LoggingConfig });
    expect(status).toBe(201);
    const { body } = await rest('lambda', 'GET', `/2015-03-31/functions/${name}`);
    expect(body.Configuration).toMatchObject({
      LoggingConfig: { ...LoggingConfig, ApplicationLogLevel: 'INFO' },
    });
  });
});
