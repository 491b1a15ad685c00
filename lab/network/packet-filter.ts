import type { Namespace } from '../hosts/namespaces';
import type { DeployedNetwork, Interface } from '../deployed/network';
import type { Rule } from '../deployed/security-groups';

/** The addresses of all interfaces with a security group. */
export type MembersOf = (groupId: string) => readonly string[];

/** Addresses by security group: of all deployed interfaces and of the functions' hosts. */
export function membersOf({ endpoints, resolver }: DeployedNetwork, more: readonly Interface[]): MembersOf {
  const all = [...endpoints.flatMap(({ interfaces }) => interfaces), ...resolver, ...more];
  return (groupId) =>
    all
      .filter(({ securityGroups }) => securityGroups.some(({ id }) => id === groupId))
      .map(({ address }) => address);
}

/**
 * A packet filter that admits to each interface what its security groups allow. It silently drops and counts the rest.
 * Answers pass, because security groups are stateful.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
 */
export function ingressFilter(interfaces: readonly Interface[], members: MembersOf): string {
  return ruleset([chain('input', acceptedIn(interfaces, members), ['ip daddr @down drop'])]);
}

/**
 * The same for outgoing traffic. Questions to Amazon's name server always pass: security groups do not apply to them.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
 */
export function egressFilter(
  interfaces: readonly Interface[],
  members: MembersOf,
  nameServer: string,
): string {
  return ruleset([outgoing(interfaces, members, nameServer)]);
}

/** Both for a host with one interface. */
export function hostFilter(own: Interface, members: MembersOf, nameServer: string): string {
  return ruleset([chain('input', acceptedIn([own], members), []), outgoing([own], members, nameServer)]);
}

function acceptedIn(interfaces: readonly Interface[], members: MembersOf): string[] {
  return interfaces.flatMap(({ address, securityGroups }) =>
    securityGroups
      .flatMap(({ ingress }) => ingress)
      .flatMap((rule) =>
        peers(rule, members).map((peer) => `ip daddr ${address} ip saddr ${peer}${ports(rule)}`),
      ),
  );
}

function outgoing(interfaces: readonly Interface[], members: MembersOf, nameServer: string): string[] {
  const accepted = interfaces.flatMap(({ securityGroups }) =>
    securityGroups
      .flatMap(({ egress }) => egress)
      .flatMap((rule) => peers(rule, members).map((peer) => `ip daddr ${peer}${ports(rule)}`)),
  );
  const questions = ['udp', 'tcp'].map((protocol) => `ip daddr ${nameServer} ${protocol} dport 53 accept`);
  return chain('output', accepted, questions);
}

function peers({ cidrs, groupIds }: Rule, members: MembersOf): readonly string[] {
  return [...cidrs, ...groupIds.flatMap(members)];
}

function ports({ protocol, fromPort, toPort }: Rule): string {
  if (protocol === '-1' || fromPort === undefined || toPort === undefined) return '';
  return ` ${protocol} dport ${fromPort}-${toPort}`;
}

function chain(hook: 'input' | 'output', accepted: readonly string[], first: readonly string[]): string[] {
  return [
    `  chain ${hook} {`,
    `    type filter hook ${hook} priority 0; policy drop;`,
    `    ${hook === 'input' ? 'iif' : 'oif'} lo accept`,
    ...first.map((rule) => `    ${rule}`),
    '    ct state established,related accept',
    ...[...new Set(accepted)].map((match) => `    ${match} accept`),
    '    counter drop',
    '  }',
  ];
}

function ruleset(chains: readonly (readonly string[])[]): string {
  return [
    'flush ruleset',
    'table inet filter {',
    '  set down { type ipv4_addr; }',
    ...chains.flat(),
    '}',
    '',
  ].join('\n');
}

/** Makes an address behind an {@link ingressFilter} unreachable, or reachable again. */
export function setSilent(host: Namespace, address: string, silent: boolean): void {
  host.run('nft', [silent ? 'add' : 'delete', 'element', 'inet', 'filter', 'down', `{ ${address} }`]);
}

/** How many packets the {@link ingressFilter} of a host has dropped because no rule allows them. */
export function droppedPackets(host: Namespace): number {
  const chain = host.run('nft', ['list', 'chain', 'inet', 'filter', 'input']);
  return Number(/counter packets (\d+)/.exec(chain)?.[1]);
}
