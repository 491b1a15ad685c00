import { mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { writeOutput, type Staging } from '../../cli/output/write-output';
import { projectFolder } from '../../config/project-folder';

/** Files of an output, by path. */
export type Files = Readonly<Record<string, string>>;

const configuration = (value: string) => `${JSON.stringify({ output: { version: { value } } })}\n`;

/** Outputs of two versions of a small application, with every kind of change between them; Terraform accepts both. */
export const versions = {
  old: {
    'dns/named.conf': '// zones',
    'dns/only-old.conf': '// gone',
    'manifest.json': '{"stacks":{"api":{},"gone":{},"same":{}}}',
    'stacks/api/assets/code/1111/code.zip': 'first code',
    'stacks/api/cdk.tf.json': configuration('1111'),
    'stacks/gone/cdk.tf.json': configuration('gone'),
    'stacks/same/cdk.tf.json': configuration('same'),
  },
  new: {
    'dns/named.conf': '// other zones',
    'dns/only-new.conf': '// more',
    'manifest.json': '{"stacks":{"added":{},"api":{},"same":{}}}',
    'stacks/added/cdk.tf.json': configuration('added'),
    'stacks/api/assets/code/2222/code.zip': 'second code',
    'stacks/api/cdk.tf.json': configuration('2222'),
    'stacks/same/cdk.tf.json': configuration('same'),
  },
} as const satisfies Record<string, Files>;

export type Version = keyof typeof versions;

/** An application that writes some files. */
export const appOf =
  (files: Files) =>
  ({ output }: Staging): void => {
    for (const [file, content] of Object.entries(files)) {
      mkdirSync(path.join(output, path.dirname(file)), { recursive: true });
      writeFileSync(path.join(output, file), content);
    }
  };

/** Synthesizes one version into a folder, as `npm run synth` does. */
export function synthesize(folder: string, version: Version, environment = 'example'): void {
  writeOutput({ folder, environment, projectFolder }, appOf(versions[version]));
}

/** Everything below a folder, byte for byte; links are not followed. */
export function contentOf(folder: string, isSkipped: (file: string) => boolean = () => false): Files {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => ({ entry, file: path.relative(folder, path.join(entry.parentPath, entry.name)) }))
    .filter(({ file }) => !isSkipped(file))
    .map(({ entry, file }) => {
      const full = path.join(folder, file);
      if (entry.isSymbolicLink()) return [file, `link to ${readlinkSync(full)}`];
      return [file, entry.isFile() ? readFileSync(full, 'base64') : 'no file'];
    });
  return Object.fromEntries(found.sort()) as Files;
}

/** The files that a synthesis leaves, without those in which processes record themselves. */
export function outputOf(folder: string): Files {
  return contentOf(folder, (file) => /^\.synth\/(?:locks|users)(?:\/|$)/.test(file));
}
