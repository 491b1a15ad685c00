import { setTimeout } from 'node:timers/promises';
import { DeleteSecurityGroupCommand, DescribeSecurityGroupsCommand } from '@aws-sdk/client-ec2';
import { CreateAppCommand, ListAppsCommand, ListSpacesCommand } from '@aws-sdk/client-sagemaker';
import type { AwsClients } from '../../../cli/teardown/clients';
import {
  listHash,
  requireConsent,
  sentencesFor,
  sentencesForUser,
  type Agreed,
} from '../../../cli/teardown/consent';
import { markHome } from '../../../cli/teardown/home';
import { takeInventory, type Inventory } from '../../../cli/teardown/inventory';
import { ofUser, stepsOfUser } from '../../../cli/teardown/leaver';
import { runSteps, stepsOf } from '../../../cli/teardown/run';
import { deleteStudioLogs } from '../../../cli/teardown/steps/logs';
import { homeFolder, listSpaces } from '../../../cli/teardown/studio';
import { scarceInstanceType } from '../../../lab/stand-in/sagemaker/apps';
import { listResources, type StandIn, startStandIn } from '../../../lab/stand-in';
import {
  clientsOf,
  domainsWithLogs,
  dyingClients,
  makeEnvironment,
  makeNetwork,
  makeSpace,
  type Made,
} from '../../../test-support/teardown/account';
import { FakeTerraform } from '../../../test-support/teardown/fake-terraform';

jest.setTimeout(120_000);

const waiting = {
  now: Date.now,
  sleep: (milliseconds: number) => setTimeout(milliseconds),
  pollMilliseconds: 200,
  say: () => undefined,
};

const wanted = (environment: string) => ({
  environment,
  region: 'us-east-1',
  createdDomain: { name: `studio-${environment}`, deletesHomes: false },
});

/** For an environment without stacks. */
const noTerraform = { unprotect: () => Promise.resolve(), destroy: () => Promise.resolve() };

const start = () =>
  startStandIn({ hostEnvironment: process.env, accountId: '111122223333', pendingMilliseconds: 0 });

/** To all spaces of a list, and to its file systems if told. */
const agreedTo = ({ spaces, fileSystems }: Inventory, deletesHomes: boolean): Agreed => ({
  spaces: spaces.map(({ name }) => name),
  fileSystems: deletesHomes ? fileSystems.map(({ id }) => id) : [],
});

/** Looks, and deletes everything, as the command does. */
async function tearDown(
  clients: AwsClients,
  terraform: FakeTerraform,
  { deletesHomes = false, beforeSteps = () => Promise.resolve() } = {},
): Promise<void> {
  const inventory = await takeInventory(clients, wanted(terraform.environment), terraform.states);
  await beforeSteps();
  const tools = { clients, terraform: terraform.steps(clients), waiting };
  await runSteps(stepsOf(inventory, agreedTo(inventory, deletesHomes), tools), () => undefined);
}

