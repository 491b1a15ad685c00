import type { StackId } from '../../config/stack-ids';
import type { AwsClients } from './clients';
import { requireAgreed, type Agreed } from './consent';
import { deleteFileSystems, deleteMountTargets, deleteNfsGroups, findFileSystems, markHome } from './home';
import type { Inventory } from './inventory';
import { deleteApps } from './steps/apps';
import { deleteDomain } from './steps/domain';
import { deleteFunctionInterfaces } from './steps/function-interfaces';
import { deleteLogGroups, deleteStudioLogs } from './steps/logs';
import { deleteProfiles } from './steps/profiles';
import { deleteSpaces } from './steps/spaces';
import { describeDomain, type App } from './studio';
import type { Waiting } from './waiting';

/** What Terraform does in a teardown. */
export interface TerraformSteps {
  /** Takes AWS's own protection off what Terraform will delete. */
  unprotect(): Promise<void>;
  destroy(stack: StackId): Promise<void>;
}

interface Tools {
  readonly clients: AwsClients;
  readonly terraform: TerraformSteps;
  readonly waiting: Waiting;
}

/** One step, which finishes what an earlier run has begun. */
export interface Step {
  /** In words, for the person who waits. */
  readonly name: string;
  readonly run: () => Promise<void>;
}

/** The stack with VPC and subnets, which nothing may hold any more when it is destroyed. */
const networkStack: StackId = 'network';

/** The stack with the domain. */
const studioStack: StackId = 'studio';

/**
 * The steps of a teardown, in their order. Each looks at what is there, so that after an end at any point the same steps
 * finish what is left.
 *
 * @param agreed spaces and file systems that may be deleted: a step that finds another one throws NotAgreed
 */
export function stepsOf(
  inventory: Inventory,
  agreed: Agreed,
  { clients, terraform, waiting }: Tools,
): readonly Step[] {
  const { environment, domain, stacks } = inventory;
  const { ec2, logs, sageMaker } = clients;
  /** AWS deletes the homes of such a domain with it, and asks nobody. */
  const requireAgreedHomes = async () => {
    if (domain?.deletesHomes !== true) return;
    const id = (await describeDomain(sageMaker, domain.id))?.HomeEfsFileSystemId;
    requireAgreed('home file system', id === undefined ? [] : [id], agreed.fileSystems);
  };
  const destroy = (stack: StackId): Step => ({
    name: `stack ${stack}`,
    run: async () => {
      if (stack === studioStack) await requireAgreedHomes();
      await terraform.destroy(stack);
    },
  });
  const isOfAgreed = ({ space }: App) => space === undefined || agreed.spaces.includes(space);
  const inStudio: Step[] = domain
    ? [
        { name: 'tags of the home file system', run: () => markHome(clients, environment, domain) },
        {
          name: 'apps',
          // people whose spaces are not to be deleted go on working
          run: () => deleteApps(sageMaker, domain.id, isOfAgreed, waiting),
        },
        {
          name: 'spaces',
          run: () => deleteSpaces(sageMaker, domain.id, agreed.spaces, () => true, waiting),
        },
        {
          name: domain.isInState ? 'profiles that Terraform does not know' : 'profiles',
          run: () =>
            deleteProfiles(
              sageMaker,
              domain.id,
              ({ name }) => !domain.profilesInState.includes(name.toLowerCase()),
              waiting,
            ),
        },
        { name: "Studio's logs", run: () => deleteStudioLogs(logs, domain.id) },
        ...(domain.isInState
          ? []
          : [
              {
                name: 'domain',
                run: async () => {
                  await requireAgreedHomes();
                  await deleteDomain(sageMaker, domain, waiting);
                },
              },
            ]),
      ]
    : [];
  return [
    ...inStudio,
    ...(stacks.length > 0 ? [{ name: 'protection', run: () => terraform.unprotect() }] : []),
    ...stacks
      .filter((id) => id !== networkStack)
      .toReversed()
      .map(destroy),
    {
      name: 'mount targets',
      run: async () =>
        deleteMountTargets(clients, await findFileSystems(clients, environment, undefined), waiting),
    },
    {
      name: 'security groups of the home file system',
      run: () => deleteNfsGroups(clients, environment, waiting),
    },
    ...(agreed.fileSystems.length > 0
      ? [
          {
            name: 'home directories',
            run: () => deleteFileSystems(clients, environment, agreed.fileSystems, waiting),
          },
        ]
      : []),
    {
      name: 'network interfaces of functions',
      run: () => deleteFunctionInterfaces(ec2, environment, waiting),
    },
    ...stacks.filter((id) => id === networkStack).map(destroy),
    { name: 'log groups', run: () => deleteLogGroups(logs, environment) },
  ];
}

/** Runs steps one after the other, and says which. */
export async function runSteps(steps: readonly Step[], say: (line: string) => void): Promise<void> {
  for (const [index, { name, run }] of steps.entries()) {
    say(`[${index + 1}/${steps.length}] ${name}`);
    await run();
  }
}
