import { chmodSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from '../config/project-folder';
import { bundleFile, bundleHandlers } from '../packaging/bundle';
import { bundleCommandLine, commandLineFile, commandLinePackage } from '../packaging/command-line';
import { writeIfChanged } from '../packaging/write-if-changed';
import { runCommand } from './failure';

const inDist = (...parts: string[]) => path.join(projectFolder, 'dist', ...parts);
const kilobytes = (contents: Uint8Array) => `${(contents.length / 1000).toFixed(1)} kB`;

void runCommand(async () => {
  for (const { name, contents } of await bundleHandlers()) {
    writeIfChanged(bundleFile(name), contents);
    console.log(`dist/handlers/${name}/index.mjs  ${kilobytes(contents)}`);
  }
  for (const [name, contents] of Object.entries(await commandLinePackage()))
    writeIfChanged(inDist('studio-access', name), contents);
  const contents = await bundleCommandLine(false);
  // the file alone, for people who install no packages
  const file = inDist('cli', commandLineFile);
  writeIfChanged(file, contents);
  for (const program of [file, inDist('studio-access', commandLineFile)]) chmodSync(program, 0o755);
  console.log(
    `dist/cli/${commandLineFile}  ${kilobytes(contents)}; as a package: npm pack ./dist/studio-access`,
  );
});
