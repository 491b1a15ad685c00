import { statSync } from 'node:fs';
import { LivingDeployment } from '../test-support/living-deployment';
import { table } from './statistics';

/** A way to give people profiles and roles. */
interface Mode {
  readonly name: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** How many people the environment file lists, one after the other; these are deployed. */
  readonly deployed: readonly number[];
  /** How many more it lists for synthesis alone. */
  readonly synthesized: readonly number[];
}

const shared = { 'studio.executionRoles': 'shared' };

/**
 * Terraform's own work grows faster than the number of users, since it looks each instance up among all others: a first
 * deployment of 1,000 roles had not ended after six minutes. So no more users than these are deployed here. On first use nobody
 * is listed, so the figures hold for any number of people.
 */
const modes: readonly Mode[] = [
  { name: 'listed, role per user', settings: {}, deployed: [10, 100], synthesized: [1000, 5000] },
  { name: 'listed, shared role', settings: shared, deployed: [10, 100, 1000], synthesized: [5000] },
  {
    name: 'on first use',
    settings: { ...shared, 'studio.profiles': 'on-first-use' },
    deployed: [0],
    synthesized: [],
  },
];

/** The stacks that know users. */
const stacks = ['identity', 'studio'] as const;

/**
 * Measures what the number of users costs an operator: synthesis, and of a deployment without changes the plan, its calls
 * of AWS and the state. With the real Terraform and provider, against a stand-in on this machine: AWS answers
 * slower, and throttles.
 */
export async function benchUsers(): Promise<void> {
  const rows: string[][] = [];
  for (const mode of modes) rows.push(...(await measure(mode)));
  const head = ['', 'users', 'synth s', 'resources', 'plan s', 'calls of AWS', 'state kB'];
  console.log(`Node.js ${process.version}; the stacks ${stacks.join(' and ')}\n\n${table([head, ...rows])}`);
}

async function measure({ name, settings, deployed, synthesized }: Mode): Promise<string[][]> {
  const deployment = await LivingDeployment.start();
  try {
    await deployment.deploy({}, ['network']);
    const rows: string[][] = [];
    for (const size of [...deployed, ...synthesized]) {
      const users = Array.from({ length: size }, (_, index) => `user-${index}`);
      const changes = { ...settings, 'studio.users': users };
      const synth = await timed(() => {
        deployment.synthesize(changes);
      });
      if (synthesized.includes(size)) {
        rows.push([name, String(size), synth, '', '', '', '']);
        continue;
      }
      await deployment.deploy(changes, stacks);
      const before = deployment.standIn.callCount();
      const plan = await timed(async () => {
        for (const stack of stacks) {
          const { exitCode, text } = await deployment.plan(stack);
          if (exitCode !== 0) throw new Error(`${name}, ${size} users, ${stack}: ${text}`);
        }
      });
      const calls = deployment.standIn.callCount() - before;
      const resources = (await Promise.all(stacks.map((stack) => deployment.addresses(stack)))).flat().length;
      const bytes = stacks.reduce((sum, stack) => sum + statSync(deployment.stateFile(stack)).size, 0);
      rows.push([
        name,
        String(size),
        synth,
        String(resources),
        plan,
        String(calls),
        (bytes / 1000).toFixed(0),
      ]);
      console.error(`${name}, ${size} users: plan ${plan} s`);
    }
    return rows;
  } finally {
    await deployment.stop();
  }
}

/** Seconds that something takes. */
async function timed(action: () => unknown): Promise<string> {
  const started = performance.now();
  await action();
  return ((performance.now() - started) / 1000).toFixed(1);
}
