import type { Variables } from '../../variables';

/**
 * The proxy that a request goes through, as curl chooses it: by the variable of the address's scheme, in small letters or
 * capitals, unless `NO_PROXY` lists the host. Addresses of this machine are never asked for over a proxy.
 * https://curl.se/docs/manpage.html#ENVIRONMENT
 *
 * @returns undefined for none
 */
export function proxyFor(address: string, variables: Variables): string | undefined {
  const { protocol, hostname, port } = new URL(address);
  if (isLoopback(hostname) || isListed(hostname, port || defaultPort(protocol), noProxy(variables)))
    return undefined;
  const name = protocol === 'https:' ? 'https_proxy' : 'http_proxy';
  const proxy = either(variables, name);
  if (proxy === undefined) return undefined;
  return proxy.includes('://') ? proxy : `http://${proxy}`;
}

/** A proxy for messages: without the password that its address may hold. */
export function proxyName(proxy: string): string {
  return URL.canParse(proxy) ? new URL(proxy).host : 'the proxy';
}

function noProxy(variables: Variables): readonly string[] {
  return (either(variables, 'no_proxy') ?? '').split(/[\s,]+/).filter(Boolean);
}

/** An empty variable counts as not set. */
function either(variables: Variables, name: string): string | undefined {
  return [variables[name], variables[name.toUpperCase()]].find(
    (value) => value !== undefined && value !== '',
  );
}

function isListed(host: string, port: string, list: readonly string[]): boolean {
  return list.some((entry) => {
    if (entry === '*') return true;
    const [, name = '', entryPort] = /^(?:\*?\.)?(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
    if (name === '' || (entryPort !== undefined && entryPort !== port)) return false;
    return host === name || host.endsWith(`.${name}`);
  });
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function defaultPort(protocol: string): string {
  return protocol === 'https:' ? '443' : '80';
}
