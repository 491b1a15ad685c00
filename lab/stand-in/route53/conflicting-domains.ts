import { withoutDot } from '../../shared/dns-name';
import type { Call, Forward, Gap, Reply } from '../call';
import { zoneOfPrivateNames } from '../ec2/endpoint-dns';
import { ec2Call, ec2Error, form } from '../ec2/form';
import { elementText, escapeText, mapParts } from '../xml-text';

/** A zone that is associated with a VPC: a hosted zone, or the hidden one of an endpoint. */
interface Zone {
  readonly id: string;
  readonly name: string;
}

/**
 * A VPC cannot have two zones of the same name, be they private hosted zones or the hidden ones of endpoints with
 * private DNS; moto allows them. Of two zones in a VPC, one may lie below the other.
 * @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateHostedZone.html
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html
 */
export const conflictingDomains: Gap = async (call, forward) =>
  (await refusedZone(call, forward)) ?? (await refusedEndpoint(call, forward)) ?? forward(call);

/** Refuses to create or to associate a hosted zone whose name the VPC has. */
async function refusedZone(call: Call, forward: Forward): Promise<Reply | undefined> {
  const match = /\/hostedzone(?:\/([^/]+)\/associatevpc)?$/.exec(call.url);
  const body = call.body.toString();
  const vpcId = elementText(body, 'VPCId');
  if (call.service !== 'route53' || call.method !== 'POST' || !match || vpcId === undefined) return undefined;
  const [, associated] = match;
  const described = associated === undefined ? body : await read(call, forward, `hostedzone/${associated}`);
  const name = withoutDot(elementText(described, 'Name') ?? '');
  const other = (await zonesOf(call, forward, vpcId)).find((zone) => zone.name === name);
  if (!other) return undefined;
  const region = elementText(body, 'VPCRegion') ?? call.region;
  return route53Error(
    'ConflictingDomainExists',
    `The VPC ${vpcId} in region ${region} has already been associated with the hosted zone ${other.id} with the same domain name.`,
  );
}

/** Refuses private DNS of an endpoint where the VPC has a zone of the service's name. */
async function refusedEndpoint(call: Call, forward: Forward): Promise<Reply | undefined> {
  const parameters = form(call);
  const enabled = parameters.get('PrivateDnsEnabled');
  const isCreated =
    call.operation === 'CreateVpcEndpoint' &&
    parameters.get('VpcEndpointType') === 'Interface' &&
    enabled !== 'false';
  if (!isCreated && (call.operation !== 'ModifyVpcEndpoint' || enabled !== 'true')) return undefined;
  const id = parameters.get('VpcEndpointId') ?? '';
  const described = isCreated
    ? ''
    : (await forward(ec2Call(call, 'DescribeVpcEndpoints', { 'VpcEndpointId.1': id }))).body.toString();
  const serviceName = parameters.get('ServiceName') ?? elementText(described, 'serviceName') ?? '';
  const vpcId = parameters.get('VpcId') ?? elementText(described, 'vpcId') ?? '';
  const name = zoneOfPrivateNames(serviceName, call.region);
  const others = (await zonesOf(call, forward, vpcId)).filter((zone) => zone.id !== hiddenZoneId(id));
  if (!others.some((zone) => zone.name === name)) return undefined;
  const message = `private-dns-enabled cannot be set because there is already a conflicting DNS domain for ${name} in the VPC ${vpcId}`;
  return ec2Error('InvalidParameter', message);
}

/** All zones of a VPC. */
async function zonesOf(call: Call, forward: Forward, vpcId: string): Promise<Zone[]> {
  const zones: Zone[] = [];
  const hosted = await read(call, forward, `hostedzonesbyvpc?vpcid=${vpcId}&vpcregion=${call.region}`);
  mapParts(hosted, 'HostedZoneId', (part, id) => {
    zones.push({ id, name: withoutDot(elementText(part, 'Name') ?? '') });
    return part;
  });
  const filter = { 'Filter.1.Name': 'vpc-id', 'Filter.1.Value.1': vpcId };
  const endpoints = (await forward(ec2Call(call, 'DescribeVpcEndpoints', filter))).body.toString();
  mapParts(endpoints, 'vpcEndpointId', (part, id) => {
    const serviceName = elementText(part, 'serviceName') ?? '';
    if (
      elementText(part, 'vpcEndpointType') === 'Interface' &&
      elementText(part, 'privateDnsEnabled') === 'true'
    )
      zones.push({ id: hiddenZoneId(id), name: zoneOfPrivateNames(serviceName, call.region) });
    return part;
  });
  return zones;
}

/** An id of the form that hosted zones have. */
function hiddenZoneId(endpointId: string): string {
  return `Z${endpointId.replace('vpce-', '').toUpperCase()}`;
}

/** Reads from Route 53 for the same caller. */
async function read(call: Call, forward: Forward, path: string): Promise<string> {
  const { authorization = '', host } = call.headers;
  const headers = { host, authorization: authorization.replace(`/${call.service}/`, '/route53/') };
  const url = `/2013-04-01/${path}`;
  const reading = {
    ...call,
    method: 'GET',
    url,
    headers,
    body: Buffer.alloc(0),
    service: 'route53',
    operation: '',
  };
  return (await forward(reading)).body.toString();
}

function route53Error(code: string, message: string): Reply {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${escapeText(message)}</Message></Error>`;
  const body = `<ErrorResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/">${error}<RequestId>lab</RequestId></ErrorResponse>`;
  return { status: 400, headers: { 'content-type': 'text/xml' }, body: Buffer.from(body) };
}
