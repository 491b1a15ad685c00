import { createTransitGateway } from '../../stand-in';
import { json, query } from '../../shared/aws-client';
import { childText, find, findAll } from '../../shared/xml-tree';
import { idIn, SharedStandIn } from '../../test-support/stand-in';

const shared = new SharedStandIn();
const { createNetwork, ec2 } = shared;

describe('interface endpoints', () => {
  it('have an address in each subnet, and the names that AWS gives them', async () => {
    const { vpcId, subnetId } = await createNetwork();
    await ec2('ModifyVpcAttribute', { VpcId: vpcId, 'EnableDnsHostnames.Value': 'true' });
    const other = { AvailabilityZone: 'us-east-1b', CidrBlock: '10.20.2.0/24' };
    const second = idIn(await ec2('CreateSubnet', { VpcId: vpcId, ...other }), 'subnetId');
    const created = await ec2('CreateVpcEndpoint', {
      VpcId: vpcId,
      ServiceName: 'com.amazonaws.us-east-1.execute-api',
      VpcEndpointType: 'Interface',
      PrivateDnsEnabled: 'true',
      'SubnetId.1': subnetId,
      'SubnetId.2': second,
      'SubnetConfiguration.1.SubnetId': subnetId,
      'SubnetConfiguration.1.Ipv4': '10.20.1.20',
    });
    const interfaces = find(created, 'networkInterfaceIdSet')?.children.map(({ text }) => text) ?? [];
    const described = await ec2('DescribeNetworkInterfaces', {
      'NetworkInterfaceId.1': interfaces[0] ?? '',
      'NetworkInterfaceId.2': interfaces[1] ?? '',
    });
    const addresses = find(described, 'networkInterfaceSet')?.children.map((item) =>
      childText(item, 'privateIpAddress'),
    );
    expect(addresses?.sort()).toEqual(['10.20.1.20', '10.20.2.254']);
    const id = idIn(created, 'vpcEndpointId');
    const names = findAll(created, 'dnsName').map(({ text }) => text);
    // AWS promises no order, so here the regional name is not the first
    expect(names).toHaveLength(5);
    expect(names).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          new RegExp(`^${id}-[0-9a-f]{8}\\.execute-api\\.us-east-1\\.vpce\\.amazonaws\\.com$`),
        ),
        expect.stringMatching(/-us-east-1a\.execute-api\.us-east-1\.vpce\.amazonaws\.com$/),
        expect.stringMatching(/-us-east-1[b-f]\.execute-api\.us-east-1\.vpce\.amazonaws\.com$/),
        'execute-api.us-east-1.amazonaws.com',
        '*.execute-api.us-east-1.amazonaws.com',
      ]),
    );
  });
});

describe('endpoint services in China', () => {
  const inChina = (Action: string, parameters: Record<string, string>) =>
    query({ ...shared.running, region: 'cn-north-1' }, 'ec2', {
      Action,
      Version: '2016-11-15',
      ...parameters,
    });

  it.each([
    ['cn.com.amazonaws.cn-north-1.sts', 'com.amazonaws.cn-north-1.sts'],
    ['com.amazonaws.cn-north-1.logs', 'cn.com.amazonaws.cn-north-1.logs'],
    ['aws.sagemaker.cn-north-1.studio', 'cn.aws.sagemaker.cn-north-1.studio'],
  ])('%s is the name, not %s', async (name, wrong) => {
    const described = await inChina('DescribeVpcEndpointServices', { 'ServiceName.1': name });
    expect(findAll(described, 'serviceName').map(({ text }) => text)).toEqual([name]);
    await expect(inChina('DescribeVpcEndpointServices', { 'ServiceName.1': wrong })).rejects.toThrow(
      'InvalidServiceName',
    );
  });

  it('have names under the domain of the partition', async () => {
    const vpcId = idIn(await inChina('CreateVpc', { CidrBlock: '10.20.0.0/16' }), 'vpcId');
    const zone = { AvailabilityZone: 'cn-north-1a', CidrBlock: '10.20.1.0/24' };
    const created = await inChina('CreateVpcEndpoint', {
      VpcId: vpcId,
      ServiceName: 'cn.com.amazonaws.cn-north-1.sts',
      VpcEndpointType: 'Interface',
      PrivateDnsEnabled: 'false',
      'SubnetId.1': idIn(await inChina('CreateSubnet', { VpcId: vpcId, ...zone }), 'subnetId'),
    });
    expect(find(created, 'serviceName')?.text).toBe('cn.com.amazonaws.cn-north-1.sts');
    expect(find(created, 'dnsName')?.text).toMatch(/\.sts\.cn-north-1\.vpce\.amazonaws\.com\.cn$/);
  });
});

