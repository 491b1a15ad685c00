import type { Environment } from '../config/load';

/** A warning about `dns.apiZone: "region"`; undefined if it is not chosen. */
export function regionWideWarning({ name, region, dns }: Environment): string | undefined {
  if (dns.apiZone !== 'region') return undefined;
  return [
    `warning: environment ${name} sets dns.apiZone to "region": corporate DNS will forward the names of every`,
    `  API Gateway API of ${region}. Everybody who asks these DNS servers loses the public APIs of that region, your`,
    '  own and those of other companies alike: the VPC endpoint answers for them and refuses with 403 Forbidden.',
    '  Set "api", or api.customDomain, to forward the name of this API only.',
  ].join('\n');
}
