import type { Environment } from '../../config/load';
import { isWithin } from '../network/addresses';
import { everything, type Origin } from '../network/origin';

/** A decision as a word. */
export const allowed = (isAllowed: boolean) => (isAllowed ? 'allowed' : 'denied');

/** A request over an endpoint that lets everything through. */
export function over(
  { id, vpcId }: { readonly id: string; readonly vpcId: string },
  address: string,
): Origin {
  const endpoint = { endpointId: id, vpcId, serviceName: 'studio', endpointPolicy: everything };
  return { over: 'endpoint', ...endpoint, address };
}

/** Addresses that belong neither to the VPC nor to the company: private ones, and one of no network. */
export function foreignAddresses({ network, corporate }: Environment): string[] {
  const { create, existing } = network.vpc;
  const own = [...corporate.cidrs, create ? create.cidr : existing.cidr];
  return ['10.255.255.9', '172.30.0.9', '192.168.255.9', '198.19.0.9'].filter(
    (address) => !own.some((cidr) => isWithin(`${address}/32`, cidr)),
  );
}
