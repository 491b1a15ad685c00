import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const notCode = new Set(['node_modules', '__tests__', 'test-support', 'cdktf.out', 'dist', 'state']);

/** The folders directly below a folder that import each other in a circle, each such group sorted; none: an empty list. */
export function folderCycles(root: string): string[][] {
  const folders = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && !notCode.has(entry.name))
    .map(({ name }) => name);
  const reached = new Map(folders.map((folder) => [folder, importedFolders(root, folder)]));
  // what is imported by what is imported
  for (const through of folders) {
    for (const from of folders) {
      if (!reached.get(from)?.has(through)) continue;
      for (const to of reached.get(through) ?? []) reached.get(from)?.add(to);
    }
  }
  const circular = folders.filter((folder) => reached.get(folder)?.has(folder));
  const groups = circular.map((folder) =>
    circular.filter((other) => reached.get(folder)?.has(other) && reached.get(other)?.has(folder)).sort(),
  );
  return [...new Map(groups.map((group) => [group.join(), group])).values()];
}

function importedFolders(root: string, folder: string): Set<string> {
  const files = readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|mjs)$/.test(file))
    .map((file) => path.join(root, folder, file));
  const imported = files.flatMap((file) =>
    ts
      .preProcessFile(readFileSync(file, 'utf8'))
      .importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
      .map(({ fileName }) => path.relative(root, path.join(path.dirname(file), fileName)).split(path.sep)[0]),
  );
  return new Set(
    imported.filter(
      (name): name is string => name !== undefined && name !== folder && existsSync(path.join(root, name)),
    ),
  );
}
