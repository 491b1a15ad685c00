import type { Forwarding } from './forwarding';

/** Every file says in its first lines that it is one of ours, and so may be replaced by a later one. */
export const fileMark = 'Private access to SageMaker Studio, environment ';

/** What a file says about itself, line by line: title, the zones that are final, those that are still missing. */
export function describeZones({ environmentName, zones }: Forwarding, title: string): string[] {
  return [
    `${fileMark}${environmentName}: ${title}.`,
    '',
    'Final zones, all of them here:',
    ...zones.final.map(({ name, purpose }) => `  ${name} - ${purpose}`),
    ...(zones.pending.length === 0
      ? ['No zone is missing.']
      : [
          'NOT FINAL, and not here, because the name is known only after deployment:',
          ...zones.pending.map(({ parent, purpose }) => `  (id of the API).${parent} - ${purpose}`),
          `  After deployment this command writes the finished files: npm run dns -- --env ${environmentName}`,
        ]),
  ];
}

/** How to see from a client machine that the forwarding works, one command per zone. */
export function describeTest({ zones }: Forwarding, command = 'dig'): string[] {
  return [
    'Check, on a machine that people work on: each answer is a private address of the VPC.',
    ...zones.final.map(({ testName }) => `  ${command} ${testName}`),
    '  SERVFAIL or no answer: the server does not reach the resolver (route, firewall, security group).',
    '  A public address or NXDOMAIN: the machine asks another server, or this one remembers an older answer.',
  ];
}

/** What the administrator of a parent domain must add, where the company serves it itself. */
export function describeDelegation({ zones }: Forwarding): string[] {
  return zones.final.flatMap(({ name, inCompanyDomain }) =>
    inCompanyDomain
      ? [
          '',
          `Where a server itself serves a parent domain of ${name}, it answers from that and`,
          'forwards nothing, unless the parent has a delegation. Add this record on the primary (secondaries get it',
          'by transfer; its target is never asked), and remove it when you undo the rest:',
          `  ${name}. IN NS resolver.invalid.`,
        ]
      : [],
  );
}

/** Lines as comments of a configuration file. */
export function asComments(marker: string, lines: readonly string[]): string[] {
  return lines.map((line) => `${marker} ${line}`.trimEnd());
}
