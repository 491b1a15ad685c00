import { isObject, parseObject, text } from '../../shared/json';
import type { Ended } from '../command-line';

/** How the doctor ended, in a few words; a URL or a token in its output would be too many. */
export function words({ code, stdout, stderr }: Ended): string {
  const { cause } = parseObject(stdout);
  const secrets = /token=|eyJ/.test(stdout + stderr) ? ', with a secret' : '';
  if (isObject(cause))
    return `exit ${String(code)}, ${text(cause, 'id') ?? ''}: ${text(cause, 'cause') ?? ''}${secrets}`;
  return `exit ${String(code)}${cause === null ? ', nothing' : `: ${stdout}${stderr}`.slice(0, 300)}${secrets}`;
}
