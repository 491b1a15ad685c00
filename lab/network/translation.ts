import { internet } from './addresses';

/** A packet filter of the router that translates addresses of the corporate network to its one public address. */
export function translateToPublic(sources: readonly string[]): string {
  return [
    'table ip nat {',
    '  chain postrouting {',
    '    type nat hook postrouting priority 100;',
    ...sources.map(
      (source) => `    ip saddr ${source} oifname "internet" snat to ${internet.corporateEgress}`,
    ),
    '  }',
    '}',
    '',
  ].join('\n');
}
