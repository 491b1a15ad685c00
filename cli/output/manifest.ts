import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { filesBelow, hashOf } from './files';
import { movingAway } from './states';

/** Tells the folders of this project from those of others; the same as `projectId` in cdktf.json. */
const project = 'sagemaker-studio-private-access';

/**
 * A file that synthesis writes: a path below `stacks/`, `dns/` and `desktops/`, or cdktf's own list of stacks. A forged manifest must
 * not name any other file.
 */
const outputPath = z
  .string()
  .regex(
    /^(?:manifest\.json|(?:stacks|dns|desktops)(?:\/(?!\.{1,2}(?:\/|$))[^/\\:\0]+)+)$/,
    'a file below stacks/, dns/ or desktops/, or manifest.json',
  );

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in hexadecimal');

const manifestSchema = z.strictObject({
  project: z.literal(project),
  /** Version of the manifest's format. */
  format: z.literal(1),
  environment: z.string().regex(/^[a-z][a-z0-9-]*$/),
  /** SHA-256 of every file that was written, by its path. */
  files: z.record(outputPath, sha256),
});

/** What one synthesis wrote, and for which environment. It shows that an output folder is this project's. */
export type Manifest = Readonly<z.infer<typeof manifestSchema>>;

const journalSchema = z.strictObject({
  project: z.literal(project),
  format: z.literal(1),
  previous: manifestSchema.optional(),
  next: manifestSchema,
  /** Files of the next output that are staged, because they are not in place yet. */
  write: z.array(outputPath),
});

/** A change of the output that has begun, with what is needed to finish it from any step. */
export type Journal = Readonly<z.infer<typeof journalSchema>>;

/** Lists a folder that holds the output of a synthesis. */
export function manifestOf(folder: string, environment: string): Manifest {
  const files = filesBelow(folder).map((file) => [file, hashOf(path.join(folder, file))]);
  return { project, format: 1, environment, files: Object.fromEntries(files) as Record<string, string> };
}

/** The journal of a change that begins, in the format of this version. */
export function journalOf(parts: Pick<Journal, 'previous' | 'next' | 'write'>): Journal {
  return { project, format: 1, ...parts };
}

/** Reads a manifest; undefined if there is none. @throws if it is not one that this project writes */
export function readManifest(file: string): Manifest | undefined {
  return read(file, manifestSchema);
}

/** Reads a journal; undefined if there is none. @throws if it is not one that this project writes */
export function readJournal(file: string): Journal | undefined {
  return read(file, journalSchema);
}

/** The stacks of a manifest, by their ids. */
export function stacksOf(manifest: Manifest | undefined): string[] {
  const ids = Object.keys(manifest?.files ?? {}).flatMap(
    (file) => /^stacks\/([^/]+)\//.exec(file)?.[1] ?? [],
  );
  return [...new Set(ids)];
}

function read<T>(file: string, schema: z.ZodType<T>): T | undefined {
  let text;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    const advice = movingAway(path.join(file, '..', '..'));
    throw new Error(`${file} was not written by this version of the project, or was changed: ${advice}`, {
      cause: error,
    });
  }
}
