import path from 'node:path';
import { parseArgs } from 'node:util';
import { chosenEnvironment } from '../config/environment-name';
import { loadEnvironment, type Environment } from '../config/load';
import { projectFolder } from '../config/project-folder';
import { refuseUnsafeVariables } from './state/variables';

/**
 * The command's environment: `--env NAME`, else the variable `STUDIO_ENV`, else `example`.
 *
 * @throws ConfigError that lists every problem, if the choice or the file is wrong; an error if variables would make
 *   Terraform look for another state
 */
export function environmentFromCommand(): Environment {
  refuseUnsafeVariables(process.env);
  const { values } = parseArgs({ options: { env: { type: 'string' } } });
  return loadEnvironment(environmentName(values.env), path.join(projectFolder, 'environments'));
}

/** Name of the environment: the option, else the variable `STUDIO_ENV`, else `example`. Neither is checked. */
export function environmentName(option: string | undefined): string {
  return chosenEnvironment(option, process.env.STUDIO_ENV);
}

/** Absolute path of the folder that synthesis writes to: `CDKTF_OUTDIR`, which the cdktf command sets, or `cdktf.out`. */
export function outputFolder(): string {
  const named = process.env.CDKTF_OUTDIR;
  return path.resolve(projectFolder, named === undefined || named === '' ? 'cdktf.out' : named);
}
