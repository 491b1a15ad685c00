import { join } from 'node:path';
import { build, type BuildOptions } from 'esbuild';
import { projectFolder } from '../config/project-folder';
import { buildPortal } from './portal';
import { bundledFiles, problemsOf, type Recipe, replacementFile } from './recipe';

const recipes = {
  authorizer: {
    replacements: {
      debug: 'debug',
      jose: 'jose',
      limiter: 'unused',
      'lru-cache': 'unused',
      'lru-memoizer': 'unused',
      ms: 'unused',
      semver: 'semver',
    },
    packages: [
      'buffer-equal-constant-time',
      'ecdsa-sig-formatter',
      'jose',
      'jsonwebtoken',
      'jwa',
      'jwks-rsa',
      'jws',
      'safe-buffer',
    ],
    largest: 50_000,
  },
  'presigned-url': {
    replacements: { '@aws-sdk/credential-provider-node': 'credential-chain' },
    packages: [
      '@aws-sdk/client-sagemaker',
      '@aws-sdk/core',
      '@aws/lambda-invoke-store',
      '@smithy/core',
      '@smithy/node-http-handler',
      '@smithy/signature-v4',
      '@smithy/types',
    ],
    largest: 200_000,
  },
  'profile-claim': { replacements: {}, packages: [], largest: 10_000 },
  // with the page, which has a limit of its own
  portal: { replacements: {}, packages: [], largest: 120_000 },
} as const satisfies Record<string, Recipe>;

/** Name of a function: its folder in `handlers/`. */
export type HandlerName = keyof typeof recipes;

/** Names of all functions. */
export const handlerNames = Object.keys(recipes) as HandlerName[];

/** A function as the code that Lambda runs. */
export interface HandlerBundle {
  readonly name: HandlerName;
  /** The one ES module. */
  readonly contents: Uint8Array;
}

/**
 * Bundles the functions in memory, each into one ES module: the same bytes for the same sources and lock file, in any
 * folder. Not by `buildSync`: it waits for another thread, and would wait for ever if that ended.
 * @throws Error if a source does not compile, or if a bundle holds anything but what its recipe says
 */
export function bundleHandlers(): Promise<HandlerBundle[]> {
  return Promise.all(handlerNames.map(bundleHandler));
}

/** esbuild's options for a function. */
export function bundleOptions(name: HandlerName) {
  const replacements = Object.entries<string>(recipes[name].replacements);
  const alias = replacements.map(([pkg, file]) => [pkg, join(projectFolder, replacementFile(file))]);
  return {
    ...commonOptions,
    alias: { ...ownParts, ...(Object.fromEntries(alias) as Record<string, string>) },
  };
}

/** The most bytes that a function's bundle may have. */
export function largestBundle(name: HandlerName): number {
  return recipes[name].largest;
}

/** The file in which a bundle can be looked at. */
export function bundleFile(name: HandlerName): string {
  return join(projectFolder, 'dist', 'handlers', name, 'index.mjs');
}

async function bundleHandler(name: HandlerName): Promise<HandlerBundle> {
  const { metafile, outputFiles } = await build({
    ...bundleOptions(name),
    ...(name === 'portal' && { define: { PORTAL_ASSETS: JSON.stringify(await buildPortal()) } }),
    entryPoints: [join(projectFolder, 'handlers', name, 'index.ts')],
    outfile: bundleFile(name),
    metafile: true,
    write: false,
  });
  const [output] = outputFiles;
  if (output === undefined) throw new Error(`bundle of ${name} is empty, expected one module`);
  const problems = problemsOf(recipes[name], bundledFiles(metafile), output.contents.length);
  if (problems.length > 0) {
    throw new Error(
      `bundle of ${name} is not what packaging/bundle.ts describes, probably after an upgrade of a dependency:\n` +
        problems.join('\n'),
    );
  }
  return { name, contents: output.contents };
}

/** Parts of replaced packages that are not replaced: an alias covers all below its name, and the longer one wins. */
const ownParts = Object.fromEntries(
  ['jose/key/export', 'jose/key/import'].map((part) => [part, require.resolve(part)]),
);

/** esbuild's options for everything that Node runs. */
export const commonOptions = {
  absWorkingDir: projectFolder,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node22',
  minify: true,
  // esbuild leaves out unused code of the SDK's ES modules, not of its CommonJS ones
  mainFields: ['module', 'main'],
  legalComments: 'none',
  // CommonJS packages ask for Node's modules through `require`, and our code for its folder: an ES module has neither
  banner: {
    js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url),__dirname=import.meta.dirname;",
  },
  logLevel: 'error',
} as const satisfies BuildOptions;
