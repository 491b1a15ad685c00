import { parse } from 'tldts';

/** What a host name stands for, as far as the Public Suffix List (https://publicsuffix.org) tells. */
export type DomainExtent =
  /** Others register domains under it: `com`, `co.uk`. */
  | 'public suffix'
  /** What somebody registers, and all names of a company lie within: `example.com`, `example.co.uk`. */
  | 'registered domain'
  /** Directly below a top-level domain that is not listed, such as a company's internal one: `studio.corp`. */
  | 'below an unlisted top-level domain'
  /** Any name below those. */
  | 'name within a domain';

/** Tells how much a name stands for. Suffixes of companies that let others register below them count as well. */
export function extentOf(name: string): DomainExtent {
  const { domain, publicSuffix, isIcann, isPrivate } = parse(name, { allowPrivateDomains: true });
  if (publicSuffix === name) return 'public suffix';
  if (domain !== name) return 'name within a domain';
  return isIcann === true || isPrivate === true ? 'registered domain' : 'below an unlisted top-level domain';
}
