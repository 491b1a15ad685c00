import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { zipSync } from 'fflate';
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

/**
 * Zips each bundle into `<folder>/<name>.zip`, byte for byte the same for the same bundle.
 *
 * @param folder exists already
 */
export function packageHandlers(
  bundles: readonly HandlerBundle[],
  folder: string,
): Record<HandlerName, HandlerPackage> {
  const packages = bundles.map(({ name, contents }) => [
    name,
    zipBundle(contents, path.join(folder, `${name}.zip`)),
  ]);
  return Object.fromEntries(packages) as Record<HandlerName, HandlerPackage>;
}

function zipBundle(bundle: Uint8Array, zipFile: string): HandlerPackage {
  const zip = zipSync(
    { 'index.mjs': [bundle, { os: 3, attrs: unixReadableFile }] },
    { mtime: fixedTime, level: 9 },
  );
  writeFileSync(zipFile, zip, { mode: 0o600 });
  return { zipFile, sha256: createHash('sha256').update(zip).digest('base64') };
}
