import type { Metafile } from 'esbuild';

/** What a bundle holds. */
export interface Recipe {
  /** Packages that are replaced, by their names, and the file of `packaging/replacements` that comes in their place. */
  readonly replacements: Readonly<Record<string, string>>;
  /** The packages in the bundle: all of these and no others. */
  readonly packages: readonly string[];
  /** In bytes. A larger bundle contains an unwanted package. */
  readonly largest: number;
}

/** The files of which something is in a bundle. */
export function bundledFiles({ outputs }: Metafile): string[] {
  return Object.values(outputs).flatMap((file) =>
    Object.entries(file.inputs).flatMap(([input, { bytesInOutput }]) => (bytesInOutput > 0 ? [input] : [])),
  );
}

/**
 * Differences between a bundle and its recipe. An upgrade may rename, add or drop dependencies, so that a replacement no
 * longer replaces anything.
 */
export function problemsOf(recipe: Recipe, inputs: readonly string[], bytes: number): string[] {
  const found = new Set(
    inputs.flatMap((input) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? []),
  );
  const files = new Set(Object.values(recipe.replacements).map(replacementFile));
  return [
    ...[...found].filter((pkg) => !recipe.packages.includes(pkg)).map((pkg) => `unexpected package ${pkg}`),
    ...recipe.packages.filter((pkg) => !found.has(pkg)).map((pkg) => `package ${pkg} is missing`),
    ...[...files].filter((file) => !inputs.includes(file)).map((file) => `${file} is missing`),
    ...(bytes > recipe.largest ? [`${bytes} bytes, expected at most ${recipe.largest}`] : []),
  ];
}

/** Relative to the project, as esbuild names its inputs. */
export function replacementFile(name: string): string {
  return `packaging/replacements/${name}.ts`;
}
