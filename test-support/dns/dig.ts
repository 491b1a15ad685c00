import type { Namespace } from '../../lab/hosts/namespaces';

/** The answer to a client. */
export interface Answer {
  /** `NOERROR`, `SERVFAIL`, …; `TIMEOUT` without an answer. */
  readonly status: string;
  /** Addresses in alphabetical order. */
  readonly addresses: readonly string[];
}

interface Question {
  readonly server: string;
  readonly name: string;
  /** @default 'udp' */
  readonly transport?: 'udp' | 'tcp';
  /** How long to wait for an answer. @default 5, as the resolver of the C library does */
  readonly seconds?: number;
  /** How often to ask. @default 1 */
  readonly tries?: number;
}

/** Asks a server for the IPv4 addresses of a name. */
export function ask(host: Namespace, question: Question): Answer {
  const { server, name, transport = 'udp', seconds = 5, tries = 1 } = question;
  const output = dig(host, [
    `@${server}`,
    name,
    'A',
    `+tries=${tries}`,
    `+time=${seconds}`,
    transport === 'tcp' ? '+tcp' : '+notcp',
  ]);
  return {
    status: /status: (\w+)/.exec(output)?.[1] ?? 'TIMEOUT',
    addresses: [...output.matchAll(/^\S+\s+\d+\s+IN\s+A\s+(\S+)$/gm)].map((match) => match[1] ?? '').sort(),
  };
}

/** `dig` fails without an answer; its output shows that, too. */
function dig(host: Namespace, args: readonly string[]): string {
  try {
    return host.run('dig', args);
  } catch (error) {
    return (error as { stdout?: string }).stdout ?? '';
  }
}
