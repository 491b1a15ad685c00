import { everything, type Origin } from '../system/origin';

/** An answer, in a word. */
export const allowed = (isAllowed: boolean) => (isAllowed ? 'allowed' : 'denied');

/** A request over an endpoint that lets everything through. */
export function over(
  { id, vpcId }: { readonly id: string; readonly vpcId: string },
  address: string,
): Origin {
  const endpoint = { endpointId: id, vpcId, serviceName: 'studio', endpointPolicy: everything };
  return { over: 'endpoint', ...endpoint, address };
}
