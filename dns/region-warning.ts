import type { Environment } from '../config/load';

/** A warning about `dns.apiZone: "region"`; undefined if it is not chosen. */
export function regionWideWarning({ name, region, dns }: Environment): string | undefined {
  if (dns.apiZone !== 'region') return undefined;
  return [
    `warning: environment ${name} sets dns.apiZone to "region": corporate DNS will ask the VPC for the names of every`,
    `  API Gateway API of ${region}. Public APIs keep their public addresses, but while the resolver does not answer,`,
    '  nobody who asks these DNS servers finds them. If the VPC has another execute-api endpoint with private DNS, they',
    '  all lead to that endpoint, which refuses them with 403 Forbidden.',
    '  Set "api", or api.customDomain, to forward the name of this API only.',
  ].join('\n');
}
