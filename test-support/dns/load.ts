import { writeFileSync } from 'node:fs';
import type { Namespace } from '../../lab/hosts/namespaces';

/** The result of a stream of queries. */
export interface LoadResult {
  readonly sent: number;
  readonly lost: number;
  /** The name of each query with another answer than NOERROR; only if the rate is given. */
  readonly failed: readonly string[];
  readonly queriesPerSecond: number;
  /** Milliseconds that each answer took, in increasing order. */
  readonly latencies: readonly number[];
}

interface LoadOptions {
  readonly server: string;
  /** Names to ask for, in order, and again from the first. */
  readonly names: readonly string[];
  /** File for the names. */
  readonly file: string;
  readonly seconds: number;
  /** Queries per second. Default: as many as the server answers. */
  readonly queriesPerSecond?: number;
}

/** Arguments of `dnsperf` for a stream of queries; it gives each five seconds, as the resolver of the C library does. */
export function loadArguments({ server, names, file, seconds, queriesPerSecond }: LoadOptions): string[] {
  writeFileSync(file, names.map((name) => `${name} A\n`).join(''));
  const rate = queriesPerSecond === undefined ? [] : ['-Q', String(queriesPerSecond)];
  // -v prints each answer, which takes time, so only if the rate is given
  return [
    '-s',
    server,
    '-d',
    file,
    '-l',
    String(seconds),
    '-t',
    '5',
    ...rate,
    ...(rate.length > 0 ? ['-v'] : []),
  ];
}

/** Sends a stream of queries and returns when it has ended. */
export function runLoad(host: Namespace, options: LoadOptions): LoadResult {
  return parseLoad(host.run('dnsperf', loadArguments(options)));
}

/** Parses the output of `dnsperf`. */
export function parseLoad(output: string): LoadResult {
  const number = (pattern: RegExp) => Number(pattern.exec(output)?.[1]);
  const answers = [...output.matchAll(/^> (\w+) (\S+) A ([\d.]+)$/gm)];
  return {
    sent: number(/Queries sent:\s+(\d+)/),
    lost: number(/Queries lost:\s+(\d+)/),
    failed: answers.flatMap(([, code, name = '']) => (code === 'NOERROR' ? [] : [`${code ?? ''} ${name}`])),
    queriesPerSecond: number(/Queries per second:\s+([\d.]+)/),
    latencies: answers.map(([, , , seconds]) => Number(seconds) * 1000).sort((a, b) => a - b),
  };
}
