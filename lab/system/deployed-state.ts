import { readCorporateSite, type DeployedCorporateSite } from '../deployed/corporate-site';
import { readAlarms, readLogMetrics } from '../cloudwatch/alarms';
import { readFunctions, type DeployedFunction } from '../deployed/functions';
import { readLogGroups } from '../deployed/log-groups';
import { readNetwork, withoutVpcs, type DeployedNetwork, type Endpoint } from '../deployed/network';
import { readDomainNames } from '../deployed/private-domain-names';
import { readStages } from '../deployed/rest-api';
import type { Site } from '../network/site';
import { readOutputs } from '../deployment/deploy';
import type { Deployed } from './control-plane';
import { isObject } from '../shared/json';
import type { Services } from './services';

/** The deployment, as it was last read. A class: it is read again after a change. */
export class DeployedState {
  readonly #deployed: Deployed;
  #networks: Networks;
  #functions: readonly DeployedFunction[] = [];

  private constructor(deployed: Deployed, networks: Networks) {
    this.#deployed = deployed;
    this.#networks = networks;
  }

  /** Reads the networks, from which the hosts are built. */
  static async read(deployed: Deployed): Promise<DeployedState> {
    return new DeployedState(deployed, await readNetworks(deployed));
  }

  /** The private network. */
  get network(): DeployedNetwork {
    return this.#networks.privateNetwork;
  }

  /** The simulated corporate site, if the environment has one. */
  get corporateSite(): DeployedCorporateSite | undefined {
    return this.#networks.corporateSite;
  }

  /** Reads everything and updates the services and the hosts. */
  async load({ functions, metrics, gateway }: Services, site: Site): Promise<void> {
    const { standIn } = this.#deployed;
    this.#networks = await readNetworks(this.#deployed);
    const logGroups = new Set((await readLogGroups(standIn)).keys());
    const deployedFunctions = await readFunctions(standIn, logGroups);
    this.#functions = deployedFunctions;
    functions.deploy(deployedFunctions);
    metrics.deploy(await readAlarms(standIn), await readLogMetrics(standIn));
    gateway.deploy(await readStages(standIn, logGroups), await readDomainNames(standIn));
    const { corporateSite, everything } = this.#networks;
    if (corporateSite) site.siteHosts?.update(corporateSite, everything);
    site.applySecurityGroups(
      this.network,
      deployedFunctions.flatMap(({ securityGroupIds }) => securityGroupIds),
    );
  }

  /** The function whose name ends in `suffix`. @throws when there is none */
  functionNamed(suffix: string): DeployedFunction {
    const found = this.#functions.find(({ name }) => name.endsWith(suffix));
    if (!found) throw new Error(`no function ${suffix} is deployed`);
    return found;
  }

  /** The endpoint of the service whose name has this end. @throws when there is none */
  endpointOf(service: string): Endpoint {
    const found = this.network.endpoints.find(({ serviceName }) => serviceName.endsWith(service));
    if (!found) throw new Error(`no endpoint of ${service} is deployed`);
    return found;
  }

  /** The addresses of all endpoints of services whose names have this end. */
  endpointAddresses(service: string): string[] {
    return this.network.endpoints
      .filter(({ serviceName }) => serviceName.endsWith(service))
      .flatMap(({ interfaces }) => interfaces)
      .map(({ address }) => address);
  }
}

interface Networks {
  readonly privateNetwork: DeployedNetwork;
  readonly corporateSite: DeployedCorporateSite | undefined;
  /** Both, and the network of the host outside. */
  readonly everything: DeployedNetwork;
}

async function readNetworks({ standIn, deployment }: Deployed): Promise<Networks> {
  const everything = await readNetwork(standIn);
  if (!deployment.stacks.includes('corporate-network'))
    return { privateNetwork: everything, corporateSite: undefined, everything };
  const { hosts } = await readOutputs(deployment, 'corporate-network');
  const corporateSite = await readCorporateSite(standIn, isObject(hosts) ? hosts : {}, everything);
  const vpcIds = Object.values(corporateSite.hosts).map(({ subnet }) => subnet.vpcId);
  return { privateNetwork: withoutVpcs(everything, vpcIds), corporateSite, everything };
}
