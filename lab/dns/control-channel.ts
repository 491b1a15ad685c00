import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Namespace } from '../hosts/namespaces';

const key = 'key "rndc-key" { algorithm hmac-sha256; secret "dGVzdHMgaGF2ZSBubyBzZWNyZXRz"; };\n';

/** Lines of named.conf that let `rndc` in. */
export const controlChannelLines = `${key}controls { inet 127.0.0.1 allow { localhost; } keys { "rndc-key"; }; };`;

/** `rndc` for the BIND of a host, with its settings in a folder. It returns its output. */
export function controlChannel(host: Namespace, folder: string): (...args: string[]) => string {
  const file = path.join(folder, 'rndc.conf');
  writeFileSync(file, `${key}options { default-key "rndc-key"; default-server 127.0.0.1; };\n`);
  return (...args) => host.run('rndc', ['-c', file, ...args]);
}
