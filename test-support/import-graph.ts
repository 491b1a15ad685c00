import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** One file that imports another, as paths from the project's folder. */
export interface Import {
  readonly from: string;
  readonly to: string;
}

/** Generated, installed and hidden folders. */
const foreign = /^(?:node_modules|dist|cdktf\.out|state|\..*)$/;

/**
 * Every import of one of the project's files by another, types included, as TypeScript resolves it.
 *
 * @param projectFolder absolute path
 */
export function importsOf(projectFolder: string): Import[] {
  const options: ts.CompilerOptions = {
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    module: ts.ModuleKind.Preserve,
    allowJs: true,
  };
  return sourceFiles(projectFolder).flatMap((file) => {
    const { importedFiles } = ts.preProcessFile(readFileSync(file, 'utf8'), true, true);
    return importedFiles
      .filter(({ fileName }) => fileName.startsWith('.'))
      .flatMap(({ fileName }) => {
        const { resolvedModule } = ts.resolveModuleName(fileName, file, options, ts.sys);
        if (!resolvedModule) throw new Error(`${file} imports ${fileName}, which is no file`);
        return {
          from: path.relative(projectFolder, file),
          to: path.relative(projectFolder, resolvedModule.resolvedFileName),
        };
      });
  });
}

/**
 * Packages that the files below a folder import, types included, without Node's own.
 *
 * @param folder absolute path
 * @param isSkipped whether to leave out a file, by its path from the folder
 */
export function packagesOf(folder: string, isSkipped: (file: string) => boolean = () => false): string[] {
  const files = sourceFiles(folder).filter((file) => !isSkipped(path.relative(folder, file)));
  const specifiers = files.flatMap((file) =>
    ts.preProcessFile(readFileSync(file, 'utf8'), true, true).importedFiles.map(({ fileName }) => fileName),
  );
  const names = specifiers
    .filter((specifier) => !/^(?:\.|node:)/.test(specifier))
    .map((specifier) => /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier);
  return [...new Set(names)].sort();
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) return foreign.test(entry.name) ? [] : sourceFiles(place);
    return /\.(?:ts|mts|js|mjs)$/.test(entry.name) && !entry.name.endsWith('.d.ts') ? [place] : [];
  });
}

/** Every folder that holds files which import or are imported, and its parents; empty for the project's folder. */
export function foldersOf(imports: readonly Import[]): string[] {
  const folders = new Set<string>();
  for (const file of imports.flatMap(({ from, to }) => [from, to])) {
    const parts = file.split(path.sep);
    for (const count of parts.keys()) folders.add(parts.slice(0, count).join(path.sep));
  }
  return [...folders].sort();
}

/** Folders that import each other, directly or through others, with one example of a cycle. */
export interface Cycle {
  /** Every folder of the cycle, in alphabetical order. */
  readonly folders: readonly string[];
  /** The imports of the shortest cycle, one line each. */
  readonly way: readonly string[];
}

/**
 * Cycles between the folders directly below a folder. Files directly in it belong to none of them.
 *
 * @param parent path from the project's folder; empty for the project's folder itself
 */
export function folderCycles(imports: readonly Import[], parent: string): Cycle[] {
  const folderOf = (file: string) => {
    const parts = path.relative(parent, file).split(path.sep);
    return parts.length > 1 && parts[0] !== '..' ? (parts[0] ?? '') : undefined;
  };
  const steps = new Map<string, Map<string, Import>>();
  for (const item of imports) {
    const [from, to] = [folderOf(item.from), folderOf(item.to)];
    if (from === undefined || to === undefined || from === to) continue;
    const known = steps.get(from) ?? new Map<string, Import>();
    if (!known.has(to)) known.set(to, item);
    steps.set(from, known);
  }
  const cycles = new Map<string, Cycle>();
  for (const folder of [...steps.keys()].sort()) {
    const way = shortestWay(steps, folder, folder);
    if (!way) continue;
    const folders = [...steps.keys()]
      .filter(
        (other) =>
          other === folder || (shortestWay(steps, folder, other) && shortestWay(steps, other, folder)),
      )
      .sort();
    const key = folders.join(' ');
    const shorter = (cycles.get(key)?.way.length ?? Infinity) > way.length;
    if (shorter) cycles.set(key, { folders, way: way.map(({ from, to }) => `${from} imports ${to}`) });
  }
  return [...cycles.values()];
}

/** The shortest chain of imports, at least one, from one folder to another; undefined if there is none. */
function shortestWay(
  steps: ReadonlyMap<string, ReadonlyMap<string, Import>>,
  start: string,
  end: string,
): Import[] | undefined {
  const queue: { readonly at: string; readonly way: Import[] }[] = [{ at: start, way: [] }];
  const seen = new Set<string>();
  for (const { at, way } of queue) {
    for (const [next, item] of steps.get(at) ?? []) {
      if (next === end) return [...way, item];
      if (seen.has(next)) continue;
      seen.add(next);
      queue.push({ at: next, way: [...way, item] });
    }
  }
  return undefined;
}
