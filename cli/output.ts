import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const markerOf = (folder: string) => path.join(folder, 'environment');

/** Name of the environment that an output folder holds, or undefined when it holds none. */
export function synthesizedEnvironment(folder: string): string | undefined {
  const marker = markerOf(folder);
  return existsSync(marker) ? readFileSync(marker, 'utf8').trim() : undefined;
}

/**
 * Makes an output folder ready for one environment. Files of another environment are removed: Terraform keeps the
 * place of the state beside them, and would refuse to go on with, or migrate, the other environment's state.
 */
export function prepareOutput(folder: string, environmentName: string): void {
  if (synthesizedEnvironment(folder) !== environmentName) {
    for (const part of ['stacks', 'dns']) rmSync(path.join(folder, part), { recursive: true, force: true });
  }
  mkdirSync(path.join(folder, 'stacks'), { recursive: true });
  writeFileSync(markerOf(folder), `${environmentName}\n`);
}
