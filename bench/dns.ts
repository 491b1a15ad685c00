import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { forwardingOf } from '../dns/deployment';
import { dnsFiles } from '../dns/files';
import { startCorporateBind } from '../lab/dns/corporate-bind';
import { startCorporateDnsmasq } from '../test-support/dns/corporate-dnsmasq';
import { startCorporateUnbound } from '../test-support/dns/corporate-unbound';
import { startInternet } from '../lab/dns/internet';
import { runLoad, type LoadResult } from '../test-support/dns/load';
import type { Server } from '../lab/hosts/server';
import { startResolver } from '../test-support/dns/resolver';
import { resolverGroup } from '../test-support/dns/resolver-group';
import { addresses, buildSite, people } from '../test-support/dns/site';
import { environmentWith } from '../test-support/environments';

const secondsEach = 4;
/** A rate for latencies, at which no server is under load. */
const gentleQueriesPerSecond = 250;

const environment = environmentWith();
const forwarding = forwardingOf(environment, { apiId: 'a1b2c3d4e5' });
const files = dnsFiles(forwarding);

let unique = 0;
/** New names, which no cache holds, so each causes a query to the resolver. */
const freshNames = (count: number) =>
  Array.from({ length: count }, () => `x${(unique += 1)}.studio.us-east-1.sagemaker.aws`);

/**
 * Measures the cost of forwarding, with `dnsperf` in a network of namespaces: queries to the resolver itself against
 * queries through BIND, Unbound and dnsmasq with the generated files. Needs root.
 */
export async function benchDns(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'studio-bench-'));
  const resolverAddresses = forwarding.forwarders;
  const site = buildSite({ resolverAddresses, resolverGroup: resolverGroup(environment) });
  try {
    const internet = await startInternet(site.outside, path.join(folder, 'internet'));
    await startResolver(site.vpc, path.join(folder, 'resolver'), {
      listenOn: resolverAddresses,
      quiet: true,
    });
    const { trustAnchor } = internet;
    const forwarders: readonly [name: string, start: () => Promise<Server>][] = [
      [
        'BIND',
        () =>
          startCorporateBind(site.server, path.join(folder, 'bind'), {
            address: addresses.server,
            people: [people],
            trustAnchor,
            installed: {
              'named.conf': files['named.conf'],
              'validate-except.conf': files['validate-except.conf'],
            },
          }),
      ],
      [
        'Unbound',
        () =>
          startCorporateUnbound(site.server, path.join(folder, 'unbound'), {
            trustAnchor,
            dropIn: files['unbound.conf'],
          }),
      ],
      [
        'dnsmasq',
        () =>
          startCorporateDnsmasq(site.server, path.join(folder, 'dnsmasq'), { dropIn: files['dnsmasq.conf'] }),
      ],
      [
        'dnsmasq, all-servers',
        () =>
          startCorporateDnsmasq(site.server, path.join(folder, 'dnsmasq'), {
            dropIn: files['dnsmasq.conf'],
            ownLines: ['all-servers'],
          }),
      ],
    ];
    const load = (server: string, names: readonly string[], queriesPerSecond?: number) =>
      runLoad(site.client, {
        server,
        names,
        file: path.join(folder, 'names'),
        seconds: secondsEach,
        ...(queriesPerSecond !== undefined && { queriesPerSecond }),
      });
    const gentle = (server: string) =>
      load(server, freshNames(gentleQueriesPerSecond * (secondsEach + 1)), gentleQueriesPerSecond);

    const [direct = ''] = resolverAddresses;
    printRow(
      'through',
      'median ms',
      'p99 ms',
      'added ms',
      'fresh q/s',
      'cached q/s',
      'one silent: max ms, lost',
    );
    const baseline = gentle(direct);
    const directRate = load(direct, freshNames(200_000)).queriesPerSecond;
    printRow(
      'nothing (resolver itself)',
      ms(baseline, 0.5),
      ms(baseline, 0.99),
      '-',
      rate(directRate),
      '-',
      '-',
    );
    for (const [name, start] of forwarders) {
      const server = await start();
      const calm = gentle(addresses.server);
      const added = percentile(calm, 0.5) - percentile(baseline, 0.5);
      const fresh = load(addresses.server, freshNames(200_000));
      const cached = load(addresses.server, freshNames(100));
      site.setResolver(direct, false);
      const impaired = gentle(addresses.server);
      site.setResolver(direct, true);
      await server.stop();
      printRow(
        name,
        ms(calm, 0.5),
        ms(calm, 0.99),
        added.toFixed(2),
        rate(fresh.queriesPerSecond),
        rate(cached.queriesPerSecond),
        `${ms(impaired, 1)}, ${impaired.lost} of ${impaired.sent}`,
      );
    }
  } finally {
    site.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function percentile({ latencies }: LoadResult, share: number): number {
  return latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? Number.NaN;
}

function ms(result: LoadResult, share: number): string {
  return percentile(result, share).toFixed(2);
}

function rate(queriesPerSecond: number): string {
  return String(Math.round(queriesPerSecond));
}

function printRow(...cells: string[]): void {
  console.log(cells.map((cell, index) => (index === 0 ? cell.padEnd(25) : cell.padStart(10))).join('  '));
}
