import { defaultEnvironmentName } from '../config/environment-name';
import type { StackId } from '../config/stack-ids';
import type { StandIn } from '../lab/stand-in';
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

/** On first use nobody is listed, so the figures hold for any number of people. */
const modes: readonly Mode[] = [
  { name: 'listed, role per user', settings: {}, deployed: [10, 100, 1000], synthesized: [5000] },
  { name: 'listed, shared role', settings: shared, deployed: [10, 100, 1000, 5000], synthesized: [] },
  {
    name: 'on first use',
    settings: { ...shared, 'studio.profiles': 'on-first-use' },
    deployed: [0],
    synthesized: [],
  },
];

/** As in a company. With a local state, Terraform writes the whole of it after each resource, so 1,000 people take hours. */
const state = { type: 's3', bucket: 'studio-state', region: 'us-east-1', keyPrefix: 'bench' } as const;

/** How often a deployment is tried. */
const attempts = 10;

/** The stacks that know users. */
const stacks = ['identity', 'studio'] as const;

/**
 * Measures what the number of users costs an operator: synthesis, the first deployment, and of one without changes the plan, its calls
 * of AWS and the state. With the real Terraform and provider, against a stand-in on this machine: AWS answers
 * slower, and throttles.
 */
export async function benchUsers(): Promise<void> {
  const rows: string[][] = [];
  for (const mode of modes) rows.push(...(await measure(mode)));
  const head = ['', 'users', 'synth s', 'resources', 'deployment s', 'plan s', 'calls of AWS', 'state kB'];
  console.log(`Node.js ${process.version}; the stacks ${stacks.join(' and ')}\n\n${table([head, ...rows])}`);
}

async function measure({ name, settings, deployed, synthesized }: Mode): Promise<string[][]> {
  const deployment = await LivingDeployment.start();
  try {
    await createBucket(deployment.standIn);
    synthesize(deployment, {});
    await deployment.applyAll(['network']);
    const rows: string[][] = [];
    for (const size of [...deployed, ...synthesized]) {
      const users = Array.from({ length: size }, (_, index) => `user-${index}`);
      const changes = { ...settings, 'studio.users': users };
      const synth = await timed(() => {
        synthesize(deployment, changes);
      });
      if (synthesized.includes(size)) {
        rows.push([name, String(size), synth, '', '', '', '', '']);
        continue;
      }
      const apply = await timed(() => deployAll(deployment));
      console.error(`${name}, ${size} users: deployed in ${apply} s`);
      const before = deployment.standIn.callCount();
      const plan = await timed(async () => {
        for (const stack of stacks) {
          const { exitCode, text } = await deployment.plan(stack);
          if (exitCode !== 0) throw new Error(`${name}, ${size} users, ${stack}: ${text}`);
        }
      });
      const calls = deployment.standIn.callCount() - before;
      const resources = (await Promise.all(stacks.map((stack) => deployment.addresses(stack)))).flat().length;
      const sizes = await Promise.all(stacks.map((stack) => stateBytes(deployment.standIn, stack)));
      const bytes = sizes.reduce((sum, own) => sum + own, 0);
      rows.push([
        name,
        String(size),
        synth,
        String(resources),
        apply,
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

/** Applies until everything is there: one of some thousand calls fails in the stand-in, and Terraform goes on from its state. */
async function deployAll(deployment: LivingDeployment): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await deployment.applyAll(stacks);
      return;
    } catch (error) {
      if (attempt === attempts) throw error;
      console.error(`attempt ${attempt} failed: ${String(error).slice(0, 300)}`);
    }
  }
}

function synthesize(deployment: LivingDeployment, changes: Readonly<Record<string, unknown>>): void {
  deployment.synthesize({ ...changes, state });
  // the stand-in has one name for all buckets, and moto no conditional writes
  deployment.edit((text) =>
    text
      .replaceAll(
        /"bucket": "studio-state"/g,
        '$&, "use_path_style": true, "skip_requesting_account_id": true',
      )
      .replaceAll('"use_lockfile": true', '"use_lockfile": false'),
  );
}

async function createBucket(standIn: StandIn): Promise<void> {
  await s3(standIn, 'PUT', '');
}

async function stateBytes(standIn: StandIn, stack: StackId): Promise<number> {
  const reply = await s3(standIn, 'GET', `/${state.keyPrefix}/${defaultEnvironmentName}/${stack}.tfstate`);
  return (await reply.arrayBuffer()).byteLength;
}

async function s3({ endpoint }: StandIn, method: string, path: string): Promise<Response> {
  const authorization = `AWS4-HMAC-SHA256 Credential=lab/20200101/${state.region}/s3/aws4_request`;
  const reply = await fetch(`${endpoint}/${state.bucket}${path}`, { method, headers: { authorization } });
  if (!reply.ok) throw new Error(`S3 ${method} ${path}: ${reply.status} ${await reply.text()}`);
  return reply;
}

/** Seconds that something takes. */
async function timed(action: () => unknown): Promise<string> {
  const started = performance.now();
  await action();
  return ((performance.now() - started) / 1000).toFixed(1);
}
