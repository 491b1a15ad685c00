import type { DeployedNetwork } from '../deployed/network';
import { addAddress, plug } from '../hosts/links';
import type { Namespace } from '../hosts/namespaces';
import { prefixLengthOf } from './addresses';
import { freeAddress } from './zones';

/** A VPC of another account, with the same range and with endpoints at the same addresses. */
export interface ForeignVpc {
  readonly host: Namespace;
  readonly endpoints: Namespace;
  readonly addresses: { readonly host: string; readonly executeApi: string; readonly studio: string };
}

/** Builds it as a copy of the first zone. @throws when that zone has no endpoints for API and Studio */
export function buildForeignVpc(newHost: (name: string) => Namespace, network: DeployedNetwork): ForeignVpc {
  const interfaceOf = (service: string) => {
    const endpoint = network.endpoints.find(({ serviceName }) => serviceName.endsWith(service));
    const [first] = endpoint?.interfaces ?? [];
    if (!first) throw new Error(`no endpoint of ${service} is deployed`);
    return first;
  };
  const [executeApi, studio] = [interfaceOf('.execute-api'), interfaceOf('.studio')];
  const subnet = network.subnets.find(({ id }) => id === studio.subnetId);
  if (!subnet) throw new Error(`no subnet ${studio.subnetId} is deployed`);
  const address = freeAddress(subnet, [executeApi, studio]);
  const host = newHost('foreign');
  const endpoints = newHost('foreignep');
  const prefixLength = prefixLengthOf(subnet.cidr);
  plug(host, endpoints, 'foreign', `${address}/${prefixLength}`, `${studio.address}/${prefixLength}`);
  addAddress(endpoints, executeApi.address, 'foreign');
  return {
    host,
    endpoints,
    addresses: { host: address, executeApi: executeApi.address, studio: studio.address },
  };
}
