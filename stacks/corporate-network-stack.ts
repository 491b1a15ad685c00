import type { Construct } from 'constructs';
import type { Environment } from '../config/load';
import { planSubnets } from '../config/network-plan';
import { planSite } from '../config/site-plan';
import type { StackId } from '../config/stack-ids';
import { EnvironmentStack } from '../constructs/environment-stack';
import { addClients } from './corporate-network/clients';
import { siteCosts } from './corporate-network/costs';
import { addDnsServers } from './corporate-network/dns-servers';
import { findImages } from './corporate-network/host';
import { addIdleStop } from './corporate-network/idle-stop';
import { addLink } from './corporate-network/link';
import { addOutsideHost } from './corporate-network/outside-host';
import { addProxy, proxyAddress } from './corporate-network/proxy';
import { addWaysToAws } from './corporate-network/sessions';
import { https, type Site } from './corporate-network/site';
import { addPublicSubnet, addRouteTable, addSiteSubnet, addSiteVpc } from './corporate-network/vpc';
import {
  sessionCommands,
  startCommand,
  walkthroughSteps,
  type HostIds,
} from './corporate-network/walkthrough';
import type { NetworkStack } from './network-stack';
import type { PrivateApiStack } from './private-api-stack';

interface CorporateNetworkStackProps {
  readonly network: Pick<NetworkStack, 'vpc'>;
  readonly privateApi: Pick<PrivateApiStack, 'apiId' | 'portalUrl'>;
}

/**
 * A simulated corporate site, to try a deployment out: a network with DNS servers, clients and a proxy, linked to the private
 * VPC, and a host outside. Nothing in it is protected from being destroyed.
 */
export class CorporateNetworkStack extends EnvironmentStack {
  constructor(
    scope: Construct,
    id: StackId,
    environment: Environment,
    { network, privateApi }: CorporateNetworkStackProps,
  ) {
    super(scope, id, environment);
    const { corporateSite: settings } = environment;
    if (!settings) throw new Error('corporateSite is not set');
    const { vpcCidr: cidr } = settings;
    const plan = planSite(settings);
    const [zoneA = '', zoneB = ''] = planSubnets(environment.network.vpc).map(
      (subnet) => subnet.availabilityZone,
    );

    const vpc = addSiteVpc(this, 'site', cidr);
    const vpcId = vpc.id;
    const routeTable = addRouteTable(this, 'site', vpcId);
    const subnet = (name: 'a' | 'b', availabilityZone: string) => {
      const place = { vpcId, cidr: plan.subnets[name], availabilityZone };
      return addSiteSubnet(this, `site-${name}`, place, {
        routeTableId: routeTable.id,
        pinnedAddress: plan.dnsServers[name],
      });
    };
    const [a, b] = [subnet('a', zoneA), subnet('b', zoneB)];
    const proxySubnet = addPublicSubnet(this, 'site-proxy-subnet', {
      vpcId,
      cidr: plan.subnets.proxy,
      availabilityZone: zoneA,
    });
    addLink(this, { vpcId, cidr, subnetIds: [a, b], routeTableId: routeTable.id }, network.vpc);
    const ways = addWaysToAws(this, { vpcId, cidr, subnetId: a, routeTableId: routeTable.id });

    const images = findImages(this);
    const site: Site = {
      settings,
      plan,
      vpcId,
      subnetIds: { a, b, proxy: proxySubnet.subnet.id },
      images,
      toAws: [
        {
          id: 'endpoints',
          description: 'HTTPS to Systems Manager',
          ...https,
          referencedSecurityGroupId: ways.endpointsGroupId,
        },
        { id: 's3', description: 'HTTPS to packages in S3', ...https, prefixListId: ways.s3PrefixListId },
      ],
      ready: [...ways.endpoints, proxySubnet.wayOut],
      apiId: privateApi.apiId,
    };
    const dns = addDnsServers(this, site);
    const hosts: HostIds = {
      dnsA: dns.a,
      dnsB: dns.b,
      proxy: addProxy(this, site),
      ...addClients(this, site, network.vpc.cidr),
      outside: addOutsideHost(this, images.linux, { type: settings.serverType, availabilityZone: zoneA }),
    };
    addIdleStop(this, { ...hosts });

    const { portalUrl } = privateApi;
    this.addOutput('hosts', { ...hosts }, 'Hosts of the simulated corporate site');
    this.addOutput('site_dns_servers', Object.values(plan.dnsServers), 'Addresses of its DNS servers');
    this.addOutput('proxy', proxyAddress(plan), 'Its proxy');
    this.addOutput(
      'start',
      startCommand(this, hosts),
      'Command that starts the hosts, which are stopped daily',
    );
    this.addOutput('sessions', sessionCommands(this, hosts), 'Commands that open a session on each host');
    this.addOutput(
      'walkthrough',
      walkthroughSteps(this, hosts, { portalUrl, dnsServers: plan.dnsServers }),
      'How to open Studio from the Windows client, as lines to copy',
    );
    this.addOutput(
      'cost',
      siteCosts(settings),
      'What the site costs, without traffic, estimated for us-east-1',
    );
  }
}
