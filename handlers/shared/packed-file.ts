import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { EnvironmentRule } from './environment';

/** The name of a file beside `index.mjs` in the function's zip: no path leads out of it. */
export const packedFileName = {
  expected: "the name of a file in the function's zip, such as profile-names.json",
  accepts: (value: string) => /^[a-z0-9][a-z0-9.-]{0,63}$/.test(value),
} as const satisfies EnvironmentRule;

/**
 * The text of a file beside `index.mjs`: Lambda unpacks the zip before it starts the function.
 * @throws Node's errors of files
 */
export function readPackedFile(name: string): string {
  return readFileSync(path.join(__dirname, name), 'utf8');
}
