import { isObject, parseObject, text } from '../../shared/json';
import type { Ended } from '../../shared/run-to-end';

/** How the doctor ended, in a few words; a URL or a token in its output would be too many. */
export function words({ exitCode, stdout, stderr }: Ended): string {
  const { cause } = parseObject(stdout);
  const secrets = /token=|eyJ/.test(stdout + stderr) ? ', with a secret' : '';
  if (isObject(cause))
    return `exit ${exitCode}, ${text(cause, 'id') ?? ''}: ${text(cause, 'cause') ?? ''}${secrets}`;
  return `exit ${exitCode}${cause === null ? ', nothing' : `: ${stdout}${stderr}`.slice(0, 300)}${secrets}`;
}
