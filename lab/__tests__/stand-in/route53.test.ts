import { idIn, SharedStandIn } from '../../test-support/stand-in';

const shared = new SharedStandIn();
const { createNetwork, ec2 } = shared;

describe('zones of the same name in a VPC', () => {
  const [name, apiName] = ['execute-api.us-east-1.amazonaws.com', 'a1.execute-api.us-east-1.amazonaws.com'];
  const newVpc = async () => {
    const { vpcId, subnetId } = await createNetwork();
    await ec2('ModifyVpcAttribute', { VpcId: vpcId, 'EnableDnsHostnames.Value': 'true' });
    return { vpcId, subnetId };
  };
  const createEndpoint = async (vpcId: string, subnetId: string, PrivateDnsEnabled: string) => {
    const service = { ServiceName: 'com.amazonaws.us-east-1.execute-api', VpcEndpointType: 'Interface' };
    const request = { VpcId: vpcId, ...service, 'SubnetId.1': subnetId, PrivateDnsEnabled };
    return idIn(await ec2('CreateVpcEndpoint', request), 'vpcEndpointId');
  };
  const route53 = async (path: string, body: string) => {
    const authorization = 'AWS4-HMAC-SHA256 Credential=lab/20200101/us-east-1/route53/aws4_request';
    const url = `${shared.running.endpoint}/2013-04-01/hostedzone${path}`;
    const reply = await fetch(url, { method: 'POST', headers: { authorization }, body });
    return { status: reply.status, text: await reply.text() };
  };
  const vpcIn = (vpcId: string) => `<VPC><VPCRegion>us-east-1</VPCRegion><VPCId>${vpcId}</VPCId></VPC>`;
  const createZone = (vpcId: string, zone: string) =>
    route53(
      '',
      `<CreateHostedZoneRequest><CallerReference>${vpcId}${zone}</CallerReference><Name>${zone}</Name>${vpcIn(vpcId)}</CreateHostedZoneRequest>`,
    );
  const refused = {
    status: 400,
    text: expect.stringMatching(
      /ConflictingDomainExists.* has already been associated with the hosted zone \w+ with the same domain name/,
    ) as string,
  };

  it('are refused: a hosted zone, and its association with one more VPC', async () => {
    const [{ vpcId }, other] = [await newVpc(), await newVpc()];
    const { status, text } = await createZone(vpcId, apiName);
    const id = /<Id>\/hostedzone\/(\w+)<\/Id>/.exec(text)?.[1] ?? '';
    expect(status).toBe(201);
    expect(await createZone(vpcId, apiName)).toEqual(refused);
    expect(await createZone(vpcId, name)).toMatchObject({ status: 201 });
    const associate = () =>
      route53(
        `/${id}/associatevpc`,
        `<AssociateVPCWithHostedZoneRequest>${vpcIn(other.vpcId)}</AssociateVPCWithHostedZoneRequest>`,
      );
    expect(await associate()).toMatchObject({ status: 200 });
    expect(await associate()).toEqual(refused);
  });

  it('are refused: a hosted zone where an endpoint has private DNS, and one below it is not', async () => {
    const { vpcId, subnetId } = await newVpc();
    await createEndpoint(vpcId, subnetId, 'true');
    expect(await createZone(vpcId, name)).toEqual(refused);
    expect(await createZone(vpcId, apiName)).toMatchObject({ status: 201 });
  });

  it('are refused: private DNS of an endpoint where a hosted zone or another endpoint has the name', async () => {
    const [zoned, vpc] = [await newVpc(), await newVpc()];
    const conflict = `already a conflicting DNS domain for ${name}`;
    await createZone(zoned.vpcId, name);
    await expect(createEndpoint(zoned.vpcId, zoned.subnetId, 'true')).rejects.toThrow(conflict);
    const first = await createEndpoint(vpc.vpcId, vpc.subnetId, 'true');
    const second = await createEndpoint(vpc.vpcId, vpc.subnetId, 'false');
    const modify = (VpcEndpointId: string) =>
      ec2('ModifyVpcEndpoint', { VpcEndpointId, PrivateDnsEnabled: 'true' });
    await expect(modify(second)).rejects.toThrow(conflict);
    await modify(first);
  });
});
