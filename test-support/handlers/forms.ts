import path from 'node:path';
import { buildSync } from 'esbuild';
import { projectFolder } from '../../config/project-folder';
import { bundleHandlers, type HandlerName } from '../../packaging/bundle';
import { writeIfChanged } from '../../packaging/write-if-changed';

/**
 * Two forms of the functions: with whole packages, by esbuild's default settings, and as the deployed bundle, without
 * the packages that `packaging/replacements` replaces. Both must behave alike.
 */
export const forms = ['whole packages', 'bundle'] as const;
export type Form = (typeof forms)[number];

const built = new Map<string, string>();

/** Builds a function in one form, once, and returns the file to run. */
export function build(name: HandlerName, form: Form): string {
  const key = `${form} ${name}`;
  const file = built.get(key) ?? buildOnce(name, form);
  built.set(key, file);
  return file;
}

function buildOnce(name: HandlerName, form: Form): string {
  if (form === 'bundle') {
    return bundleHandlers().find((bundle) => bundle.name === name)?.path ?? name;
  }
  const file = path.join(projectFolder, 'dist', 'whole', `${name}.cjs`);
  const { outputFiles } = buildSync({
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
