import { addResource, replace } from './change';
import type { DeploymentFault } from './fault';

const squidConf = 'corporate-network/aws_ssm_parameter.site-proxy-squid-conf';
const admitsAll = (direction: 'ingress' | 'egress', group: string, port: number) =>
  addResource(`corporate-network/aws_vpc_security_group_${direction}_rule.fault`, {
    security_group_id: `\${aws_security_group.${group}.id}`,
    cidr_ipv4: '0.0.0.0/0',
    ip_protocol: 'tcp',
    from_port: port,
    to_port: port,
  });

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
      admitsAll('egress', 'site-clients-group', 443),
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
    changes: [
      admitsAll('ingress', 'site-clients-group', 3389),
      admitsAll('egress', 'site-clients-group', 3389),
    ],
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
      admitsAll('ingress', 'site-proxy-group', 3128),
    ],
    rows: ['site-servers'],
  },
  {
    id: 'site-open-outside',
    what: 'the host outside accepts connections',
    changes: [admitsAll('ingress', 'site-outside-group', 22)],
    rows: ['site-outside'],
  },
];
