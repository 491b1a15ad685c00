import path from 'node:path';
import { parseArgs } from 'node:util';
import { loadEnvironment, type Environment } from '../config/load';

const projectFolder = path.join(__dirname, '..');

/**
 * The environment that a command is about: `--env NAME`, else the variable `STUDIO_ENV`, else `example`. A wrong
 * choice or a wrong file ends the process with exit code 1 and a message that lists every problem.
 */
export function environmentFromCommand(): Environment {
  try {
    const { values } = parseArgs({ options: { env: { type: 'string' } } });
    const name = values.env ?? process.env.STUDIO_ENV ?? 'example';
    return loadEnvironment(name, path.join(projectFolder, 'environments'));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}

/** Absolute path of the folder that synthesis writes to: `CDKTF_OUTDIR`, which the cdktf command sets, or `cdktf.out`. */
export function outputFolder(): string {
  return path.resolve(projectFolder, process.env.CDKTF_OUTDIR ?? 'cdktf.out');
}