describe('a teardown in an account with others', () => {
  let standIn: StandIn;
  let clients: AwsClients;
  let neighbour: Made;
  /** Everything of others. */
  let others: string[];

  beforeAll(async () => {
    standIn = await start();
    clients = clientsOf(standIn);
    // the name begins with that of an environment that is torn down
    neighbour = await makeEnvironment(clients, 'kept-too');
    others = await listResources(standIn);
  });
  afterAll(() => standIn.stop());

  /** What is there now that is not the others'. */
  const rest = async () => {
    const now = await listResources(standIn);
    expect(now).toEqual(expect.arrayContaining(others));
    return now.filter((resource) => !others.includes(resource));
  };

  afterEach(async () => {
    const DomainIdEquals = neighbour.domainId;
    const { Spaces = [] } = await clients.sageMaker.send(new ListSpacesCommand({ DomainIdEquals }));
    expect(Spaces.map(({ SpaceName, Status }) => `${SpaceName ?? ''} ${Status ?? ''}`)).toEqual([
      'bobs InService',
      'alices InService',
    ]);
    const { Apps = [] } = await clients.sageMaker.send(new ListAppsCommand({ DomainIdEquals }));
    expect(Apps.map(({ Status }) => Status)).toEqual(['InService', 'InService']);
    expect(await domainsWithLogs(clients)).toContain(neighbour.domainId);
  });

  /** An environment that is torn down, what is told, and what is left of it. */
  const outcomes: Record<string, () => Promise<string[]>> = {
    'a retained home file system is kept': async () => {
      const made = await makeEnvironment(clients, 'kept');
      await tearDown(clients, new FakeTerraform(made, 'Retain'));
      return [`elasticfilesystem ${made.fileSystemId}`];
    },
    'a retained one is deleted if told, and apps that have failed hold up nothing': async () => {
      const made = await makeEnvironment(clients, 'told');
      const app = { DomainId: made.domainId, AppName: 'failed', AppType: 'CodeEditor' } as const;
      const ResourceSpec = { InstanceType: scarceInstanceType } as const;
      for (const place of [{ SpaceName: 'alices' }, { UserProfileName: 'alice' }])
        await clients.sageMaker.send(new CreateAppCommand({ ...app, ...place, ResourceSpec }));
      const { apps } = await takeInventory(clients, wanted('told'), {});
      expect(apps.filter(({ status }) => status === 'Failed')).toHaveLength(2);
      await tearDown(clients, new FakeTerraform(made, 'Retain'), { deletesHomes: true });
      return [];
    },
    'that of a domain which deletes it is gone': async () => {
      const made = await makeEnvironment(clients, 'deleting');
      await tearDown(clients, new FakeTerraform(made, 'Delete'), { deletesHomes: true });
      return [];
    },
    'a deployment was made half-way, with a domain that Terraform does not know': async () => {
      const made = await makeEnvironment(clients, 'half');
      // nothing of the API was made, and no group of apps
      await new FakeTerraform(made, 'Retain', ['private-api']).steps(clients).destroy('private-api');
      await clients.ec2.send(new DeleteSecurityGroupCommand({ GroupId: made.groupId }));
      await tearDown(clients, new FakeTerraform(made, 'Retain', ['network', 'identity']));
      return [`elasticfilesystem ${made.fileSystemId}`];
    },
    'a deployment was made half-way, without a domain': async () => {
      const network = await makeNetwork(clients);
      const nothing = { environment: 'bare', domainId: '', fileSystemId: '', poolId: '', groupId: '' };
      await tearDown(clients, new FakeTerraform({ ...network, ...nothing }, 'Retain', ['network']));
      return [];
    },
  };

  it(`leaves nothing else: ${Object.keys(outcomes).join('; ')}`, async () => {
    // side by side: most of the time goes by with waiting
    const expected = (await Promise.all(Object.values(outcomes).map((outcome) => outcome()))).flat();
    expect(await rest()).toEqual(expected.toSorted());
    expect(await domainsWithLogs(clients)).toEqual([neighbour.domainId]);
    // what was kept is found again, and can go later
    for (const environment of ['kept', 'half']) {
      const inventory = await takeInventory(clients, wanted(environment), {});
      expect(inventory).toMatchObject({
        domain: undefined,
        fileSystems: [{ id: expect.any(String) as string }],
      });
      const tools = { clients, terraform: noTerraform, waiting };
      await runSteps(stepsOf(inventory, agreedTo(inventory, true), tools), () => undefined);
    }
    expect(await rest()).toEqual([]);
  });

  it('can be killed after each change and run again, to the end', async () => {
    const made = await makeEnvironment(clients, 'killed');
    const terraform = new FakeTerraform(made, 'Retain');
    let kills = 0;
    const isKilled = () =>
      tearDown(dyingClients(standIn, 1), terraform, { deletesHomes: true }).then(
        () => false,
        (error: unknown) => {
          expect(String(error)).toContain('killed');
          return true;
        },
      );
    // each run makes one change and is killed; the last has nothing left to do
    while (kills < 50 && (await isKilled())) kills += 1;
    expect(await rest()).toEqual([]);
    expect(kills).toBeGreaterThan(20);
    expect(kills).toBeLessThan(50);
  });

  it("leaves a neighbour's domain in the same VPC, with its file system and groups", async () => {
    const network = await makeNetwork(clients);
    const before = await listResources(standIn);
    const inSame = await makeEnvironment(clients, 'same-vpc', network, 21);
    const withNeighbour = await listResources(standIn);
    const own = await makeEnvironment(clients, 'own', network, 22);
    await tearDown(clients, new FakeTerraform(own, 'Retain', ['identity', 'studio', 'private-api']), {
      deletesHomes: true,
    });
    expect(await listResources(standIn)).toEqual(withNeighbour);
    await tearDown(clients, new FakeTerraform(inSame, 'Retain', ['identity', 'studio', 'private-api']), {
      deletesHomes: true,
    });
    expect(await listResources(standIn)).toEqual(before);
    await new FakeTerraform(own, 'Retain').steps(clients).destroy('network');
  });

  it('never takes a domain of the same name that has another tag', async () => {
    const inventory = await takeInventory(
      clients,
      { ...wanted('stranger'), createdDomain: { name: 'studio-kept-too', deletesHomes: true } },
      {},
    );
    expect(inventory).toMatchObject({ domain: undefined, spaces: [], profiles: [], fileSystems: [] });
  });

  it('leaves a domain that was handed over, although an abandoned teardown has marked it', async () => {
    const made = await makeEnvironment(clients, 'abandoned');
    const { domain } = await takeInventory(
      clients,
      wanted('abandoned'),
      new FakeTerraform(made, 'Retain').states,
    );
    if (!domain) throw new Error('the domain is not found');
    await markHome(clients, 'abandoned', domain);
    const before = await listResources(standIn);
    // no state has it any more, and the file names it as one that exists
    const inventory = await takeInventory(clients, { ...wanted('abandoned'), createdDomain: undefined }, {});
    expect(inventory).toMatchObject({ domain: undefined, fileSystems: [] });
    expect(inventory.handedOver).toEqual([
      expect.stringMatching(
        new RegExp(`^${made.fileSystemId}, sg-\\w+, sg-\\w+ of the domain ${made.domainId}, which is in use`),
      ),
    ]);
    const tools = { clients, terraform: noTerraform, waiting };
    const steps = stepsOf(inventory, agreedTo(inventory, true), tools).filter(
      ({ name }) => !/interfaces|log/.test(name),
    );
    await runSteps(steps, () => undefined);
    expect(await listResources(standIn)).toEqual(before);
    // it is the environment's own again, and goes as a whole
    await tearDown(clients, new FakeTerraform(made, 'Retain'), { deletesHomes: true });
    expect(await rest()).toEqual([]);
  });

  it('deletes what one leaver has, then all of the agreed, and nothing of others', async () => {
    const made = await makeEnvironment(clients, 'leaver');
    const terraform = new FakeTerraform(made, 'Retain');
    const inventory = await takeInventory(clients, wanted('leaver'), terraform.states);
    const own = ofUser('Bob', inventory);
    expect(own).toMatchObject({
      spaces: [{ name: 'bobs', owner: 'bob', allocatedGb: 5 }],
      apps: [{ space: 'bobs', lastActivity: expect.any(Date) as Date }, { profile: 'bob' }],
      profiles: [{ name: 'bob' }],
    });
    // AWS does not tell where only a health check was made
    expect(own.apps[1]?.lastActivity).toBeUndefined();
    const [sentence] = sentencesForUser('bob', own);
    const list = listHash(['bobs']);
    const consent = {
      given: { 'delete-spaces': `delete 1 space of bob in leaver, list ${list}` },
      isYes: true,
    };
    const agreed = await requireConsent(sentence ? [sentence] : [], 'Delete', { ...consent, ask: undefined });
    expect(await homeFolder(clients.sageMaker, made.domainId, 'bob')).toMatch(/^\d+$/);
    await runSteps(stepsOfUser('bob', inventory, agreed, { clients, waiting }), () => undefined);
    const after = await takeInventory(clients, wanted('leaver'), terraform.states);
    expect(after.spaces.map(({ name }) => name)).toEqual(['alices']);
    expect(after.profiles.map(({ name }) => name)).toEqual(['alice', 'newcomer']);
    expect(after.apps).toEqual([]);
    expect(after.fileSystems).toMatchObject([{ id: made.fileSystemId }]);
    expect(after.poolUsers).toBe(1);
    // again, and nothing is left to do
    await runSteps(stepsOfUser('bob', after, agreed, { clients, waiting }), () => undefined);
    expect(sentencesFor(after, {})).toMatchObject([
      { text: `delete 1 space of leaver, list ${listHash(['alices'])}` },
    ]);

    // of the whole deployment then: nothing of a space that was made after the list was shown
    const beforeSteps = () => makeSpace(clients, made.domainId, 'just-made', 'alice');
    await expect(tearDown(clients, terraform, { beforeSteps })).rejects.toThrow(
      'space just-made: not in the list',
    );
    expect((await listSpaces(clients.sageMaker, made.domainId)).map(({ name }) => name)).toEqual([
      'alices',
      'just-made',
    ]);
    await tearDown(clients, terraform, { deletesHomes: true });
    expect(await rest()).toEqual([]);
  });
});

