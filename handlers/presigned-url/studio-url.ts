/**
 * The DNS zone of a region's Studio hosts.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/studio-interface-endpoint.html, and for the suffixes AWS's own section of
 * https://publicsuffix.org/list/public_suffix_list.dat
 */
export function studioZone(region: string): string {
  return `studio.${region}.${region.startsWith('cn-') ? 'sagemaker.com.cn' : 'sagemaker.aws'}`;
}

/** A URL in a form that every parser reads alike: no user, no odd slashes, no port but the usual, printable ASCII. */
const plainUrl = /^https:\/\/([a-z0-9.-]+)(?::443)?(?:[/?#][\x21-\x7e]*)?$/;

/**
 * Tells whether a URL leads to a Studio host of the region and nowhere else. Browsers go there with a credential, and they
 * repair malformed URLs (https://url.spec.whatwg.org/), so none of these pass.
 */
export function isStudioUrl(url: unknown, region: string): url is string {
  const host = typeof url === 'string' ? plainUrl.exec(url)?.[1] : undefined;
  const zone = `.${studioZone(region)}`;
  return host?.endsWith(zone) === true && /^[a-z0-9](-*[a-z0-9])*$/.test(host.slice(0, -zone.length));
}
