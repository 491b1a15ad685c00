import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { projectFolder } from '../../config/project-folder';
import { readHostedZones } from '../../lab/deployed/hosted-zones';
import { readNetwork } from '../../lab/deployed/network';
import { resolverZones } from '../../lab/dns/resolver-zones';
import { LivingDeployment } from '../../test-support/living-deployment';

// deployments take minutes, on any machine; the limit only ends a hanging one
jest.setTimeout(900_000);

const document = readFileSync(path.join(projectFolder, 'docs', 'operations.md'), 'utf8');
const [, section = ''] = document.split("## Upgrade to a hosted zone for the API's name");
const [, commands = ''] = /```sh\n([\s\S]*?)```/.exec(section) ?? [];

/** A stack as versions before the hosted zone had it. */
function asBefore(text: string): string {
  const stack = JSON.parse(text) as { resource: Record<string, Record<string, Record<string, unknown>>> };
  const {
    aws_vpc_endpoint: endpoints,
    aws_route53_zone: zones,
    aws_route53_record: records,
  } = stack.resource;
  if (endpoints?.['execute-api']) endpoints['execute-api'].private_dns_enabled = true;
  delete zones?.['api-zone'];
  if (records?.['api-record']) delete stack.resource.aws_route53_record;
  return JSON.stringify(stack);
}

describe('a deployment in which the endpoint of the API has private DNS', () => {
  let deployment: LivingDeployment;
  let apiName: string;
  let endpointId: string;

  beforeAll(async () => {
    deployment = await LivingDeployment.start();
    deployment.synthesize({});
    deployment.edit(asBefore);
    for (const stack of ['network', 'identity', 'studio', 'private-api'] as const)
      expect(await deployment.apply(stack)).toMatchObject({ exitCode: 0 });
    apiName = `${await deployment.output('private-api', 'api_id')}.execute-api.us-east-1.amazonaws.com`;
    endpointId = await deployment.output('network', 'execute_api_endpoint_id');
    deployment.synthesize({});
  });
  afterAll(() => deployment.stop());

  /** Where the VPC's resolver leads a name now: `endpoint`, `public`, or `nowhere` where a zone has no record of it. */
  const answer = async (name: string): Promise<string> => {
    const network = await readNetwork(deployment.standIn);
    const own = network.endpoints.find(({ id }) => id === endpointId);
    const zones = resolverZones(network, await readHostedZones(deployment.standIn, [own?.vpcId ?? '']));
    const [zone] = Object.keys(zones)
      .filter((candidate) => name === candidate || name.endsWith(`.${candidate}`))
      .sort((a, b) => b.length - a.length);
    if (zone === undefined) return 'public';
    const labels = name === zone ? ['@', `${name}.`] : ['*', `${name}.`];
    const addresses = (zones[zone] ?? '').split('\n').flatMap((line) => {
      const [label = '', , type, address = ''] = line.split(' ');
      return type === 'A' && labels.includes(label) ? [address] : [];
    });
    const expected = own?.interfaces.map(({ address }) => address) ?? [];
    if (addresses.length === 0) return 'nowhere';
    return JSON.stringify(addresses.sort()) === JSON.stringify([...expected].sort())
      ? 'endpoint'
      : addresses.join(', ');
  };

  /** Goes on asking for the API's name during some work, and returns the different answers in order. */
  const answersDuring = async (work: () => Promise<void>): Promise<string[]> => {
    const answers: string[] = [];
    const over = new AbortController();
    const asking = (async () => {
      while (!over.signal.aborted) {
        const next = await answer(apiName);
        if (next !== answers.at(-1)) answers.push(next);
        await setTimeout(100);
      }
    })();
    try {
      await work();
    } finally {
      over.abort();
      await asking;
    }
    return answers;
  };

  const expectApplied = async (stack: 'network' | 'private-api') => {
    expect(await deployment.apply(stack)).toMatchObject({ exitCode: 0 });
  };

  it('leads every API of the region to the endpoint', async () => {
    expect(await answer('another0api.execute-api.us-east-1.amazonaws.com')).toBe('endpoint');
    expect(await answer(apiName)).toBe('endpoint');
  });

  it('gets the zone by the documented commands and in the documented order, and its name leads to the endpoint all the time', async () => {
    const byHand = commands
      .replace('npm run synth -- --env prod', '')
      .replace('<region>', deployment.standIn.region);
    const answers = await answersDuring(async () => {
      const made = byHand.slice(0, byHand.indexOf('api import'));
      expect(await deployment.runCommands(made)).toMatchObject({ exitCode: 0 });
      // somebody's zone of the same name is left alone, and the message names it
      const { exitCode, text } = await deployment.apply('private-api');
      expect({ exitCode, text }).toEqual({
        exitCode: 1,
        text: expect.stringMatching(
          /ConflictingDomainExists: The VPC vpc-\w+ in region us-east-1 has already been associated with the hosted zone \w+/,
        ) as string,
      });
      const imports = byHand.slice(byHand.indexOf('api import'));
      const zone = `${byHand.slice(0, byHand.indexOf('OTHER='))}ZONE=$(aws route53 list-hosted-zones --query HostedZones[0].Id --output text)\n`;
      expect(await deployment.runCommands(zone + imports)).toMatchObject({ exitCode: 0 });
      await expectApplied('private-api');
      await expectApplied('network');
    });
    expect(answers).toEqual(['endpoint']);
    expect(await answer('another0api.execute-api.us-east-1.amazonaws.com')).toBe('public');
    for (const stack of ['network', 'private-api'] as const)
      expect(await deployment.plan(stack)).toMatchObject({ exitCode: 0, changes: [] });
  });

  it('loses its name for a while otherwise: until the stack with the zone is deployed, and until the zone has its record', async () => {
    deployment.edit(asBefore);
    await expectApplied('network');
    await expectApplied('private-api');
    deployment.synthesize({});
    const answers = await answersDuring(async () => {
      await expectApplied('network');
      await expectApplied('private-api');
    });
    expect(answers).toEqual(['endpoint', 'public', 'nowhere', 'endpoint']);
  });
});
