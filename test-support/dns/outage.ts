import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { forwardingOf } from '../../dns/deployment';
import { dnsFiles } from '../../dns/files';
import { startCorporateBind } from '../../lab/dns/corporate-bind';
import { startInternet } from '../../lab/dns/internet';
import { startServer, type Server } from '../../lab/hosts/server';
import { environmentWith } from '../environments';
import { startCorporateDnsmasq } from './corporate-dnsmasq';
import { startCorporateUnbound } from './corporate-unbound';
import { ask } from './dig';
import { loadArguments } from './load';
import { startResolver } from './resolver';
import { resolverGroup } from './resolver-group';
import { addresses, buildSite, people, type Site } from './site';

/** Servers with the generated files. */
export const outageServers = ['BIND', 'Unbound', 'dnsmasq'] as const;

export type OutageServer = (typeof outageServers)[number];

/** Answers in a row that show that a server works again. */
const steadyAnswers = 10;

interface OutageOptions {
  readonly folder: string;
  readonly outageSeconds: number;
  /** How long to wait for the server afterwards. */
  readonly patienceSeconds: number;
}

/**
 * Silences the whole resolver while people go on asking, then counts the seconds until the corporate server answers
 * every query again.
 *
 * @returns Infinity if it does not within `patienceSeconds`
 */
export async function outageOf(software: OutageServer, options: OutageOptions): Promise<number> {
  const environment = environmentWith();
  const forwarding = forwardingOf(environment, { apiId: 'a1b2c3d4e5' });
  const files = dnsFiles(forwarding);
  const resolverAddresses = forwarding.forwarders;
  const folder = path.join(options.folder, software);
  mkdirSync(folder);
  const site = buildSite({ resolverAddresses, resolverGroup: resolverGroup(environment) });
  try {
    const { trustAnchor } = await startInternet(site.outside, path.join(folder, 'internet'));
    await startResolver(site.vpc, path.join(folder, 'resolver'), {
      listenOn: resolverAddresses,
      quiet: true,
    });
    const own = path.join(folder, 'server');
    const start: Record<OutageServer, () => Promise<Server>> = {
      BIND: () =>
        startCorporateBind(site.server, own, {
          address: addresses.server,
          people: [people],
          trustAnchor,
          installed: files,
        }),
      Unbound: () => startCorporateUnbound(site.server, own, { trustAnchor, dropIn: files['unbound.conf'] }),
      dnsmasq: () => startCorporateDnsmasq(site.server, own, { dropIn: files['dnsmasq.conf'] }),
    };
    await start[software]();
    let unique = 0;
    const freshName = () => `x${(unique += 1)}.studio.us-east-1.sagemaker.aws`;
    return await secondsToRecover({ ...options, site, resolverAddresses, freshName, folder });
  } finally {
    site.close();
  }
}

interface Outage extends OutageOptions {
  readonly site: Site;
  readonly resolverAddresses: readonly string[];
  /** Makes a name that nobody has asked for before. */
  readonly freshName: () => string;
}

async function secondsToRecover(outage: Outage): Promise<number> {
  const { site, resolverAddresses, freshName, folder, outageSeconds, patienceSeconds } = outage;
  const queriesPerSecond = 5;
  const seconds = outageSeconds + patienceSeconds;
  const people = await startServer(site.client, {
    command: 'dnsperf',
    args: loadArguments({
      server: addresses.server,
      names: Array.from({ length: queriesPerSecond * seconds }, freshName),
      file: path.join(folder, 'names'),
      seconds,
      queriesPerSecond,
    }),
    logFile: path.join(folder, 'load'),
    ready: /Sending queries/,
  });
  for (const address of resolverAddresses) site.setResolver(address, false);
  await wait(outageSeconds * 1000);
  for (const address of resolverAddresses) site.setResolver(address, true);
  const end = Date.now();
  let steadySince: number | undefined;
  let steady = 0;
  while (steady < steadyAnswers && Date.now() - end < patienceSeconds * 1000) {
    const asked = Date.now();
    const { status } = ask(site.client, { server: addresses.server, name: freshName(), seconds: 1 });
    steadySince = status === 'NOERROR' ? (steadySince ?? asked) : undefined;
    steady = status === 'NOERROR' ? steady + 1 : 0;
    await wait(200);
  }
  await people.stop();
  return steady < steadyAnswers ? Infinity : ((steadySince ?? end) - end) / 1000;
}
