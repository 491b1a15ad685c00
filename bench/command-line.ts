import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { commandLineFile, commandLinePackage } from '../packaging/command-line';
import { median, table } from './statistics';

const runs = 20;
const goalMilliseconds = 150;

/** How much longer `studio-access --help` takes than an empty program. */
export async function benchCommandLine(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'studio-access-bench-'));
  try {
    const file = path.join(folder, commandLineFile);
    writeFileSync(file, (await commandLinePackage())[commandLineFile] ?? '');
    const milliseconds = (...args: string[]) => {
      const began = performance.now();
      execFileSync(process.execPath, args, { stdio: 'ignore' });
      return performance.now() - began;
    };
    const empty = median(Array.from({ length: runs }, () => milliseconds('-e', '0')));
    const help = median(Array.from({ length: runs }, () => milliseconds(file, '--help')));
    const more = help - empty;
    console.log(
      table([
        ['', 'median of', 'ms', `goal ≤ ${goalMilliseconds} ms more`],
        ['node -e 0', String(runs), empty.toFixed(0), ''],
        [
          'studio-access --help',
          String(runs),
          help.toFixed(0),
          more <= goalMilliseconds ? 'reached' : 'missed',
        ],
      ]),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
