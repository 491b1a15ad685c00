import { z } from 'zod';
import { cidr, list, section, text } from './fields';
import { hostNamePattern } from './host-name';

/** Instance types that a simulated site may have: the ones whose price its outputs know. */
export const siteInstanceTypes = ['t3.micro', 't3.small', 't3.medium', 't3.large', 't3.xlarge'] as const;

const instanceType = z.enum(siteInstanceTypes, {
  error: `one of ${siteInstanceTypes.map((type) => `"${type}"`).join(', ')}`,
});

/** Settings of the simulated corporate site. Rules across fields are in `corporate-site-rules.ts`. */
export const corporateSite = section({
  vpcCidr: cidr({
    minimumPrefix: 16,
    maximumPrefix: 26,
    kinds: ['private', 'shared (carrier-grade NAT)'],
    expected:
      'a private IPv4 CIDR from /16 to /26 (it is cut into four subnets, and AWS makes none below /28)',
  }).describe('Address range of the site, /16 to /26, within one of `corporate.cidrs`.'),
  connection: z
    .enum(['vpc-peering', 'transit-gateway'], { error: '"vpc-peering" or "transit-gateway"' })
    .describe(
      '`vpc-peering`: a peering connection is made between the two VPCs, with routes both ways; `corporate.connection` is then `"none"`. `transit-gateway`: the site is attached to the gateway of `corporate.connection`.',
    ),
  packagesBucket: text(
    /^(?=.{3,63}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/,
    'the name of an S3 bucket in this account and region: 3 to 63 lower-case letters, digits and inner hyphens',
  )
    .optional()
    .describe(
      'Bucket of this account and region with what the clients install: `windows/*.msi`, `linux/*.rpm` and `studio-access.tgz`. Default: they have what is in their images.',
    ),
  proxyHosts: list(
    text(
      new RegExp(hostNamePattern.source.replace('^', String.raw`^(?:\*\.)?`)),
      'a DNS name of at least two labels in lower case, or "*." and such a name for all names below it',
    ),
    0,
    50,
    'up to 50 names',
  )
    .default([])
    .describe(
      "Names that the site's proxy admits besides those of sign-in and of Studio's pages, such as what the page of an identity provider loads.",
    ),
  dailyStopUtc: text(
    /^(?:never|(?:[01]\d|2[0-3]):[0-5]\d)$/,
    '"never", or a time of day in UTC from "00:00" to "23:59"',
  )
    .default('19:00')
    .describe(
      'When the hosts are stopped, every day, in UTC, so that forgotten ones cost little; `"never"`: not.',
    ),
  serverType: instanceType
    .default('t3.small')
    .describe('Instance type of the DNS servers, the proxy and the host outside.'),
  clientType: instanceType.default('t3.large').describe('Instance type of the two clients.'),
}).describe(
  'A simulated corporate site, to try everything out without a company network: the stack `corporate-network`. See docs/corporate-site.md. Default: none.',
);

/** A simulated site as an environment file describes it, defaults filled in. */
export type CorporateSite = z.output<typeof corporateSite>;
