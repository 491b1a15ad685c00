import type { Forwarding } from './forwarding';
import type { ClientTest, ConfigurationFile, Paragraph } from './server-syntax';

/** Begins the first line of every file, and marks it as one that a later run may replace. */
export const fileMark = 'Private access to SageMaker Studio, environment ';

/** The text of one file: its instructions as comments, then its configuration. */
export function renderFile(file: ConfigurationFile, forwarding: Forwarding): string {
  const { commentSign, title } = file.heading;
  const lines = separated([...describeZones(forwarding, title), ...instructions(file, forwarding)]);
  const comments = lines.map((line) => `${commentSign} ${line}`.trimEnd());
  return asText([...comments, '', ...separated(file.body(forwarding))]);
}

function instructions(file: ConfigurationFile, forwarding: Forwarding): Paragraph[] {
  const { install, test, whenSilent, ownParent, undo } = file;
  const inCompanyDomain = forwarding.zones.final.filter((zone) => zone.inCompanyDomain);
  return [
    install(forwarding),
    ...(ownParent && inCompanyDomain.length > 0 ? [ownParent(inCompanyDomain.map(({ name }) => name))] : []),
    ...(test ? [describeTest(forwarding, test)] : []),
    ...(whenSilent ? [whenSilent] : []),
    ...(undo ? [undo(forwarding)] : []),
  ];
}

/** The title of a file, the zones that are final, and those that are still missing. */
export function describeZones(
  { environmentName, zones }: Pick<Forwarding, 'environmentName' | 'zones'>,
  title: string,
): Paragraph[] {
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
    ...zones.final.flatMap(({ testName }) => (testName === undefined ? [] : [`  ${command} ${testName}`])),
    '  No answer, or SERVFAIL after seconds: the server does not reach the resolver (route, firewall, security group).',
    '  A public address or NXDOMAIN: the machine asks another server, or this one remembers an older answer.',
    ...findings.map((finding) => `  ${finding}`),
  ];
}

/** The paragraphs' lines, with a blank one between paragraphs. */
export function separated(paragraphs: readonly Paragraph[]): string[] {
  return paragraphs.flatMap((paragraph, index) => (index === 0 ? paragraph : ['', ...paragraph]));
}

/** Lines as the text of a file, which ends with a line end. */
export function asText(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
