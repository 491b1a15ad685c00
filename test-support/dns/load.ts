import { writeFileSync } from 'node:fs';
import type { Namespace } from './namespaces';

/** What came of a stream of queries. */
export interface LoadResult {
  readonly sent: number;
  readonly lost: number;
  /** How many answers had each response code. */
  readonly codes: Readonly<Record<string, number>>;
  readonly queriesPerSecond: number;
  /** Milliseconds that each answer took, in increasing order. */
  readonly latencies: readonly number[];
}

interface LoadOptions {
  readonly server: string;
  /** Asked for one after the other, and again from the first when the list is over. */
  readonly names: readonly string[];
  /** File that the names are written to. */
  readonly file: string;
  readonly seconds: number;
  /** Default: as many as the server answers. */
  readonly queriesPerSecond?: number;
}

/** Arguments of `dnsperf` for a stream of queries; it gives each five seconds, as the resolver of the C library does. */
export function loadArguments({ server, names, file, seconds, queriesPerSecond }: LoadOptions): string[] {
  writeFileSync(file, names.map((name) => `${name} A\n`).join(''));
  const rate = queriesPerSecond === undefined ? [] : ['-Q', String(queriesPerSecond)];
  // -v prints each answer, which takes time: only where the rate is given
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

/** Sends a stream of queries and returns when it is over. */
export function runLoad(host: Namespace, options: LoadOptions): LoadResult {
  return parseLoad(host.run('dnsperf', loadArguments(options)));
}

/** Reads what `dnsperf` prints. */
export function parseLoad(output: string): LoadResult {
  const number = (pattern: RegExp) => Number(pattern.exec(output)?.[1]);
  const codes = /Response codes:\s+(.+)$/m.exec(output)?.[1] ?? '';
  return {
    sent: number(/Queries sent:\s+(\d+)/),
    lost: number(/Queries lost:\s+(\d+)/),
    codes: Object.fromEntries(
      [...codes.matchAll(/(\w+) (\d+)/g)].map(([, code = '', count]) => [code, Number(count)]),
    ),
    queriesPerSecond: number(/Queries per second:\s+([\d.]+)/),
    latencies: [...output.matchAll(/^> \w+ \S+ A ([\d.]+)$/gm)]
      .map(([, seconds]) => Number(seconds) * 1000)
      .sort((a, b) => a - b),
  };
}
