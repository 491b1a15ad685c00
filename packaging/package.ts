import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Zippable, zipSync } from 'fflate';
import type { HandlerBundle, HandlerName } from './bundle';

/** A function's code as Lambda takes it. */
export interface HandlerPackage {
  /** Absolute path of the zip file. */
  readonly zipFile: string;
  /** Base64 SHA-256 of the zip file, as Lambda reports it. */
  readonly sha256: string;
}

/** Zip files hold local time without a zone, so this gives the same bytes in every zone. */
const fixedTime = new Date(1980, 0, 1, 12);

const unixReadableFile = 0o100644 << 16;

/** Texts of files, by their names. */
type Files = Readonly<Record<string, string>>;

/**
 * Zips each bundle into `<folder>/<name>.zip`, byte for byte the same for the same bundle and files.
 *
 * @param folder exists already
 * @param files what some functions read beside their `index.mjs`
 */
export function packageHandlers(
  bundles: readonly HandlerBundle[],
  folder: string,
  files: Partial<Record<HandlerName, Files>>,
): Record<HandlerName, HandlerPackage> {
  const packages = bundles.map(({ name, contents }) => [
    name,
    zipBundle(contents, files[name] ?? {}, path.join(folder, `${name}.zip`)),
  ]);
  return Object.fromEntries(packages) as Record<HandlerName, HandlerPackage>;
}

function zipBundle(bundle: Uint8Array, files: Files, zipFile: string): HandlerPackage {
  const names = Object.keys(files).toSorted();
  const contents: [string, Uint8Array][] = names.map((name) => [name, Buffer.from(files[name] ?? '')]);
  const entries = [...contents, ['index.mjs', bundle] as const].map(([name, bytes]) => [
    name,
    [bytes, { os: 3, attrs: unixReadableFile }],
  ]);
  const zip = zipSync(Object.fromEntries(entries) as Zippable, { mtime: fixedTime, level: 9 });
  writeFileSync(zipFile, zip, { mode: 0o600 });
  return { zipFile, sha256: createHash('sha256').update(zip).digest('base64') };
}
