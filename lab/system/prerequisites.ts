import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** The levels of tests that need programs. The lab itself needs the programs of the level `lab`. */
export const levels = ['servers', 'deployment', 'lab'] as const;

export type Level = (typeof levels)[number];

/** A program that tests or the lab run. */
export interface Prerequisite {
  readonly program: string;
  /** Test levels that need it. */
  readonly levels: readonly Level[];
  readonly purpose: string;
  /** Package of Debian and its descendants; without one, `install` tells how to get the program. */
  readonly debianPackage?: string;
  readonly install?: string;
}

/** Every program that tests and the lab run. `.devcontainer/Dockerfile` installs the same. */
export const prerequisites: readonly Prerequisite[] = [
  {
    program: 'terraform',
    levels: ['deployment', 'lab'],
    purpose: 'Terraform 1.10 or later',
    install: 'https://developer.hashicorp.com/terraform/install',
  },
  {
    program: 'moto_server',
    levels: ['deployment', 'lab'],
    purpose: 'moto, the stand-in for AWS',
    install: "pip install 'moto[server]>=5,<6'",
  },
  { program: 'named', levels: ['servers', 'lab'], purpose: 'BIND 9, the DNS server', debianPackage: 'bind9' },
  {
    program: 'named-checkconf',
    levels: ['servers', 'lab'],
    purpose: "BIND 9's tools",
    debianPackage: 'bind9-utils',
  },
  {
    program: 'dnssec-signzone',
    levels: ['servers', 'lab'],
    purpose: "BIND 9's tools",
    debianPackage: 'bind9-utils',
  },
  {
    program: 'dig',
    levels: ['servers', 'lab'],
    purpose: "BIND 9's DNS client",
    debianPackage: 'bind9-dnsutils',
  },
  { program: 'unbound', levels: ['servers'], purpose: 'Unbound, a DNS server', debianPackage: 'unbound' },
  {
    program: 'dnsmasq',
    levels: ['servers'],
    purpose: 'dnsmasq, a DNS server',
    debianPackage: 'dnsmasq-base',
  },
  {
    program: 'dnsperf',
    levels: ['servers'],
    purpose: 'dnsperf, which sends DNS queries',
    debianPackage: 'dnsperf',
  },
  {
    program: 'dbus-run-session',
    levels: ['servers'],
    purpose: 'the message bus of a desktop, for its keychain',
    debianPackage: 'dbus-daemon',
  },
  {
    program: 'dbus-send',
    levels: ['servers'],
    purpose: 'D-Bus, which counts what is in the keychain',
    debianPackage: 'dbus-bin',
  },
  {
    program: 'gnome-keyring-daemon',
    levels: ['servers'],
    purpose: 'the keychain of a desktop',
    debianPackage: 'gnome-keyring',
  },
  {
    program: 'curl',
    levels: ['lab'],
    purpose: 'curl, which tries a running lab by hand',
    debianPackage: 'curl',
  },
  {
    program: 'python3',
    levels: ['lab'],
    purpose: 'Python 3, which reads answers by hand',
    debianPackage: 'python3',
  },
  {
    program: 'openssl',
    levels: ['servers', 'lab'],
    purpose: 'OpenSSL, which makes certificates',
    debianPackage: 'openssl',
  },
  {
    program: 'setsid',
    levels: ['servers', 'lab'],
    purpose: 'util-linux, whose setsid protects commands from Ctrl-C',
    debianPackage: 'util-linux',
  },
  {
    program: 'ip',
    levels: ['servers', 'lab'],
    purpose: 'iproute2, for networks of the tests',
    debianPackage: 'iproute2',
  },
  {
    program: 'nft',
    levels: ['servers', 'lab'],
    purpose: 'nftables, for packet filters in these networks',
    debianPackage: 'nftables',
  },
  {
    program: 'squid',
    levels: ['lab'],
    purpose: 'Squid, the forward proxy of a simulated corporate site',
    debianPackage: 'squid',
  },
  {
    program: 'chromium',
    levels: ['servers', 'lab'],
    purpose: 'Chromium, the browser that opens the page',
    debianPackage: 'chromium',
  },
];

/** Programs of a level that are neither on the path nor in Debian's folders for servers. */
export function missingPrerequisites(level: Level, searchPath: string): Prerequisite[] {
  const folders = [...searchPath.split(path.delimiter), '/usr/sbin', '/usr/local/sbin'];
  return prerequisites.filter(
    ({ program, levels }) =>
      levels.includes(level) && !folders.some((folder) => isExecutable(path.join(folder, program))),
  );
}

/** One line that says what is missing and how to get it. */
export function explain({ program, purpose, debianPackage, install }: Prerequisite): string {
  return `${program} - ${purpose}: ${install ?? `apt-get install ${debianPackage ?? program}`}`;
}

/** For all levels at once: which programs are missing, and how to get them. */
export function whatIsMissing(searchPath: string): string {
  const lines = levels.flatMap((level) => {
    const missing = missingPrerequisites(level, searchPath).map(explain);
    return missing.length === 0 ? [] : [`npm run test:${level} needs`, ...missing.map((line) => `  ${line}`)];
  });
  return [...lines, 'npm run test:unit needs nothing of this'].join('\n');
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
