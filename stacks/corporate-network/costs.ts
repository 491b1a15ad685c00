import type { CorporateSite, siteInstanceTypes } from '../../config/corporate-site';

type SiteInstanceType = (typeof siteInstanceTypes)[number];

/**
 * US dollars without tax, in us-east-1: estimates of 2026-11-27. Other regions differ by up to a half; what counts is
 * https://aws.amazon.com/ec2/pricing/on-demand/ and https://aws.amazon.com/vpc/pricing/ of the day.
 */
const prices = {
  linuxPerHour: {
    't3.micro': 0.0104,
    't3.small': 0.0208,
    't3.medium': 0.0416,
    't3.large': 0.0832,
    't3.xlarge': 0.1664,
  },
  windowsPerHour: {
    't3.micro': 0.0196,
    't3.small': 0.0392,
    't3.medium': 0.06,
    't3.large': 0.1108,
    't3.xlarge': 0.24,
  },
  endpointPerHour: 0.01,
  publicAddressPerHour: 0.005,
  attachmentPerHour: 0.05,
  gigabytePerMonth: 0.08,
} as const satisfies Record<string, number | Record<SiteInstanceType, number>>;

/** Hours of a month, as AWS reckons. */
const hoursPerMonth = 730;

/** Sizes of the root volumes, in gigabytes. */
export const diskGigabytes = { server: 8, linuxClient: 20, windowsClient: 50 } as const;

/** What the site costs, in US dollars, without traffic. */
export function siteCosts({ serverType, clientType, connection }: CorporateSite): Record<string, string> {
  const hostsPerHour =
    4 * prices.linuxPerHour[serverType] +
    prices.linuxPerHour[clientType] +
    prices.windowsPerHour[clientType] +
    // the proxy and the host outside have public addresses while they run
    2 * prices.publicAddressPerHour;
  const gigabytes = 4 * diskGigabytes.server + diskGigabytes.linuxClient + diskGigabytes.windowsClient;
  const alwaysPerHour =
    3 * prices.endpointPerHour +
    (connection === 'transit-gateway' ? prices.attachmentPerHour : 0) +
    (gigabytes * prices.gigabytePerMonth) / hoursPerMonth;
  const dollars = (amount: number, digits: number) => `USD ${amount.toFixed(digits)}`;
  return {
    per_hour_running: dollars(hostsPerHour + alwaysPerHour, 3),
    per_hour_stopped: dollars(alwaysPerHour, 3),
    per_month_always_running: dollars((hostsPerHour + alwaysPerHour) * hoursPerMonth, 0),
    per_month_always_stopped: dollars(alwaysPerHour * hoursPerMonth, 0),
  };
}
