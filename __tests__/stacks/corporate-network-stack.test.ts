import { environmentWith } from '../../test-support/environments';
import { synthesizeEnvironment } from '../../test-support/synthesize';
import { resourceOf, resourcesOf, type StackJson } from '../../test-support/terraform-json';

const synthesized = (name: string, changes: Readonly<Record<string, unknown>> = {}): StackJson =>
  synthesizeEnvironment(environmentWith(changes, name))['corporate-network'];

describe('a simulated corporate site', () => {
  const byPeering = synthesized('site-peering');
  const byGateway = synthesized('site-transit-gateway');
  const hosts = Object.entries(resourcesOf(byPeering, 'aws_instance'));

  it('has two DNS servers, two clients, a proxy and a host outside', () => {
    expect(hosts.map(([name]) => name).sort()).toEqual([
      'site-dns-a',
      'site-dns-b',
      'site-linux',
      'site-outside',
      'site-proxy',
      'site-windows',
    ]);
  });

  it.each(hosts)('%s: no key, no user data, IMDSv2 within the host, an encrypted disk', (_, host) => {
    expect(host).toMatchObject({
      metadata_options: { http_tokens: 'required', http_put_response_hop_limit: 1 },
      root_block_device: { encrypted: true },
      lifecycle: { ignore_changes: ['ami'] },
    });
    expect(Object.keys(host)).not.toContain('key_name');
    expect(Object.keys(host)).not.toContain('user_data');
    // the subnet gives public addresses: a stopped host that asked for one itself would be replaced
    expect(Object.keys(host)).not.toContain('associate_public_ip_address');
  });

  it('keeps the addresses of the DNS servers free from whatever takes any address', () => {
    const reserved = resourcesOf(byPeering, 'aws_ec2_subnet_cidr_reservation');
    expect(Object.values(reserved)).toMatchObject([
      { cidr_block: '192.168.10.10/32', reservation_type: 'explicit' },
      { cidr_block: '192.168.10.74/32', reservation_type: 'explicit' },
    ]);
    const used = ['aws_instance', 'aws_vpc_endpoint'].flatMap((type) =>
      Object.values(resourcesOf(byPeering, type)).flatMap(({ subnet_id, subnet_ids }) =>
        [subnet_id ?? subnet_ids ?? []].flat(),
      ),
    );
    expect([...new Set(used)].toSorted()).toEqual([
      '${aws_ec2_subnet_cidr_reservation.site-a-pinned.subnet_id}',
      '${aws_ec2_subnet_cidr_reservation.site-b-pinned.subnet_id}',
      '${aws_subnet.site-outside-subnet.id}',
      '${aws_subnet.site-proxy-subnet.id}',
    ]);
  });

  it('gives public addresses to the proxy and to the host outside only', () => {
    const isPublic = ([, subnet]: [string, Readonly<Record<string, unknown>>]) =>
      subnet.map_public_ip_on_launch === true;
    const subnets = Object.entries(resourcesOf(byPeering, 'aws_subnet'))
      .filter(isPublic)
      .map(([name]) => `\${aws_subnet.${name}.id}`);
    expect(
      hosts.filter(([, { subnet_id }]) => subnets.includes(String(subnet_id))).map(([name]) => name),
    ).toEqual(['site-outside', 'site-proxy']);
  });

  it('admits and sends exactly this', () => {
    expect(rulesOf(byPeering)).toEqual([
      'site-clients-group to ${aws_security_group.site-endpoints-group.id} tcp 443',
      'site-clients-group to ${aws_vpc_endpoint.site-s3.prefix_list_id} tcp 443',
      'site-clients-group to 10.20.0.0/16 tcp 443',
      'site-clients-group to 192.168.10.10/32 tcp 53',
      'site-clients-group to 192.168.10.10/32 udp 53',
      'site-clients-group to 192.168.10.138/32 tcp 3128',
      'site-clients-group to 192.168.10.74/32 tcp 53',
      'site-clients-group to 192.168.10.74/32 udp 53',
      'site-dns-group from 192.168.10.0/24 tcp 53',
      'site-dns-group from 192.168.10.0/24 udp 53',
      'site-dns-group to ${aws_security_group.site-endpoints-group.id} tcp 443',
      'site-dns-group to ${aws_vpc_endpoint.site-s3.prefix_list_id} tcp 443',
      'site-dns-group to 10.20.0.10/32 tcp 53',
      'site-dns-group to 10.20.0.10/32 udp 53',
      'site-dns-group to 10.20.32.10/32 tcp 53',
      'site-dns-group to 10.20.32.10/32 udp 53',
      'site-endpoints-group from 192.168.10.0/24 tcp 443',
      'site-outside-group to 0.0.0.0/0 tcp 443',
      'site-proxy-group from 192.168.10.0/24 tcp 3128',
      'site-proxy-group to 0.0.0.0/0 tcp 443',
    ]);
  });

  it('routes by a peering that it makes, both ways', () => {
    const [privateTable = ''] = Object.values(resourcesOf(byPeering, 'aws_route')).flatMap(
      ({ route_table_id: table }) => (String(table).includes('private-routes') ? [String(table)] : []),
    );
    const peering = '${aws_vpc_peering_connection.site-peering.id}';
    expect(routesOf(byPeering)).toEqual(
      [
        `${privateTable} 192.168.10.0/24 ${peering}`,
        '${aws_route_table.site-outside-subnet-table.id} 0.0.0.0/0 ${aws_internet_gateway.site-outside-subnet-gateway.id}',
        '${aws_route_table.site-proxy-subnet-table.id} 0.0.0.0/0 ${aws_internet_gateway.site-proxy-subnet-gateway.id}',
        `\${aws_route_table.site-table.id} 10.20.0.0/16 ${peering}`,
      ].sort(),
    );
  });

  it('routes over the transit gateway of the company, whose way back is made by the stack network', () => {
    expect(resourcesOf(byGateway, 'aws_vpc_peering_connection')).toEqual({});
    expect(resourceOf(byGateway, 'aws_ec2_transit_gateway_vpc_attachment', 'site-attachment')).toMatchObject({
      transit_gateway_id: 'tgw-0123456789abcdef0',
      subnet_ids: ['a', 'b'].map(
        (zone) => `\${aws_ec2_subnet_cidr_reservation.site-${zone}-pinned.subnet_id}`,
      ),
    });
    expect(routesOf(byGateway)).toContain(
      '${aws_route_table.site-table.id} 10.20.0.0/16 tgw-0123456789abcdef0',
    );
    expect(routesOf(byGateway)).toHaveLength(3);
    const network = synthesizeEnvironment(environmentWith({}, 'site-transit-gateway')).network;
    expect(routesOf(network)).toEqual([
      '${aws_route_table.private-routes.id} 192.168.10.0/24 tgw-0123456789abcdef0',
    ]);
  });

  it('stops its hosts once a day, unless told otherwise', () => {
    const schedule = (changes: Readonly<Record<string, unknown>>) =>
      Object.values(resourcesOf(synthesized('site-peering', changes), 'aws_scheduler_schedule'));
    const expressions = (changes: Readonly<Record<string, unknown>>) => [
      ...new Set(schedule(changes).map((item) => item.schedule_expression)),
    ];
    expect(expressions({})).toEqual(['cron(0 19 * * ? *)']);
    expect(schedule({})[0]).toMatchObject({ schedule_expression_timezone: 'UTC' });
    expect(expressions({ 'corporateSite.dailyStopUtc': '06:05' })).toEqual(['cron(5 6 * * ? *)']);
    expect(schedule({ 'corporateSite.dailyStopUtc': 'never' })).toEqual([]);
  });

  it('stops each host by itself, as one that is no more would keep the others from being stopped', () => {
    const inputs = Object.values(resourcesOf(byPeering, 'aws_scheduler_schedule')).map(({ target }) => {
      const { input } = target as { input: string };
      return input;
    });
    expect(inputs.toSorted()).toEqual(
      hosts.map(([name]) => JSON.stringify({ InstanceIds: [`\${aws_instance.${name}.id}`] })).toSorted(),
    );
  });

  it('says what it costs, running and stopped', () => {
    expect(byPeering.output?.cost?.value).toEqual({
      per_hour_running: 'USD 0.328',
      per_hour_stopped: 'USD 0.041',
      per_month_always_running: 'USD 240',
      per_month_always_stopped: 'USD 30',
    });
  });
});

function rulesOf(stack: StackJson): string[] {
  return (['ingress', 'egress'] as const)
    .flatMap((way) =>
      Object.values(resourcesOf(stack, `aws_vpc_security_group_${way}_rule`)).map((rule) => {
        const group = /aws_security_group\.([\w-]+)\./.exec(String(rule.security_group_id))?.[1] ?? '';
        const peer = rule.cidr_ipv4 ?? rule.referenced_security_group_id ?? rule.prefix_list_id;
        expect(rule.from_port).toBe(rule.to_port);
        const direction = way === 'ingress' ? 'from' : 'to';
        return `${group} ${direction} ${String(peer)} ${String(rule.ip_protocol)} ${String(rule.from_port)}`;
      }),
    )
    .sort();
}

function routesOf(stack: StackJson): string[] {
  return Object.values(resourcesOf(stack, 'aws_route'))
    .map((route) => {
      const target = route.gateway_id ?? route.transit_gateway_id ?? route.vpc_peering_connection_id;
      return `${String(route.route_table_id)} ${String(route.destination_cidr_block)} ${String(target)}`;
    })
    .sort();
}
