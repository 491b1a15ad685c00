import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { outageOf, outageServers } from '../test-support/dns/outage';

const outageSeconds = 300;

/** Measures how soon each server answers again after an outage of the resolver. Takes 20 minutes; needs root. */
export async function benchOutage(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'studio-bench-'));
  try {
    for (const server of outageServers) {
      const seconds = await outageOf(server, { folder, outageSeconds, patienceSeconds: 120 });
      console.log(`${server.padEnd(10)} ${seconds} s after the end of an outage of ${outageSeconds} s`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
