import type { Forwarding } from './forwarding';
import type { ClientTest, ConfigurationFile, Paragraph } from './server-syntax';

/** Begins the first line of every file, and marks it as one that a later run may replace. */
export const fileMark = 'Private access to SageMaker Studio, environment ';

/** The text of one file: its instructions as comments, then its configuration. */
export function renderFile(file: ConfigurationFile, forwarding: Forwarding): string {
  const { heading } = file;
  const body = separated(file.body(forwarding));
  if (heading === undefined) return asText(body);
  const lines = separated([...describeZones(forwarding, heading.title), ...instructions(file, forwarding)]);
  const comments = lines.map((line) => `${heading.commentSign} ${line}`.trimEnd());
  return asText([...comments, '', ...body]);
}

function instructions(file: ConfigurationFile, forwarding: Forwarding): Paragraph[] {
  const { install, test, whenSilent, undo } = file;
  return [
    install(forwarding),
    ...(test ? [describeTest(forwarding, test)] : []),
    ...(whenSilent ? [whenSilent] : []),
    ...(undo ? [undo(forwarding), ...describeDelegation(forwarding)] : []),
  ];
}

/** The title of a file, the zones that are final, and those that are still missing. */
export function describeZones({ environmentName, zones }: Forwarding, title: string): Paragraph[] {
  return [
    [`${fileMark}${environmentName}: ${title}.`],
    [
      'Final zones, all of them here:',
      ...zones.final.map(({ name, purpose }) => `  ${name} - ${purpose}`),
      ...(zones.pending.length === 0
        ? ['No zone is missing.']
        : [
            'NOT FINAL, and not here, because the name is known only after deployment:',
            ...zones.pending.map(({ parent, purpose }) => `  (id of the API).${parent} - ${purpose}`),
            `  After deployment this command writes the finished files: npm run dns -- --env ${environmentName}`,
          ]),
    ],
  ];
}

/** How to see from a client machine that the forwarding works, one command per zone. */
export function describeTest({ zones }: Forwarding, { command, findings = [] }: ClientTest): Paragraph {
  return [
    'Check, on a machine that people work on: each answer is a private address of the VPC.',
    ...zones.final.map(({ testName }) => `  ${command} ${testName}`),
    '  SERVFAIL or no answer: the server does not reach the resolver (route, firewall, security group).',
    '  A public address or NXDOMAIN: the machine asks another server, or this one remembers an older answer.',
    ...findings.map((finding) => `  ${finding}`),
  ];
}

/** The record that the administrator of a parent domain must add, where the company serves that domain itself. */
export function describeDelegation({ zones }: Forwarding): Paragraph[] {
  return zones.final
    .filter(({ inCompanyDomain }) => inCompanyDomain)
    .map(({ name }) => [
      `Where a server itself serves a parent domain of ${name}, it answers from that and`,
      'forwards nothing, unless the parent has a delegation. Add this record on the primary (secondaries get it',
      'by transfer; its target is never asked), and remove it when you undo the rest:',
      `  ${name}. IN NS resolver.invalid.`,
    ]);
}

/** The paragraphs' lines, with a blank one between paragraphs. */
export function separated(paragraphs: readonly Paragraph[]): string[] {
  return paragraphs.flatMap((paragraph, index) => (index === 0 ? paragraph : ['', ...paragraph]));
}

/** Lines as the text of a file, which ends with a line end. */
export function asText(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
