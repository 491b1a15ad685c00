import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** Programs that tests run for real, and how to get each. */
const programs: Readonly<Record<string, string>> = {
  terraform: 'Terraform 1.10 or later: https://developer.hashicorp.com/terraform/install',
  moto_server: "moto, the stand-in for AWS: pip install 'moto[server]>=5,<6'",
  'named-checkconf': 'BIND 9 and its tools: apt-get install bind9 bind9-utils bind9-dnsutils',
  named: 'BIND 9, the DNS server: apt-get install bind9',
  'dnssec-signzone': "BIND 9's tools: apt-get install bind9-utils",
  dig: "BIND 9's DNS client: apt-get install bind9-dnsutils",
  unbound: 'Unbound, a DNS server: apt-get install unbound',
  dnsmasq: 'dnsmasq, a DNS server: apt-get install dnsmasq-base',
  dnsperf: 'dnsperf, which sends DNS queries: apt-get install dnsperf',
  ip: 'iproute2, for networks of the tests: apt-get install iproute2',
  nft: 'nftables, for packet filters in these networks: apt-get install nftables',
};

/** A line for each program that is not on the path, saying what it is and how to install it. */
export function missingPrerequisites(searchPath: string): string[] {
  // Debian keeps servers where only root's path leads
  const folders = [...searchPath.split(path.delimiter), '/usr/sbin', '/usr/local/sbin'];
  return Object.entries(programs).flatMap(([program, install]) =>
    folders.some((folder) => isExecutable(path.join(folder, program))) ? [] : [`${program} - ${install}`],
  );
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
