import type { EnvironmentStack } from '../../constructs/environment-stack';

/** Ids of the hosts. */
export interface HostIds {
  readonly dnsA: string;
  readonly dnsB: string;
  readonly windows: string;
  readonly linux: string;
  readonly proxy: string;
  readonly outside: string;
}

/** The command that opens a session on each host. */
export function sessionCommands(stack: EnvironmentStack, hosts: HostIds): Record<string, string> {
  return Object.fromEntries(
    Object.entries(hosts).map(([host, id]) => [
      host,
      `aws ssm start-session --region ${stack.environment.region} --target ${id}`,
    ]),
  );
}

/** Command that starts hosts which were stopped. */
export function startCommand(stack: EnvironmentStack, hosts: HostIds): string {
  const ids = Object.values(hosts).join(' ');
  return `aws ec2 start-instances --region ${stack.environment.region} --instance-ids ${ids}`;
}

interface Addresses {
  readonly portalUrl: string;
  readonly dnsServers: { readonly a: string; readonly b: string };
}

/** From the deployment to a Studio page in the browser of the Windows client, as lines to copy. */
export function walkthroughSteps(
  stack: EnvironmentStack,
  hosts: HostIds,
  { portalUrl, dnsServers }: Addresses,
): string[] {
  const sessions = sessionCommands(stack, hosts);
  const apiHost = portalUrl.split('/')[2] ?? '';
  return [
    '1. Names. Open a session on the Linux client; both DNS servers give private addresses of the VPC:',
    `   ${sessions.linux}`,
    `   dig +short @${dnsServers.a} ${apiHost}`,
    `   dig +short @${dnsServers.b} ${apiHost}`,
    '2. An account on the Windows client. The command asks for a password, which stands nowhere else:',
    `   ${sessions.windows}`,
    '   net user studio * /add',
    '   net localgroup "Remote Desktop Users" studio /add',
    '3. Its screen. Leave the first command running, and sign in as .\\studio in a second window:',
    `   ${sessions.windows} --document-name AWS-StartPortForwardingSession --parameters portNumber=3389,localPortNumber=33389`,
    '   mstsc /v:localhost:33389        (macOS, Linux: another client of Remote Desktop, to localhost:33389)',
    '4. Studio. Open this address in Edge or Chrome there, sign in, and open Studio:',
    `   ${portalUrl}`,
    '5. The way. In the browser, F12, Network: the remote address of the page is one of the Studio endpoint in the VPC.',
    '6. Outside. The same address has no answer on a host outside the network:',
    `   ${sessions.outside}`,
    `   curl --max-time 10 ${portalUrl}`,
  ];
}
