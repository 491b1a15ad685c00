/** Variables of a process, as `process.env` has them. */
export type HostEnvironment = Readonly<Record<string, string | undefined>>;

/**
 * What somebody has set for their own work with AWS, Terraform or cdktf: it would lead the lab's commands to their
 * account, their folders and their workspace. How Terraform finds its providers is not among them, nor are proxies.
 */
export const forOwnWork = /^(AWS_|MOTO_|CDKTF_|TF_(CLI_ARGS|DATA_DIR|LOG|REATTACH_PROVIDERS|VAR_|WORKSPACE))/;

/** What changes how Node.js runs programs, or whom they trust: hosts of the lab are other machines. */
export const ofOwnNode = ['NODE_OPTIONS', 'NODE_TLS_REJECT_UNAUTHORIZED'];

/** Without proxies, for what has no business outside this machine and would look for itself there. */
export function withoutProxies(variables: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !/_proxy$/i.test(name)));
}

/** The variables that the lab's commands are started with, beside their own. */
export function forCommands(hostEnvironment: HostEnvironment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(hostEnvironment).flatMap(([name, value]) =>
      value === undefined || forOwnWork.test(name) ? [] : [[name, value]],
    ),
  );
}
