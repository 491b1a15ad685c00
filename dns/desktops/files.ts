import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from '../../config/load';
import { partitionOf } from '../../config/regions';
import type { Forwarding } from '../forwarding';
import { asText, describeZones, separated } from '../rendering';
import type { Paragraph } from '../server-syntax';

/** Name of one of the files. */
type DesktopFileName = 'README.txt' | 'proxy.pac' | 'no-proxy.txt';

/**
 * Files for those who run proxies, firewalls and browsers, by file name: what people's machines must reach directly. A
 * proxy resolves names itself, so a request that goes through one does not come to the VPC endpoints from the desk.
 */
export function desktopFiles(
  environment: Environment,
  forwarding: Forwarding,
): Record<DesktopFileName, string> {
  const zones = forwarding.directZones ?? forwarding.zones;
  const direct = { environmentName: forwarding.environmentName, zones };
  const names = zones.final.map(({ name }) => name);
  return {
    'README.txt': readMe(environment, forwarding, direct, names),
    'proxy.pac': proxyAutoConfiguration(direct, names),
    'no-proxy.txt': exceptionLists(direct, names),
  };
}

/** Writes the files into a folder that synthesis is making, and that nobody else uses yet. */
export function writeDesktopFiles(folder: string, environment: Environment, forwarding: Forwarding): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(desktopFiles(environment, forwarding)))
    writeFileSync(path.join(folder, name), content);
}

/** Names that desks reach directly. */
type Direct = Pick<Forwarding, 'environmentName' | 'zones'>;

function readMe(
  environment: Environment,
  { forwarders }: Forwarding,
  direct: Direct,
  names: readonly string[],
): string {
  const { region, network, corporate } = environment;
  const { vpc } = network;
  const cidr = vpc.create ? vpc.create.cidr : vpc.existing.cidr;
  const { dnsSuffix } = partitionOf(region);
  return asText(
    separated([
      ...describeZones(direct, 'what people need to reach from their desks'),
      [
        `From ${corporate.cidrs.join(', ')}, directly, without a proxy: ${cidr}, TCP port 443, under these names:`,
        ...names.flatMap((name) => [`  ${name}`, `  *.${name}`]),
        '  WebSockets (wss) must pass. Do not intercept TLS: URLs in it open a session.',
      ],
      [
        'Over the internet or a proxy, TCP port 443:',
        `  cognito-idp.${region}.${dnsSuffix} - sign-in`,
        '  *.console.aws.a2z.com - static parts of the Studio page',
      ],
      [`From the DNS servers of the company: ${forwarders.join(', ')}, port 53, UDP and TCP.`],
      [
        'proxy.pac has these names for browsers, no-proxy.txt for everything else. docs/desktops.md explains them.',
      ],
    ]),
  );
}

/** https://developer.mozilla.org/docs/Web/HTTP/Guides/Proxy_servers_and_tunneling/Proxy_Auto-Configuration_PAC_file */
function proxyAutoConfiguration(direct: Direct, names: readonly string[]): string {
  return asText(
    separated([
      ...describeZones(direct, 'proxy auto-configuration').map(comments('//')),
      comments('//')([
        'To your own PAC file, add the function isStudioAccess, and begin its FindProxyForURL with',
        '  if (isStudioAccess(host)) return "DIRECT";',
        'This file alone tries the names: all others go to a proxy that does not exist.',
      ]),
      [
        'function isStudioAccess(host) {',
        `  var names = [${names.map((name) => `"${name}"`).join(', ')}];`,
        '  var name = host.toLowerCase().replace(/\\.$/, "");',
        '  for (var i = 0; i < names.length; i += 1) {',
        '    if (name === names[i] || dnsDomainIs(name, "." + names[i])) return true;',
        '  }',
        '  return false;',
        '}',
      ],
      [
        'function FindProxyForURL(url, host) {',
        '  if (isStudioAccess(host)) return "DIRECT";',
        '  return "PROXY proxy.invalid:3128";',
        '}',
      ],
    ]),
  );
}

function exceptionLists(direct: Direct, names: readonly string[]): string {
  // programs differ in whether a name means those below it too, so both stand here
  const both = names.flatMap((name) => [name, `.${name}`]).join(',');
  const stars = names.flatMap((name) => [name, `*.${name}`]);
  return asText(
    separated([
      ...describeZones(direct, 'exceptions from a proxy').map(comments('#')),
      comments('#')(['Add these to the exceptions that you have.']),
      [
        '# environment variables: command line tools, Python, Node, Go',
        `NO_PROXY=${both}`,
        `no_proxy=${both}`,
      ],
      ['# Java: a system property', `-Dhttp.nonProxyHosts=${stars.join('|')}`],
      ['# Windows: Internet Options, WinHTTP, group policies', stars.join(';')],
    ]),
  );
}

function comments(sign: string): (lines: Paragraph) => Paragraph {
  return (lines) => lines.map((line) => `${sign} ${line}`.trimEnd());
}