describe('interface endpoints and zones', () => {
  const studio = 'aws.sagemaker.us-east-1.studio';
  const zonesOf = async (service: string) => {
    const described = await ec2('DescribeVpcEndpointServices', { 'ServiceName.1': service });
    return find(described, 'availabilityZoneSet')?.children.map(({ text }) => text);
  };
  const subnetIn = async (vpcId: string, AvailabilityZone: string, CidrBlock: string) =>
    idIn(await ec2('CreateSubnet', { VpcId: vpcId, AvailabilityZone, CidrBlock }), 'subnetId');

  it('are described with the zones that each service has', async () => {
    const all = ['a', 'b', 'c', 'd', 'e', 'f'].map((letter) => `us-east-1${letter}`);
    expect(await zonesOf('com.amazonaws.us-east-1.execute-api')).toEqual(all);
    expect(await zonesOf(studio)).toEqual(all.filter((zone) => zone !== 'us-east-1e'));
  });

  it('fit together only in zones that have the service', async () => {
    const { vpcId } = await createNetwork();
    const inside = await subnetIn(vpcId, 'us-east-1a', '10.20.3.0/24');
    const outside = await subnetIn(vpcId, 'us-east-1e', '10.20.4.0/24');
    const request = {
      VpcId: vpcId,
      ServiceName: studio,
      VpcEndpointType: 'Interface',
      PrivateDnsEnabled: 'false',
    };
    const refusal = `The VPC endpoint service ${studio} does not support the availability zone of the subnet: ${outside}`;
    await expect(
      ec2('CreateVpcEndpoint', { ...request, 'SubnetId.1': inside, 'SubnetId.2': outside }),
    ).rejects.toThrow(refusal);
    const created = await ec2('CreateVpcEndpoint', { ...request, 'SubnetId.1': inside });
    const VpcEndpointId = idIn(created, 'vpcEndpointId');
    await expect(ec2('ModifyVpcEndpoint', { VpcEndpointId, 'AddSubnetId.1': outside })).rejects.toThrow(
      refusal,
    );
  });
});

describe('subnets in use', () => {
  const deletion = (SubnetId: string) => ec2('DeleteSubnet', { SubnetId });

  it('cannot be deleted while a transit gateway is attached to them', async () => {
    const { vpcId, subnetId } = await createNetwork();
    const attached = await ec2('CreateTransitGatewayVpcAttachment', {
      TransitGatewayId: await createTransitGateway(shared.running),
      VpcId: vpcId,
      'SubnetIds.1': subnetId,
    });
    await expect(deletion(subnetId)).rejects.toThrow('DependencyViolation');
    const TransitGatewayAttachmentId = idIn(attached, 'transitGatewayAttachmentId');
    await ec2('DeleteTransitGatewayVpcAttachment', { TransitGatewayAttachmentId });
    await expect(deletion(subnetId)).resolves.toBeDefined();
  });

  it('cannot be deleted while the resolver has addresses in them, and the resolver keeps two', async () => {
    const { vpcId, subnetId } = await createNetwork();
    const group = idIn(
      await ec2('DescribeSecurityGroups', { 'Filter.1.Name': 'vpc-id', 'Filter.1.Value.1': vpcId }),
      'groupId',
    );
    const resolver = (operation: string, request: Record<string, unknown>) =>
      json(shared.running, 'route53resolver', `Route53Resolver.${operation}`, request);
    const addresses = [10, 11].map((host) => ({ SubnetId: subnetId, Ip: `10.20.1.${host}` }));
    const { ResolverEndpoint: endpoint } = await resolver('CreateResolverEndpoint', {
      CreatorRequestId: 'a',
      Direction: 'INBOUND',
      SecurityGroupIds: [group],
      IpAddresses: addresses,
    });
    const ResolverEndpointId = (endpoint as { Id: string }).Id;
    await expect(deletion(subnetId)).rejects.toThrow('DependencyViolation');
    await expect(
      resolver('DisassociateResolverEndpointIpAddress', { ResolverEndpointId, IpAddress: addresses[0] }),
    ).rejects.toThrow('needs to have at least 2 IP addresses');
    await resolver('DeleteResolverEndpoint', { ResolverEndpointId });
    await expect(deletion(subnetId)).resolves.toBeDefined();
  });
});

describe('interface endpoints in a VPC that gives hosts no names', () => {
  it.each([
    ['created with private DNS', 'true'],
    ['given private DNS later', 'false'],
  ])('cannot be %s', async (_, PrivateDnsEnabled) => {
    const { vpcId, subnetId } = await createNetwork();
    const request = {
      VpcId: vpcId,
      ServiceName: 'com.amazonaws.us-east-1.execute-api',
      VpcEndpointType: 'Interface',
      'SubnetId.1': subnetId,
    };
    const create = () => ec2('CreateVpcEndpoint', { ...request, PrivateDnsEnabled });
    const modify = async () =>
      ec2('ModifyVpcEndpoint', {
        VpcEndpointId: idIn(await create(), 'vpcEndpointId'),
        PrivateDnsEnabled: 'true',
      });
    await expect(PrivateDnsEnabled === 'true' ? create() : modify()).rejects.toThrow(
      'requires both enableDnsSupport and enableDnsHostnames',
    );
  });
});

describe('interface endpoints that are created at the same time', () => {
  it('have different addresses', async () => {
    const { vpcId, subnetId } = await createNetwork();
    const services = ['sts', 'logs', 'sagemaker.api', 'sagemaker.runtime', 'servicecatalog'];
    await Promise.all(
      services.map((service) =>
        ec2('CreateVpcEndpoint', {
          VpcId: vpcId,
          ServiceName: `com.amazonaws.us-east-1.${service}`,
          VpcEndpointType: 'Interface',
          PrivateDnsEnabled: 'false',
          'SubnetId.1': subnetId,
        }),
      ),
    );
    const filter = { 'Filter.1.Name': 'subnet-id', 'Filter.1.Value.1': subnetId };
    const described = find(await ec2('DescribeNetworkInterfaces', filter), 'networkInterfaceSet');
    const addresses = described?.children.map((item) => childText(item, 'privateIpAddress'));
    expect(new Set(addresses).size).toBe(services.length);
  });
});
