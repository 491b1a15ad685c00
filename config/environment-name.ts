const defaultName = 'example';

/**
 * Name of the environment that a command is about: the option `--env`, else the variable `STUDIO_ENV`, else `example`. An
 * option that is given counts even if it is empty; an empty variable does not.
 */
export function chosenEnvironment(option: string | undefined, studioEnv: string | undefined): string {
  return option ?? (studioEnv === '' ? undefined : studioEnv) ?? defaultName;
}
