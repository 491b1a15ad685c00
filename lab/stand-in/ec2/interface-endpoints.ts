import type { Call, Forward, Gap, Reply } from '../call';
import { elementText, elementTexts, mapParts, setElement } from '../xml-text';
import { dnsEntries, dnsEntrySet } from './endpoint-dns';
import { ec2Call, form, listParameter, numbered, structures, withForm, withText } from './form';
import { createInterface, deleteInterfaces } from './network-interfaces';

/** Properties of an interface endpoint that moto does not keep. */
interface Endpoint {
  readonly serviceName: string;
  readonly interfaces: Map<string, string>;
  privateDnsEnabled: boolean;
  zones: string[];
}

/**
 * Interface endpoints with AWS's names and with one network interface per subnet, at a pinned or free address of that
 * subnet. moto's endpoints have addresses outside their subnet, ignore pinned ones, and lose names and interfaces when
 * subnets or private DNS change.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcEndpoint.html
 */
export function interfaceEndpoints(): Gap {
  const endpoints = new Map<string, Endpoint>();
  return async (call, forward) => {
    if (call.service !== 'ec2' || !/VpcEndpoints?$/.test(call.operation)) return forward(call);
    const parameters = form(call);
    const reply = await forward(withForm(call, withoutSubnets(parameters)));
    if (reply.status !== 200) return reply;
    const text = reply.body.toString();
    if (call.operation === 'CreateVpcEndpoint' && parameters.get('VpcEndpointType') === 'Interface') {
      const id = elementText(text, 'vpcEndpointId') ?? '';
      const serviceName = parameters.get('ServiceName') ?? '';
      // "Default: true" in the API, but the provider always sends it
      const privateDnsEnabled = parameters.get('PrivateDnsEnabled') !== 'false';
      const endpoint: Endpoint = { serviceName, privateDnsEnabled, interfaces: new Map(), zones: [] };
      endpoints.set(id, endpoint);
      await addSubnets(call, forward, id, endpoint, listParameter(parameters, 'SubnetId'));
    }
    if (call.operation === 'ModifyVpcEndpoint') {
      const id = parameters.get('VpcEndpointId') ?? '';
      const endpoint = endpoints.get(id);
      if (endpoint) await modify(call, forward, id, endpoint);
    }
    if (call.operation === 'DeleteVpcEndpoints') {
      for (const id of listParameter(parameters, 'VpcEndpointId')) {
        await deleteInterfaces(call, forward, endpoints.get(id)?.interfaces.values() ?? []);
      }
    }
    return describe(reply, endpoints, call.region);
  };
}

function withoutSubnets(parameters: URLSearchParams): URLSearchParams {
  return new URLSearchParams(
    [...parameters].filter(([name]) => !/^(Add|Remove)?Subnet(Id|Configuration)\./.test(name)),
  );
}

async function modify(call: Call, forward: Forward, id: string, endpoint: Endpoint): Promise<void> {
  const parameters = form(call);
  const privateDns = parameters.get('PrivateDnsEnabled');
  if (privateDns !== null) endpoint.privateDnsEnabled = privateDns === 'true';
  const removed = listParameter(parameters, 'RemoveSubnetId');
  await deleteInterfaces(
    call,
    forward,
    removed.flatMap((subnetId) => endpoint.interfaces.get(subnetId) ?? []),
  );
  for (const subnetId of removed) endpoint.interfaces.delete(subnetId);
  await addSubnets(call, forward, id, endpoint, listParameter(parameters, 'AddSubnetId'));
}

async function addSubnets(
  call: Call,
  forward: Forward,
  id: string,
  endpoint: Endpoint,
  subnetIds: readonly string[],
): Promise<void> {
  const parameters = form(call);
  const pinned = structures(parameters, 'SubnetConfiguration');
  for (const subnetId of subnetIds) {
    const address = pinned.find((configuration) => configuration.get('SubnetId') === subnetId)?.get('Ipv4');
    const securityGroupIds = listParameter(parameters, 'SecurityGroupId');
    const description = `VPC Endpoint Interface ${id}`;
    const request = { subnetId, description, securityGroupIds, address };
    endpoint.interfaces.set(subnetId, await createInterface(call, forward, request));
  }
  const inUse = [...endpoint.interfaces.keys()];
  if (inUse.length === 0) return;
  const described = await forward(ec2Call(call, 'DescribeSubnets', numbered('SubnetId', inUse)));
  endpoint.zones = elementTexts(described.body.toString(), 'availabilityZone').sort();
}

function describe(reply: Reply, endpoints: ReadonlyMap<string, Endpoint>, region: string): Reply {
  const list = (items: Iterable<string>) => [...items].map((item) => `<item>${item}</item>`).join('');
  const rewrite = (part: string, id: string) => {
    const endpoint = endpoints.get(id);
    if (!endpoint) return part;
    const entries = dnsEntries({ id, ...endpoint }, region, endpoint.zones);
    return [
      ['subnetIdSet', list(endpoint.interfaces.keys())] as const,
      ['networkInterfaceIdSet', list(endpoint.interfaces.values())] as const,
      ['dnsEntrySet', dnsEntrySet(entries)] as const,
      ['privateDnsEnabled', String(endpoint.privateDnsEnabled)] as const,
    ].reduce((text, [name, content]) => setElement(text, name, content), part);
  };
  return withText(reply, mapParts(reply.body.toString(), 'vpcEndpointId', rewrite));
}
