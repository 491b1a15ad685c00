import { addResource, replace } from './change';
import type { DeploymentFault } from './fault';

const squidConf = 'corporate-network/aws_ssm_parameter.site-proxy-squid-conf';
const inGroup = (group: string) => ({ security_group_id: `\${aws_security_group.${group}.id}` });
const everywhere = { cidr_ipv4: '0.0.0.0/0' };
const tcp = (port: number) => ({ ip_protocol: 'tcp', from_port: port, to_port: port });

/** Faults in the stack `corporate-network`; they need an environment with a simulated corporate site. */
export const siteFaults: readonly DeploymentFault[] = [
  {
    id: 'site-no-way',
    what: 'the route of the site to the private VPC leads elsewhere',
    changes: [
      replace('corporate-network/aws_route.site-to-private-vpc', 'destination_cidr_block', '10.', '100.'),
    ],
    rows: ['site-names'],
  },
  {
    id: 'site-way-out',
    what: "the site's clients have a way to the internet past the proxy",
    changes: [
      addResource('corporate-network/aws_vpc_security_group_egress_rule.fault', {
        ...inGroup('site-clients-group'),
        ...tcp(443),
        ...everywhere,
      }),
      addResource('corporate-network/aws_route.fault', {
        route_table_id: '${aws_route_table.site-table.id}',
        destination_cidr_block: '0.0.0.0/0',
        gateway_id: '${aws_internet_gateway.site-proxy-subnet-gateway.id}',
      }),
    ],
    rows: ['site-desk'],
  },
  {
    id: 'site-open-desks',
    what: "the site's clients reach each other's remote desktop",
    changes: (['ingress', 'egress'] as const).map((direction) =>
      addResource(`corporate-network/aws_vpc_security_group_${direction}_rule.fault`, {
        ...inGroup('site-clients-group'),
        ...tcp(3389),
        ...everywhere,
      }),
    ),
    rows: ['site-desk'],
  },
  {
    id: 'site-without-zones',
    what: "the DNS servers' own file does not include the generated one",
    changes: [
      replace(
        'corporate-network/aws_ssm_parameter.site-dns-named-conf',
        'value',
        'include "/etc/named/studio-access-zones.conf";',
        '',
      ),
    ],
    rows: ['site-names', 'names-private'],
  },
  {
    id: 'site-any-host',
    what: 'the proxy admits every host',
    changes: [replace(squidConf, 'value', 'http_access deny all', 'http_access allow all')],
    rows: ['site-proxy'],
  },
  {
    id: 'site-any-port',
    what: 'the proxy admits every port',
    changes: [replace(squidConf, 'value', 'http_access deny !https\n', '')],
    rows: ['site-proxy'],
  },
  {
    id: 'site-open-proxy',
    what: "the proxy serves everybody, and its security group lets everybody's requests in",
    changes: [
      replace(squidConf, 'value', 'http_access deny !site\n', ''),
      addResource('corporate-network/aws_vpc_security_group_ingress_rule.fault', {
        ...inGroup('site-proxy-group'),
        ...tcp(3128),
        ...everywhere,
      }),
    ],
    rows: ['site-servers'],
  },
  {
    id: 'site-open-outside',
    what: 'the host outside accepts connections',
    changes: [
      addResource('corporate-network/aws_vpc_security_group_ingress_rule.fault', {
        ...inGroup('site-outside-group'),
        ...tcp(22),
        ...everywhere,
      }),
    ],
    rows: ['site-outside'],
  },
];
