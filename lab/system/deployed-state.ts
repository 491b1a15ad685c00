import { readAlarms, readLogMetrics } from '../cloudwatch/alarms';
import { readFunctions, type DeployedFunction } from '../deployed/functions';
import { readLogGroups } from '../deployed/log-groups';
import { readNetwork, type DeployedNetwork, type Endpoint } from '../deployed/network';
import { readDomainNames } from '../deployed/private-domain-names';
import { readStages } from '../deployed/rest-api';
import type { Site } from '../network/site';
import type { StandIn } from '../stand-in';
import type { Services } from './services';

/** The deployment, as it was last read. A class: it is read again after a change. */
export class DeployedState {
  readonly #standIn: StandIn;
  #network: DeployedNetwork;
  #functions: readonly DeployedFunction[] = [];

  private constructor(standIn: StandIn, network: DeployedNetwork) {
    this.#standIn = standIn;
    this.#network = network;
  }

  /** Reads the network, from which the hosts are built. */
  static async read(standIn: StandIn): Promise<DeployedState> {
    return new DeployedState(standIn, await readNetwork(standIn));
  }

  get network(): DeployedNetwork {
    return this.#network;
  }

  /** Reads everything and updates the services and the hosts. */
  async load({ functions, metrics, gateway }: Services, site: Site): Promise<void> {
    const standIn = this.#standIn;
    this.#network = await readNetwork(standIn);
    const logGroups = new Set((await readLogGroups(standIn)).keys());
    const deployedFunctions = await readFunctions(standIn, logGroups);
    this.#functions = deployedFunctions;
    functions.deploy(deployedFunctions);
    metrics.deploy(await readAlarms(standIn), await readLogMetrics(standIn));
    gateway.deploy(await readStages(standIn, logGroups), await readDomainNames(standIn));
    site.applySecurityGroups(
      this.#network,
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
    const found = this.#network.endpoints.find(({ serviceName }) => serviceName.endsWith(service));
    if (!found) throw new Error(`no endpoint of ${service} is deployed`);
    return found;
  }

  /** The addresses of all endpoints of services whose names have this end. */
  endpointAddresses(service: string): string[] {
    return this.#network.endpoints
      .filter(({ serviceName }) => serviceName.endsWith(service))
      .flatMap(({ interfaces }) => interfaces)
      .map(({ address }) => address);
  }
}
