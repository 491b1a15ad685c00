import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { zipSync } from 'fflate';
import { bundleHandlers, type HandlerName } from './bundle';

/** A function's code as Lambda takes it. */
export interface HandlerPackage {
  /** Absolute path of the zip file. */
  readonly zipFile: string;
  /** Base64 SHA-256 of the zip file, as Lambda reports it. */
  readonly sha256: string;
}

/** Zip files carry local time without a zone; this is the same digits everywhere. */
const fixedTime = new Date(1980, 0, 1, 12);

const unixReadableFile = 0o100644 << 16;

/** Bundles the handlers and zips each, byte for byte the same for the same sources. */
export function packageHandlers(): Record<HandlerName, HandlerPackage> {
  const packages = bundleHandlers().map((bundle) => [bundle.name, zipBundle(bundle.path)]);
  return Object.fromEntries(packages) as Record<HandlerName, HandlerPackage>;
}

function zipBundle(bundleFile: string): HandlerPackage {
  const zip = zipSync(
    { [path.basename(bundleFile)]: [readFileSync(bundleFile), { os: 3, attrs: unixReadableFile }] },
    { mtime: fixedTime, level: 9 },
  );
  const zipFile = `${path.dirname(bundleFile)}.zip`;
  writeFileSync(zipFile, zip);
  return { zipFile, sha256: createHash('sha256').update(zip).digest('base64') };
}
