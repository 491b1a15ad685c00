import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { projectFolder } from '../config/project-folder';
import { commonOptions } from './bundle';
import { bundledFiles, problemsOf, replacementFile } from './recipe';
import { dependencies, license, version } from '../package.json';

/** What is in the file beside our code, and how large it may be. */
const recipe = {
  packages: ['commander', 'oauth4webapi', 'openid-client', 'undici', 'uqr', 'zod'],
  largest: 900_000,
};

/** Name of the one file. */
export const commandLineFile = 'studio-access.mjs';

/** The keychain is native code of each system, which no file can hold: a package brings it, where it is installed. */
const keychain = '@napi-rs/keyring';
const noKeychain = 'no-keychain';

/**
 * Bundles `studio-access` into one ES module that Node runs.
 *
 * @param withKeychain whether it looks for the keychain's package, which the installable package brings
 * @throws Error if a source does not compile, or if the bundle holds anything but what the recipe says
 */
export async function bundleCommandLine(withKeychain: boolean): Promise<Uint8Array> {
  const { metafile, outputFiles } = await build({
    ...commonOptions,
    target: 'node20',
    ...(withKeychain
      ? { external: [keychain] }
      : { alias: { [keychain]: join(projectFolder, replacementFile(noKeychain)) } }),
    banner: { js: `#!/usr/bin/env node\n${commonOptions.banner.js}` },
    entryPoints: [join(projectFolder, 'cli', 'studio-access', 'index.ts')],
    outfile: commandLineFile,
    metafile: true,
    write: false,
  });
  const [output] = outputFiles;
  if (output === undefined) throw new Error('bundle of studio-access is empty, expected one module');
  const problems = problemsOf(
    { ...recipe, replacements: withKeychain ? {} : { [keychain]: noKeychain } },
    bundledFiles(metafile),
    output.contents.length,
  );
  if (problems.length > 0) {
    throw new Error(
      `bundle of studio-access is not what packaging/command-line.ts describes, probably after an upgrade of a dependency:\n` +
        problems.join('\n'),
    );
  }
  return output.contents;
}

/** The files of the installable package, by their names: the program, and what brings the keychain where the system has one. */
export async function commandLinePackage(): Promise<Readonly<Record<string, Uint8Array>>> {
  const content = {
    name: 'studio-access',
    version,
    description: 'Opens Amazon SageMaker Studio over a company’s private network',
    license,
    type: 'module',
    bin: { 'studio-access': commandLineFile },
    files: [commandLineFile],
    engines: { node: '>=20.19' },
    optionalDependencies: { [keychain]: dependencies[keychain] },
  };
  return {
    [commandLineFile]: await bundleCommandLine(true),
    'package.json': Buffer.from(`${JSON.stringify(content, undefined, 2)}\n`),
    LICENSE: readFileSync(join(projectFolder, 'LICENSE')),
  };
}
