import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { build as bundle } from 'esbuild';
import { projectFolder } from '../../config/project-folder';
import { bundleFile, bundleHandlers, type HandlerName } from '../../packaging/bundle';
import { writeIfChanged } from '../../packaging/write-if-changed';

/**
 * Two forms of the functions: with whole packages, by esbuild's default settings, and as the deployed bundle, without
 * the packages that `packaging/replacements` replaces. Both must behave alike.
 */
export const forms = ['whole packages', 'bundle'] as const;
export type Form = (typeof forms)[number];

const built = new Map<string, Promise<string>>();

/** Builds a function in one form, once, and returns the file to run. */
export function build(name: HandlerName, form: Form): Promise<string> {
  const key = `${form} ${name}`;
  const file = built.get(key) ?? (form === 'bundle' ? buildBundle(name) : buildWhole(name));
  built.set(key, file);
  return file;
}

async function buildBundle(name: HandlerName): Promise<string> {
  const file = bundleFile(name);
  for (const { contents } of (await bundleHandlers()).filter((handler) => handler.name === name))
    writeIfChanged(file, contents);
  return file;
}

async function buildWhole(name: HandlerName): Promise<string> {
  const file = path.join(projectFolder, 'dist', 'whole', `${name}.cjs`);
  const { outputFiles } = await bundle({
    absWorkingDir: projectFolder,
    entryPoints: [path.join(projectFolder, 'handlers', name, 'index.ts')],
    outfile: file,
    bundle: true,
    platform: 'node',
    write: false,
  });
  for (const { contents } of outputFiles) writeIfChanged(file, contents);
  return file;
}

/** A function with files beside it, as Lambda unpacks its zip: returns the file to run, in a folder of its own. */
export async function buildWith(
  name: HandlerName,
  form: Form,
  files: Readonly<Record<string, string>>,
): Promise<string> {
  const file = await build(name, form);
  const texts = Object.entries(files);
  const key = createHash('sha256')
    .update(JSON.stringify([file, texts]))
    .digest('hex')
    .slice(0, 16);
  const folder = path.join(projectFolder, 'dist', 'functions', key);
  for (const [beside, text] of texts) writeIfChanged(path.join(folder, beside), Buffer.from(text));
  const copy = path.join(folder, path.basename(file));
  writeIfChanged(copy, readFileSync(file));
  return copy;
}
