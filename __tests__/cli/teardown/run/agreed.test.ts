import { NotAgreed, type Agreed } from '../../../../cli/teardown/consent';
import { takeInventory, type States, type Wanted } from '../../../../cli/teardown/inventory';
import { stepsOfUser } from '../../../../cli/teardown/leaver';
import { runSteps, stepsOf } from '../../../../cli/teardown/run';
import { fakeWaiting } from '../../../../test-support/teardown/answering-clients';
import { smallAccount, smallWanted, type Holds } from '../../../../test-support/teardown/small-account';

const waiting = fakeWaiting();
const nothing: Agreed = { spaces: [], fileSystems: [] };
const all: Agreed = { spaces: ['bobs'], fileSystems: ['fs-1'] };
const deleting = { ...smallWanted, createdDomain: { name: 'studio-prod', deletesHomes: true } };

interface Differences {
  readonly wanted?: Wanted;
  readonly states?: States;
  /** Default: all of the environment. */
  readonly user?: string;
}

/** A teardown in which somebody agreed to some of what is there, and something else is there then. */
async function tearDown(
  agreed: Agreed,
  added: (holds: Holds) => void,
  { wanted = smallWanted, states = {}, user = '' }: Differences = {},
) {
  const account = smallAccount();
  const destroyed: string[] = [];
  const terraform = {
    unprotect: () => Promise.resolve(),
    destroy: (stack: string) => {
      destroyed.push(stack);
      return Promise.resolve();
    },
  };
  const { clients } = account;
  const inventory = await takeInventory(clients, wanted, states);
  added(account.holds);
  const steps =
    user === ''
      ? stepsOf(inventory, agreed, { clients, terraform, waiting })
      : stepsOfUser(user, inventory, agreed, { clients, waiting });
  const error: unknown = await runSteps(steps, () => undefined).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return { ...account, destroyed, error };
}

const newSpace = (holds: Holds) => {
  holds.spaces.push('new');
  holds.apps.push({ AppType: 'CodeEditor', AppName: 'default', SpaceName: 'new', Status: 'InService' });
};

/** As Terraform keeps a domain whose homes go with it. */
const inState: States = {
  studio: [
    {
      type: 'aws_sagemaker_domain',
      address: 'aws_sagemaker_domain.domain',
      attributes: { id: 'd-1', retention_policy: [{ home_efs_file_system: 'Delete' }] },
    },
  ],
};

test('everything goes if everything was agreed to', async () => {
  const { holds, error } = await tearDown(all, () => undefined);
  expect(error).toBeUndefined();
  expect(Object.values(holds).flat()).toEqual([false]);
});

test.each<[string, Parameters<typeof tearDown>, string, Partial<Holds>]>([
  [
    'a space that was made after the list, with its app',
    [all, newSpace],
    'space new: ',
    { spaces: ['bobs', 'new'], domain: true },
  ],
  ['a space, when none was agreed to', [nothing, () => undefined], 'space bobs: ', { spaces: ['bobs'] }],
  [
    'a space that a leaver made after the list, with its app',
    [all, newSpace, { user: 'bob' }],
    'space new: ',
    { spaces: ['bobs', 'new'], profiles: ['bob'] },
  ],
  [
    'a file system that was marked after the list',
    [all, (holds) => holds.fileSystems.push('fs-2')],
    'home file system fs-2: ',
    { fileSystems: ['fs-1', 'fs-2'] },
  ],
  [
    'the homes that go with a domain, when they were not in the list',
    [{ ...all, fileSystems: [] }, () => undefined, { wanted: deleting }],
    'home file system fs-1: ',
    { domain: true, fileSystems: ['fs-1'] },
  ],
  [
    'the homes that go with a domain of Terraform',
    [{ ...all, fileSystems: [] }, () => undefined, { states: inState }],
    'home file system fs-1: ',
    { domain: true, fileSystems: ['fs-1'] },
  ],
])('what nobody agreed to is not deleted: %s', async (_, teardown, words, kept) => {
  const { holds, destroyed, error } = await tearDown(...teardown);
  expect(error).toBeInstanceOf(NotAgreed);
  expect(String(error)).toContain(`${words}not in the list that was agreed to, and not deleted`);
  expect(holds).toMatchObject(kept);
  expect(destroyed).toEqual([]);
  // who has such a space goes on working
  if (holds.spaces.includes('new')) expect(holds.apps).toMatchObject([{ SpaceName: 'new' }]);
});
