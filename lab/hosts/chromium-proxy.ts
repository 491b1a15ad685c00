/** A forward proxy of a browser. */
export interface ChromiumProxy {
  /** `http://<address>:<port>` */
  readonly proxy: string;
  /** Names that it reaches directly, as in the policy `ProxySettings`. */
  readonly bypassList: string;
}

/** Arguments of Chromium for a proxy, or for none. */
export function proxyArguments(proxy: ChromiumProxy | undefined): string[] {
  if (!proxy) return ['--no-proxy-server'];
  // policies divide names by commas, the argument by semicolons
  return [`--proxy-server=${proxy.proxy}`, `--proxy-bypass-list=${proxy.bypassList.replaceAll(',', ';')}`];
}
