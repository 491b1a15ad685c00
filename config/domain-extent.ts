import { parse } from 'tldts';

/** How much of a domain a host name covers, by the Public Suffix List (https://publicsuffix.org). */
export type DomainExtent =
  /** Others register domains under it: `com`, `co.uk`. */
  | 'public suffix'
  /** A company registers it, and all its names lie below: `example.com`, `example.co.uk`. */
  | 'registered domain'
  /** Directly below a top-level domain that is not listed, such as a company's internal one: `studio.corp`. */
  | 'below an unlisted top-level domain'
  /** Any name below those. */
  | 'name within a domain';

/** The extent of a name. Suffixes of companies that let others register below them count as public suffixes. */
export function extentOf(name: string): DomainExtent {
  const { domain, publicSuffix, isIcann, isPrivate } = parse(name, { allowPrivateDomains: true });
  if (publicSuffix === name) return 'public suffix';
  if (domain !== name) return 'name within a domain';
  return isIcann === true || isPrivate === true ? 'registered domain' : 'below an unlisted top-level domain';
}
