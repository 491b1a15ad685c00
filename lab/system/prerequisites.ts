import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** A program that tests run for real. */
export interface Prerequisite {
  readonly program: string;
  readonly purpose: string;
  /** Package of Debian and its descendants that has the program; none: `install` says where to get it. */
  readonly debianPackage?: string;
  readonly install?: string;
}

/** Every program that tests and the lab run. `.devcontainer/Dockerfile` installs the same. */
export const prerequisites: readonly Prerequisite[] = [
  {
    program: 'terraform',
    purpose: 'Terraform 1.10 or later',
    install: 'https://developer.hashicorp.com/terraform/install',
  },
  {
    program: 'moto_server',
    purpose: 'moto, the stand-in for AWS',
    install: "pip install 'moto[server]>=5,<6'",
  },
  { program: 'named', purpose: 'BIND 9, the DNS server', debianPackage: 'bind9' },
  { program: 'named-checkconf', purpose: "BIND 9's tools", debianPackage: 'bind9-utils' },
  { program: 'dnssec-signzone', purpose: "BIND 9's tools", debianPackage: 'bind9-utils' },
  { program: 'dig', purpose: "BIND 9's DNS client", debianPackage: 'bind9-dnsutils' },
  { program: 'unbound', purpose: 'Unbound, a DNS server', debianPackage: 'unbound' },
  { program: 'dnsmasq', purpose: 'dnsmasq, a DNS server', debianPackage: 'dnsmasq-base' },
  { program: 'dnsperf', purpose: 'dnsperf, which sends DNS queries', debianPackage: 'dnsperf' },
  { program: 'curl', purpose: 'curl, which tries a running lab by hand', debianPackage: 'curl' },
  { program: 'python3', purpose: 'Python 3, which reads answers by hand', debianPackage: 'python3' },
  { program: 'openssl', purpose: 'OpenSSL, which makes certificates', debianPackage: 'openssl' },
  {
    program: 'setsid',
    purpose: 'util-linux, which runs commands out of reach of Ctrl-C',
    debianPackage: 'util-linux',
  },
  { program: 'ip', purpose: 'iproute2, for networks of the tests', debianPackage: 'iproute2' },
  { program: 'nft', purpose: 'nftables, for packet filters in these networks', debianPackage: 'nftables' },
];

/** What is not on the path, nor where Debian keeps servers. */
export function missingPrerequisites(searchPath: string): Prerequisite[] {
  const folders = [...searchPath.split(path.delimiter), '/usr/sbin', '/usr/local/sbin'];
  return prerequisites.filter(
    ({ program }) => !folders.some((folder) => isExecutable(path.join(folder, program))),
  );
}

/** One line that says what is missing and how to get it. */
export function explain({ program, purpose, debianPackage, install }: Prerequisite): string {
  return `${program} - ${purpose}: ${install ?? `apt-get install ${debianPackage ?? program}`}`;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
