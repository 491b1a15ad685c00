import { join } from 'node:path';
import { type BuildOptions, buildSync } from 'esbuild';
import { replaceFile } from './replace-file';

const root = join(__dirname, '..');

interface Recipe {
  /** Packages that a stand-in replaces: what the function needs of them is in `handlers/stand-ins`. */
  readonly standIns: Readonly<Record<string, string>>;
  /** The packages that may be in the bundle, and all of which are. */
  readonly packages: readonly string[];
  /** In bytes; what is larger has caught something that does not belong. */
  readonly largest: number;
}

const recipes = {
  authorizer: {
    standIns: {
      debug: 'debug',
      jose: 'jose',
      jws: 'jws',
      limiter: 'unused',
      'lru-cache': 'unused',
      'lru-memoizer': 'unused',
      ms: 'unused',
      semver: 'semver',
    },
    packages: ['jsonwebtoken', 'jwks-rsa'],
    largest: 40_000,
  },
  'presigned-url': {
    standIns: { '@aws-sdk/credential-provider-node': 'credential-chain' },
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
} as const satisfies Record<string, Recipe>;

export type HandlerName = keyof typeof recipes;

export const handlerNames = Object.keys(recipes) as HandlerName[];

export interface HandlerBundle {
  readonly name: HandlerName;
  /** Absolute path of the one ES module. */
  readonly path: string;
  readonly bytes: number;
}

/**
 * Bundles the functions, each into one ES module `dist/handlers/<name>/index.mjs`: the same bytes for the same sources and
 * lock file, in any folder.
 * @throws Error if a source does not compile, or if a bundle holds anything but what its recipe says
 */
export function bundleHandlers(): HandlerBundle[] {
  return handlerNames.map((name) => {
    const contents = bundleHandler(name);
    const path = bundleFile(name);
    replaceFile(path, contents);
    return { name, path, bytes: contents.length };
  });
}

/** How esbuild is told to bundle what belongs to a function. */
export function bundleOptions(name: HandlerName) {
  const standIns = Object.entries<string>(recipes[name].standIns);
  const alias = standIns.map(([pkg, file]) => [pkg, join(root, 'handlers', 'stand-ins', `${file}.ts`)]);
  return { ...options, alias: Object.fromEntries(alias) as Record<string, string> };
}

function bundleFile(name: HandlerName): string {
  return join(root, 'dist', 'handlers', name, 'index.mjs');
}

/**
 * Bundles a function in memory, and gives back its one ES module.
 * @throws Error if a source does not compile, or if the bundle holds anything but what its recipe says
 */
export function bundleHandler(name: HandlerName): Uint8Array {
  const { metafile, outputFiles } = buildSync({
    ...bundleOptions(name),
    entryPoints: [join(root, 'handlers', name, 'index.ts')],
    outfile: bundleFile(name),
    metafile: true,
    write: false,
  });
  const [output] = outputFiles;
  if (output === undefined) throw new Error(`bundle of ${name} is empty, expected one module`);
  const inputs = Object.values(metafile.outputs).flatMap((file) =>
    Object.entries(file.inputs).flatMap(([input, { bytesInOutput }]) => (bytesInOutput > 0 ? [input] : [])),
  );
  const problems = problemsOf(recipes[name], inputs, output.contents.length);
  if (problems.length > 0) {
    throw new Error(
      `bundle of ${name} is not what handlers/bundle.ts describes, probably after an upgrade of a dependency:\n` +
        problems.join('\n'),
    );
  }
  return output.contents;
}

/**
 * What differs between a bundle and its recipe. An upgrade may rename, add or drop dependencies; then a stand-in no longer
 * stands in, and somebody has to look.
 */
export function problemsOf(recipe: Recipe, inputs: readonly string[], bytes: number): string[] {
  const found = new Set(
    inputs.flatMap((input) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? []),
  );
  const files = new Set(Object.values(recipe.standIns).map((file) => `handlers/stand-ins/${file}.ts`));
  return [
    ...[...found].filter((pkg) => !recipe.packages.includes(pkg)).map((pkg) => `unexpected package ${pkg}`),
    ...recipe.packages.filter((pkg) => !found.has(pkg)).map((pkg) => `package ${pkg} is not in it`),
    ...[...files].filter((file) => !inputs.includes(file)).map((file) => `${file} is not in it`),
    ...(bytes > recipe.largest ? [`${bytes} bytes, expected at most ${recipe.largest}`] : []),
  ];
}

const options = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node22',
  minify: true,
  // the SDK's ES modules shake; its CommonJS ones come whole
  mainFields: ['module', 'main'],
  legalComments: 'none',
  // CommonJS packages ask for Node's modules through `require`, which an ES module does not have
  banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  logLevel: 'error',
} as const satisfies BuildOptions;
