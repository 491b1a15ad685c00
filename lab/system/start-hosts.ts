import type { Desk } from '../deployed/corporate-site';
import type { DeployedNetwork } from '../deployed/network';
import { HostProcess } from '../hosts/host-process';
import type { Namespace } from '../hosts/namespaces';
import { internet } from '../network/addresses';
import type { Authority } from '../network/authority';
import type { Site } from '../network/site';
import type { Cleanup } from './cleanup';
import type { Lab } from './lab';

interface HostsOptions {
  readonly network: DeployedNetwork;
  /** Socket that gets the connections which hosts accept. */
  readonly socket: string;
  readonly authority: Authority;
  readonly cleanup: Cleanup;
  /** How the desks of a deployed site are configured. */
  readonly desk: Desk | undefined;
}

/** Starts the hosts that make requests, and those that listen: for AWS's services and the proxy. */
export async function startHosts(
  site: Site,
  { network, socket, authority, cleanup, desk }: HostsOptions,
): Promise<Lab['hosts'] & { readonly internet: HostProcess }> {
  const start = async (namespace: Namespace, itsDesk?: Desk) => {
    const host = await HostProcess.start(namespace, socket, authority.file, itsDesk);
    cleanup.add(() => host.stop());
    return host;
  };
  for (const { endpoints, subnet } of site.zones) {
    await (await start(endpoints)).listen(endpointAddresses(network, subnet.id));
  }
  const outside = await start(site.internet);
  await outside.listen([internet.aws, internet.studio]);
  await outside.proxy(internet.server, internet.proxyPort);
  const { executeApi, studio } = site.foreign.addresses;
  await (await start(site.foreign.endpoints)).listen([executeApi, studio]);
  return {
    client: await start(site.client, desk),
    colleague: await start(site.colleague, desk),
    stranger: await start(site.stranger),
    foreign: await start(site.foreign.host),
    internet: outside,
  };
}

function endpointAddresses({ endpoints }: DeployedNetwork, subnetId: string): string[] {
  return endpoints
    .flatMap(({ interfaces }) => interfaces)
    .filter((own) => own.subnetId === subnetId)
    .map(({ address }) => address);
}
