import path from 'node:path';
import { parseArgs } from 'node:util';
import { loadEnvironment, type Environment } from '../config/load';

const projectFolder = path.join(__dirname, '..');

/**
 * The environment that a command is about: `--env NAME`, else the variable `STUDIO_ENV`, else `example`.
 *
 * @throws ConfigError that lists every problem, if the choice or the file is wrong
 */
export function environmentFromCommand(): Environment {
  const { values } = parseArgs({ options: { env: { type: 'string' } } });
  return loadEnvironment(environmentName(values.env), path.join(projectFolder, 'environments'));
}

/** Name of the chosen environment; an option that is given counts even if it is empty, an empty variable does not. */
export function environmentName(option: string | undefined): string {
  return option ?? variable('STUDIO_ENV') ?? 'example';
}

/** Absolute path of the folder that synthesis writes to: `CDKTF_OUTDIR`, which the cdktf command sets, or `cdktf.out`. */
export function outputFolder(): string {
  return path.resolve(projectFolder, variable('CDKTF_OUTDIR') ?? 'cdktf.out');
}

/** An environment variable; an empty one counts as not set. */
function variable(name: string): string | undefined {
  const value = process.env[name];
  return value === '' ? undefined : value;
}
