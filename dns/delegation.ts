import type { Paragraph } from './server-syntax';

/**
 * What to do on a server that itself serves a parent domain and forwards a name below it only where the parent delegates
 * the name. The delegation's target is never asked, so it cannot exist (RFC 2606, section 2).
 *
 * @param names zones in the company's own domain
 */
export function describeDelegation(names: readonly string[]): Paragraph {
  return [
    'If this server itself serves a parent domain, it answers from that and forwards nothing, unless the parent has a',
    'delegation. Add this record on the primary (secondaries get it by transfer; its target is never asked), and',
    'remove it when you undo the rest:',
    ...names.map((name) => `  ${name}. IN NS resolver.invalid.`),
  ];
}
