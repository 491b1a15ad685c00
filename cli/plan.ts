import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { shellWord } from '../config/shell';
import { environmentName, outputFolder } from './environment';
import { runCommand } from './failure';
import { planStack } from './plan/plan-stack';
import { stacksInOrder } from './plan/stack-order';
import { exitCodeOf, summaryText, type StackPlan } from './plan/summary';
import { synthesize } from './synthesize';
import { Interrupted } from './terraform/run-program';

const usage = 'expected npm run plan [-- --env NAME] [--out FOLDER] [STACK…]';

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      options: { env: { type: 'string' }, out: { type: 'string' } },
      allowPositionals: true,
    });
    if (values.out === '') throw new Error('--out: got ""');
    return { ...values, stacks: positionals };
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n  ${usage}`, {
      cause: error,
    });
  }
}

/** Synthesizes, and plans the stacks one after the other. Nothing is deployed. */
async function main(): Promise<void> {
  const { env, out, stacks: chosen } = readArguments();
  if (!(await synthesize(env))) throw new Error('nothing was planned, because synthesis failed');
  const name = environmentName(env);
  const planFile = (stack: string) => path.join(path.resolve(out ?? ''), `${name}-${stack}.tfplan`);
  const stacksFolder = path.join(outputFolder(), 'stacks');
  const stacks = stacksInOrder(chosen, stacksFolder);
  if (out !== undefined) mkdirSync(path.resolve(out), { recursive: true, mode: 0o700 });
  const plans: StackPlan[] = [];
  for (const [index, stack] of stacks.entries()) {
    console.log(`\n== ${stack} (${index + 1} of ${stacks.length})`);
    plans.push(
      await planStack(stack, {
        stacksFolder,
        variables: { TF_IN_AUTOMATION: '1', ...process.env },
        planFile: out === undefined ? undefined : planFile(stack),
        isColoured: process.stdout.isTTY && !process.env.NO_COLOR,
        onProgress: console.log,
      }),
    );
  }
  console.log(`\n${summaryText(plans)}`);
  if (out !== undefined) console.log(applyInstructions(plans, stacksFolder, planFile));
  process.exitCode = exitCodeOf(plans);
}

function applyInstructions(
  plans: readonly StackPlan[],
  stacksFolder: string,
  planFile: (stack: string) => string,
): string {
  const lines = plans
    .filter(({ outcome }) => outcome === 'changed')
    .map(
      ({ stack }) =>
        `  terraform -chdir=${quoted(path.join(stacksFolder, stack))} apply ${quoted(planFile(stack))}`,
    );
  return lines.length === 0 ? '' : ['\nTo apply exactly this, in this order:', ...lines].join('\n');
}

/** A word for the system's shell, in quotes only if it needs them. */
function quoted(word: string): string {
  if (process.platform === 'win32') return /^[\w\\/.:@%+=,~-]+$/.test(word) ? word : `"${word}"`;
  return shellWord(word);
}

void runCommand(async () => {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    console.error('interrupted; nothing has been changed');
    process.exitCode = error.exitCode;
  }
});
