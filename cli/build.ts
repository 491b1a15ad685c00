import { chmodSync, copyFileSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from '../config/project-folder';
import { bundleFile, bundleHandlers } from '../packaging/bundle';
import { bundleCommandLine, commandLinePackage } from '../packaging/command-line';
import { writeIfChanged } from '../packaging/write-if-changed';
import { runCommand } from './failure';

const inDist = (...parts: string[]) => path.join(projectFolder, 'dist', ...parts);
const kilobytes = (contents: Uint8Array) => `${(contents.length / 1000).toFixed(1)} kB`;

void runCommand(async () => {
  for (const { name, contents } of await bundleHandlers()) {
    writeIfChanged(bundleFile(name), contents);
    console.log(`dist/handlers/${name}/index.mjs  ${kilobytes(contents)}`);
  }
  const contents = await bundleCommandLine();
  // the file alone, and the package with the same file
  for (const file of [inDist('cli', 'studio-access.mjs'), inDist('studio-access', 'studio-access.mjs')]) {
    writeIfChanged(file, contents);
    chmodSync(file, 0o755);
  }
  writeIfChanged(inDist('studio-access', 'package.json'), Buffer.from(commandLinePackage()));
  copyFileSync(path.join(projectFolder, 'LICENSE'), inDist('studio-access', 'LICENSE'));
  console.log(
    `dist/cli/studio-access.mjs  ${kilobytes(contents)}; as a package: npm pack ./dist/studio-access`,
  );
});
