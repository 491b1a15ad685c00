import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SsmAssociation } from '@cdktf/provider-aws/lib/ssm-association';
import { SsmDocument } from '@cdktf/provider-aws/lib/ssm-document';
import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { Token } from 'cdktf';
import { projectFolder } from '../../config/project-folder';
import { shellQuoted } from '../../config/shell';
import type { EnvironmentStack } from '../../constructs/environment-stack';
import type { Statement } from '../../constructs/policy';

/** A file of `scripts/`. */
type ScriptName = 'dns-server.sh' | 'proxy.sh' | 'linux-client.sh' | 'windows-client.ps1';

interface Configuration {
  readonly description: string;
  readonly script: ScriptName;
  /** Variables that the script reads; values without control characters. */
  readonly variables: Readonly<Record<string, string>>;
  /** Files that the script fetches from parameters, by name. None of them is secret. */
  readonly files?: Readonly<Record<string, string>>;
  /** Ids of the hosts, as `addHost` gets them. */
  readonly hosts: readonly string[];
}

/** Most bytes of a parameter of the standard tier. Longer files, which are mostly instructions, need the advanced one. */
const standardBytes = 4096;

/**
 * Configures hosts by Systems Manager: a document with the script, parameters with the files, and an association that runs
 * the document on new hosts, at each change, and every half hour, as hosts may be stopped when something changes. So no
 * change of a configuration touches an instance.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/state-manager-associations.html
 *
 * @param id unique within the stack
 */
export function addConfiguration(stack: EnvironmentStack, id: string, configuration: Configuration): void {
  const { description, script, variables, files = {}, hosts } = configuration;
  const parameters = Object.entries(files).map(
    ([name, value]) =>
      new SsmParameter(stack, `${id}-${name.replaceAll('.', '-')}`, {
        name: `${parametersPath(stack, id)}/${name}`,
        description: `${name} of the simulated corporate site`,
        type: 'String',
        tier: Buffer.byteLength(value) < standardBytes - 200 ? 'Standard' : 'Advanced',
        value,
      }),
  );
  const isWindows = script.endsWith('.ps1');
  const pathVariable = parameters.length > 0 ? { PARAMETERS: parametersPath(stack, id) } : {};
  const document = new SsmDocument(stack, `${id}-document`, {
    name: documentName(stack, id),
    documentType: 'Command',
    documentFormat: 'JSON',
    targetType: '/AWS::EC2::Instance',
    content: JSON.stringify({
      schemaVersion: '2.2',
      description,
      parameters: {
        Revision: {
          type: 'String',
          description: 'Versions of the parameters: a new one runs the document at once',
          default: '0',
          allowedPattern: '^[0-9-]{1,64}$',
        },
      },
      mainSteps: [
        {
          action: isWindows ? 'aws:runPowerShellScript' : 'aws:runShellScript',
          name: 'configure',
          inputs: {
            timeoutSeconds: '1800',
            runCommand: [
              ...(isWindows ? [] : ['#!/bin/bash']),
              '# revision {{ Revision }}',
              ...Object.entries({ ...pathVariable, ...variables }).map(([name, value]) =>
                isWindows ? `$${name} = ${powerShellQuoted(value)}` : `export ${name}=${shellQuoted(value)}`,
              ),
              ...scriptLines(script),
            ],
          },
        },
      ],
    }),
  });
  new SsmAssociation(stack, `${id}-association`, {
    name: document.name,
    associationName: stack.physicalName(id),
    documentVersion: document.latestVersion,
    targets: [{ key: 'tag:Name', values: hosts.map((host) => stack.physicalName(host)) }],
    parameters: { Revision: ['0', ...parameters.map(({ version }) => Token.asString(version))].join('-') },
    scheduleExpression: 'rate(30 minutes)',
  });
}

/** What hosts need to configure themselves: the document, and the parameters if there are any. */
export function configurationStatements(stack: EnvironmentStack, id: string, hasFiles: boolean): Statement[] {
  return [
    {
      Sid: 'ReadDocument',
      Effect: 'Allow',
      Action: ['ssm:DescribeDocument', 'ssm:GetDocument'],
      Resource: stack.arn('ssm', `document/${documentName(stack, id)}`),
    },
    ...(hasFiles
      ? [
          {
            Sid: 'ReadConfiguration',
            Effect: 'Allow',
            Action: 'ssm:GetParameter',
            Resource: stack.arn('ssm', `parameter${parametersPath(stack, id)}/*`),
          } as const,
        ]
      : []),
  ];
}

const documentName = (stack: EnvironmentStack, id: string) => stack.physicalName(id);

const parametersPath = (stack: EnvironmentStack, id: string) =>
  `/studio-access/${stack.environment.name}/${id}`;

function scriptLines(script: ScriptName): string[] {
  const file = path.join(projectFolder, 'stacks', 'corporate-network', 'scripts', script);
  const text = readFileSync(file, 'utf8');
  if (text.includes('{{')) throw new Error(`${file}: Systems Manager would replace {{`);
  // Terraform's own expressions begin with these
  const literal = text.replaceAll('${', '$${').replaceAll('%{', '%%{');
  return literal.trimEnd().split('\n');
}

const powerShellQuoted = (value: string) => `'${value.replaceAll("'", "''")}'`;
