/** Environment variables, as in `process.env`. */
export type HostEnvironment = Readonly<Record<string, string | undefined>>;

/**
 * Variables for the user's own work with AWS, Terraform or cdktf: with them the lab's commands would use the user's
 * account, folders and workspace. Settings for Terraform's providers, and proxies, do not match.
 */
export const forOwnWork = /^(AWS_|MOTO_|CDKTF_|TF_(CLI_ARGS|DATA_DIR|LOG|REATTACH_PROVIDERS|VAR_|WORKSPACE))/;

/** Variables that change how Node.js runs or whom it trusts: the lab's hosts stand for other machines. */
export const ofOwnNode = ['NODE_OPTIONS', 'NODE_TLS_REJECT_UNAUTHORIZED'];

/** Leaves out proxies, for commands that talk to this machine only: a proxy could not reach it. */
export function withoutProxies(variables: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !/_proxy$/i.test(name)));
}

/** The user's variables that the lab's commands get. */
export function forCommands(hostEnvironment: HostEnvironment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(hostEnvironment).flatMap(([name, value]) =>
      value === undefined || forOwnWork.test(name) ? [] : [[name, value]],
    ),
  );
}
