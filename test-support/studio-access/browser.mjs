// What a browser does with an address, for tests: `node browser.mjs <log> <address> [<prefix>]`. It follows redirects on this machine, with
// cookies, and writes down each address; those elsewhere, and those that begin with the prefix, it does not open.
import { appendFileSync } from 'node:fs';
import { get } from 'node:http';
import process from 'node:process';
import { URL } from 'node:url';

const [log, first, prefix] = process.argv.slice(2);
const cookies = new Map();

function open(address) {
  appendFileSync(log, `${address}\n`);
  if (new URL(address).hostname !== '127.0.0.1' || (prefix && address.startsWith(prefix))) return;
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  get(address, { headers: { cookie } }, (answer) => {
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [name, ...value] = line.split(';')[0].split('=');
      cookies.set(name, value.join('='));
    }
    const { location } = answer.headers;
    answer.resume().on('end', () => location && open(new URL(location, address).href));
  });
}

open(first);
