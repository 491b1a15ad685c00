/** The environment that a command takes if nobody chooses one: `environments/example.json`. */
export const defaultEnvironmentName = 'example';

/**
 * Name of a command's environment: the option `--env`, else the variable `STUDIO_ENV`, else `example`. An empty variable
 * counts as not set; an empty option is an error.
 */
export function chosenEnvironment(option: string | undefined, studioEnv: string | undefined): string {
  return option ?? (studioEnv === '' ? undefined : studioEnv) ?? defaultEnvironmentName;
}
