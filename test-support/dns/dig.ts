import type { Namespace } from '../../lab/hosts/namespaces';

/** The answer to a client. */
export interface Answer {
  /** `NOERROR`, `SERVFAIL`, …; `TIMEOUT` without an answer. */
  readonly status: string;
  /** Addresses in alphabetical order. */
  readonly addresses: readonly string[];
}

/** Types that programs ask for: addresses of both families, browsers' HTTPS (RFC 9460), and TXT. */
const recordTypes = ['A', 'AAAA', 'HTTPS', 'TXT'] as const;

interface Question {
  readonly server: string;
  readonly name: string;
  /** @default 'A' */
  readonly type?: (typeof recordTypes)[number];
  /** @default 'udp' */
  readonly transport?: 'udp' | 'tcp';
  /** How long to wait for an answer. @default 5, as the resolver of the C library does */
  readonly seconds?: number;
  /** Whether to switch DNSSEC validation off (`+cd`). @default false */
  readonly checkingDisabled?: boolean;
  /** How often to ask. @default 1 */
  readonly tries?: number;
}

/** Asks a server for records of a name, by default for its IPv4 addresses. */
export function ask(host: Namespace, question: Question): Answer {
  const {
    server,
    name,
    type = 'A',
    transport = 'udp',
    seconds = 5,
    tries = 1,
    checkingDisabled = false,
  } = question;
  const output = dig(host, [
    `@${server}`,
    name,
    type,
    `+tries=${tries}`,
    `+time=${seconds}`,
    transport === 'tcp' ? '+tcp' : '+notcp',
    checkingDisabled ? '+cd' : '+nocd',
  ]);
  return {
    status: /status: (\w+)/.exec(output)?.[1] ?? 'TIMEOUT',
    addresses: [...output.matchAll(/^\S+\s+\d+\s+IN\s+A\s+(\S+)$/gm)].map((match) => match[1] ?? '').sort(),
  };
}

/**
 * Asks a resolver until it answers, which has just started: on a busy machine it may take longer to find the internet's name
 * servers than a server waits for it.
 *
 * @throws if it does not in half a minute
 */
export function untilAnswered(host: Namespace, server: string, name: string): void {
  const end = Date.now() + 30_000;
  let status: string;
  do {
    ({ status } = ask(host, { server, name }));
  } while (status !== 'NOERROR' && Date.now() < end);
  if (status !== 'NOERROR') throw new Error(`${server} answers ${status} about ${name}`);
}

/** The status of the answer for each name and type, as `TYPE name: status`. */
export function statusesOf(host: Namespace, server: string, names: readonly string[]): string[] {
  return names.flatMap((name) =>
    recordTypes.map((type) => `${type} ${name}: ${ask(host, { server, name, type }).status}`),
  );
}

/** What {@link statusesOf} gives when no question fails. */
export function allAnswered(names: readonly string[]): string[] {
  return names.flatMap((name) => recordTypes.map((type) => `${type} ${name}: NOERROR`));
}

/** `dig` fails without an answer; its output shows that, too. */
function dig(host: Namespace, args: readonly string[]): string {
  try {
    return host.run('dig', args);
  } catch (error) {
    return (error as { stdout?: string }).stdout ?? '';
  }
}
