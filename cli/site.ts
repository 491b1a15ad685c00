import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { SSMClient } from '@aws-sdk/client-ssm';
import { z } from 'zod';
import { loadEnvironment } from '../config/load';
import { projectFolder } from '../config/project-folder';
import { partitionOf } from '../config/regions';
import { planSite } from '../config/site-plan';
import { deployedOutputs } from './deployed-outputs';
import { environmentName } from './environment';
import { runCommand } from './failure';
import { runnerOf } from './site/remote';
import { afterChecks, checkSite, resultLine } from './site/report';

const siteOutputs = z.object({
  hosts: z.object({ linux: z.string(), outside: z.string() }),
  sessions: z.object({ linux: z.string() }),
  proxy: z.string(),
});
const apiOutputs = z.object({ api_url: z.url() });

/** Validates a deployment from the hosts of its simulated corporate site. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { env: { type: 'string' } } });
  const name = environmentName(values.env);
  const environment = loadEnvironment(name, path.join(projectFolder, 'environments'));
  const { corporateSite, region, network, studio } = environment;
  if (!corporateSite)
    throw new Error(`environments/${name}.json: got no corporateSite, expected a simulated site`);
  const outputs = await deployedOutputs(name, ['private-api', 'corporate-network']);
  const site = siteOutputs.safeParse(outputs['corporate-network']);
  const api = apiOutputs.safeParse(outputs['private-api']);
  if (!site.success || !api.success)
    throw new Error(
      `got no outputs of the site, expected those of a finished deployment of ${name}: deploy corporate-network first`,
    );
  const facts = {
    apiUrl: api.data.api_url,
    studioZone: `studio.${region}.${partitionOf(region).studioDnsSuffix}`,
    vpcCidr: network.vpc.create ? network.vpc.create.cidr : network.vpc.existing.cidr,
    dnsServers: Object.values(planSite(corporateSite).dnsServers),
    proxy: site.data.proxy,
    people: studio.users,
  };
  const run = runnerOf(new SSMClient({ region }), wait);
  const results = await checkSite(facts, site.data.hosts, run, (result) => {
    console.log(resultLine(result));
  });
  console.log(`\n${afterChecks(results, site.data.sessions.linux)}`);
  if (results.some(({ result }) => result === 'NO')) process.exitCode = 1;
}

void runCommand(main);
