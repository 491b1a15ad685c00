import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from '../config/project-folder';

/** The types of the AWS provider that stacks can have, read off their imports: `vpc-endpoint` is `aws_vpc_endpoint`. */
export function providerTypes(): ReadonlySet<string> {
  const sources = ['constructs', 'stacks'].flatMap((name) => {
    const folder = path.join(projectFolder, name);
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(path.join(folder, file), 'utf8'));
  });
  const imports = /'@cdktf\/provider-aws\/lib\/(?:data-aws-)?([a-z0-9-]+)'/g;
  const names = sources.flatMap((source) => [...source.matchAll(imports)].map(([, name = '']) => name));
  return new Set(names.map((name) => `aws_${name.replaceAll('-', '_')}`));
}