// rows of the lab cannot delete the deployment that they run on, so these faults are here
test('a teardown that takes groups and logs by less than their whole names would be seen', async () => {
  const standIn = await start();
  const clients = clientsOf(standIn);
  const made = await makeEnvironment(clients, 'broken');
  const victim = await makeEnvironment(clients, 'victim');
  const broken = clientsOf(standIn);
  broken.ec2.middlewareStack.add(
    (next) => (args) => {
      const input = args.input as { Filters?: { Name?: string; Values?: string[] }[] };
      for (const filter of input.Filters ?? [])
        if (filter.Name === 'group-name') filter.Values = ['security-group-for-*'];
        else if (filter.Name === 'vpc-id') filter.Values = ['*'];
      return next(args);
    },
    { step: 'initialize' },
  );
  broken.logs.middlewareStack.add(
    (next) => (args) => {
      const input = args.input as { logStreamNamePrefix?: string };
      if (input.logStreamNamePrefix !== undefined) input.logStreamNamePrefix = 'd-';
      return next(args);
    },
    { step: 'initialize' },
  );
  const { domain } = await takeInventory(broken, wanted('broken'), new FakeTerraform(made, 'Retain').states);
  if (!domain) throw new Error('the domain is not found');
  await markHome(broken, 'broken', domain);
  const { SecurityGroups: marked = [] } = await clients.ec2.send(
    new DescribeSecurityGroupsCommand({
      Filters: [{ Name: 'tag:studio-access-environment', Values: ['broken'] }],
    }),
  );
  expect(marked.map(({ VpcId }) => VpcId)).toContain(victim.vpcId);
  await deleteStudioLogs(broken.logs, domain.id);
  expect(await domainsWithLogs(clients)).not.toContain(victim.domainId);
  await standIn.stop();
});
