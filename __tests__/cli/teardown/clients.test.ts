import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from '../../../config/project-folder';

/** Prefixes of actions in IAM, by the client. */
const prefixes: Readonly<Record<string, string>> = {
  'client-cloudwatch-logs': 'logs',
  'client-cognito-identity-provider': 'cognito-idp',
  'client-ec2': 'ec2',
  'client-efs': 'elasticfilesystem',
  'client-sagemaker': 'sagemaker',
  'client-sts': 'sts',
};

/** The actions of the operations that a file imports: each has the name of its command, or of its pages. */
function actionsIn(text: string): string[] {
  return [...text.matchAll(/import \{([^}]*)\} from '@aws-sdk\/(client-[\w-]+)'/g)].flatMap(
    ([, names = '', client = '']) =>
      [...names.matchAll(/\b(?:(\w+)Command|paginate(\w+))\b/g)].map(
        ([, command, pages]) => `${prefixes[client] ?? client}:${command ?? pages ?? ''}`,
      ),
  );
}

test('the documented permissions are those of the calls, no more and no less', () => {
  const folder = path.join(projectFolder, 'cli', 'teardown');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  const sources = [...files.map((file) => path.join(folder, file)), `${folder}.ts`];
  const called = new Set(sources.flatMap((file) => actionsIn(readFileSync(file, 'utf8'))));
  const document = readFileSync(path.join(projectFolder, 'docs', 'operations.md'), 'utf8');
  const [, policy = ''] = /<!-- permissions of teardown -->\s*```json\n([\s\S]*?)```/.exec(document) ?? [];
  const { Statement } = JSON.parse(policy) as { Statement: { Action: string[] }[] };
  expect(Statement.flatMap(({ Action }) => Action).toSorted()).toEqual([...called].toSorted());
});
