import type { PortalSettings } from '../../api/portal';

/**
 * Headers of the page and of each of its files. The page runs its own script and style only, talks to the API and to the
 * sign-in only, is in nobody's frame, and leaves no trace in caches and referrers.
 * https://www.w3.org/TR/CSP3/ · https://w3c.github.io/trusted-types/dist/spec/
 */
export function headersFor(settings: PortalSettings): Readonly<Record<string, string>> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    `connect-src ${["'self'", ...signInOrigins(settings)].join(' ')}`,
    "form-action 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ];
  return {
    'Content-Security-Policy': policy.join('; '),
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
    'Permissions-Policy': 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
  };
}

/** Origins of the sign-in that the page itself sends requests to; it does not fetch the pages that the browser goes to. */
function signInOrigins({ signIn }: PortalSettings): string[] {
  const addresses =
    signIn.kind === 'password'
      ? [signIn.endpoint]
      : signIn.kind === 'code'
        ? [signIn.tokenEndpoint, signIn.revocationEndpoint]
        : [];
  return [...new Set(addresses.flatMap((address) => (address === undefined ? [] : new URL(address).origin)))];
}
