import type { DeployedCorporateSite } from '../deployed/corporate-site';
import type { DeployedNetwork } from '../deployed/network';
import { addAddress, forwardPackets, plug, route, takeEveryQuery } from '../hosts/links';
import { createNamespace, removeNamespaces, type Namespace } from '../hosts/namespaces';
import { removeNameserverSettings, setNameserver } from '../hosts/nameserver-settings';
import { internet } from './addresses';
import { buildCorporateSite, type CorporateSite } from './corporate-site';
import { buildDeployedSite, type SiteHosts } from './deployed-site';
import { buildForeignVpc, type ForeignVpc } from './foreign-vpc';
import { droppedPackets, setSilent } from './packet-filter';
import { applySecurityGroups } from './security-groups';
import { buildVpcResolver, buildZones, type Zone } from './zones';

/** All hosts and their connections. */
export interface Site extends CorporateSite {
  /** Hosts of a corporate site that is deployed; undefined if the lab makes it up. */
  readonly siteHosts: SiteHosts | undefined;
  readonly internet: Namespace;
  readonly stranger: Namespace;
  /** Host of the company's identity provider. */
  readonly identityProvider: Namespace;
  /** The network of functions outside any VPC. */
  readonly lambda: Namespace;
  readonly foreign: ForeignVpc;
  readonly zones: readonly Zone[];
  /** Amazon's name server in the VPC. */
  readonly vpcResolver: Namespace;
  /** Applies the current security groups. */
  applySecurityGroups(network: DeployedNetwork, functionGroupIds: readonly string[]): void;
  /** How many packets the security groups of a zone's endpoints and resolver have dropped. */
  dropped(zone: Zone): number;
  /** Makes an address of a zone unreachable, or reachable again. */
  setAddress(zone: Zone, address: string, up: boolean): void;
  /** Makes a whole zone unreachable, or reachable again. */
  setZone(zone: Zone, up: boolean): void;
  /** Makes the internet's name servers and AWS's public addresses unreachable, or reachable again. */
  setInternet(up: boolean): void;
}

/** Removes the hosts of this process, and those that ended processes left, with all processes in them. */
export function removeSite(): void {
  try {
    removeNamespaces();
  } finally {
    removeNameserverSettings();
  }
}

interface SiteOptions {
  readonly network: DeployedNetwork;
  readonly corporateCidrs: readonly string[];
  /** The corporate site, if it is deployed. */
  readonly deployedSite: DeployedCorporateSite | undefined;
}

/**
 * Builds the hosts around one router, with the addresses of the environment and the deployment. {@link removeSite}
 * removes them, also after an attempt that failed.
 */
export function buildSite({ network, corporateCidrs, deployedSite }: SiteOptions): Site {
  removeSite();
  const newHost = (name: string, nameserver?: string): Namespace => {
    const created = createNamespace(name);
    if (nameserver !== undefined) setNameserver(created, nameserver);
    return created;
  };
  const router = newHost('router');
  forwardPackets(router);
  const corporate = deployedSite
    ? buildDeployedSite(newHost, router, { deployed: deployedSite, corporateCidrs })
    : { ...buildCorporateSite(newHost, router, corporateCidrs), siteHosts: undefined };
  const publicHost = (name: string, address: string) => {
    const host = newHost(name, internet.server);
    const gateway = address.replace(/\.\d+$/, '.1');
    plug(host, router, name, `${address}/24`, `${gateway}/24`);
    route(host, 'default', gateway);
    return host;
  };
  const outside = publicHost('internet', internet.server);
  for (const address of [internet.aws, internet.studio]) addAddress(outside, address);
  takeEveryQuery(outside);
  route(router, 'default', internet.server);
  const stranger = publicHost('stranger', internet.stranger);
  const identityProvider = publicHost('login', internet.identityProvider);
  const lambda = publicHost('lambda', internet.lambda);
  const zones = buildZones({ newHost, router, network, corporateCidrs });
  const vpcResolver = buildVpcResolver(newHost, router);
  return {
    ...corporate,
    internet: outside,
    stranger,
    identityProvider,
    lambda,
    zones,
    vpcResolver,
    foreign: buildForeignVpc(newHost, network),
    applySecurityGroups(current, functionGroupIds) {
      applySecurityGroups(zones, current, functionGroupIds);
    },
    dropped: (zone) => droppedPackets(zone.endpoints),
    setAddress(zone, address, up) {
      setSilent(zone.endpoints, address, !up);
    },
    setZone(zone, up) {
      for (const namespace of [zone.endpoints, zone.functions]) setLost(namespace, !up);
    },
    setInternet(up) {
      setLost(outside, !up);
    },
  };
}

function setLost(namespace: Namespace, isLost: boolean): void {
  if (isLost) namespace.run('nft', ['-f', '-'], lost);
  else namespace.run('nft', ['delete', 'table', 'inet', 'lost']);
}

/** Drops all traffic of a lost zone. */
const lost = [
  'table inet lost {',
  '  chain input { type filter hook input priority -10; policy drop; }',
  '  chain output { type filter hook output priority -10; policy drop; }',
  '}',
  '',
].join('\n');
