import { renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { explainProtected } from '../../review/protected';
import { readOutputs } from '../terraform/outputs';
import type { Variables } from '../variables';
import { runTerraform } from '../terraform/terraform';
import { unfinishedSuffix } from '../output/files';
import { upstreamOutputs } from './stack-order';
import { countsOf, refusedAddresses, type StackPlan } from './summary';

interface PlanOptions {
  /** `cdktf.out/stacks` */
  readonly stacksFolder: string;
  /** All variables of the Terraform processes. */
  readonly variables: Variables;
  /** Where the plan is saved, in place of an earlier one; undefined to save none. */
  readonly planFile: string | undefined;
  /** Whether the text may hold colours. */
  readonly isColoured: boolean;
  /** Gets lines of our own, between Terraform's. */
  readonly onProgress: (line: string) => void;
}

/**
 * Plans one stack. Terraform's text is shown as it comes; where it refuses to destroy a protected resource, a
 * sentence names the setting that protects it.
 */
export async function planStack(stack: string, options: PlanOptions): Promise<StackPlan> {
  const { stacksFolder, variables, planFile, isColoured, onProgress } = options;
  const folder = path.join(stacksFolder, stack);
  const colour = isColoured ? [] : ['-no-color'];
  const awaited = await awaitedOutputs(stack, options);
  if (awaited !== undefined) return { stack, outcome: 'waiting', note: awaited };

  onProgress('terraform init');
  const initialized = await runTerraform(['init', '-input=false', ...colour], { folder, variables });
  if (initialized.exitCode !== 0) {
    onProgress(initialized.stdout + initialized.stderr);
    return { stack, outcome: 'failed', note: 'terraform init' };
  }
  onProgress('terraform plan');
  const saving =
    planFile === undefined
      ? undefined
      : { planFile, unfinished: `${planFile}.${process.pid}${unfinishedSuffix}` };
  try {
    if (saving) createForOwner(saving.unfinished);
    const { exitCode, stdout, stderr } = await runTerraform(
      [
        'plan',
        '-input=false',
        '-detailed-exitcode',
        ...colour,
        ...(saving ? [`-out=${saving.unfinished}`] : []),
      ],
      { folder, variables, isShown: true },
    );
    if (exitCode === 0 || exitCode === 2) {
      if (saving) renameSync(saving.unfinished, saving.planFile);
      const counts = countsOf(stdout) ?? [0, 0, 0];
      return { stack, outcome: exitCode === 2 ? 'changed' : 'unchanged', counts };
    }
    const refused = refusedAddresses(stderr);
    for (const address of refused) onProgress(`${address}: ${explainProtected(address) ?? 'protected'}`);
    const note =
      refused.length > 0 ? `would destroy protected resources: ${refused.join(', ')}` : 'terraform plan';
    return { stack, outcome: 'failed', note };
  } finally {
    // Terraform also saves what it had planned before it failed
    if (saving) rmSync(saving.unfinished, { force: true });
  }
}

/** What a stack waits for, in words; undefined if the stacks before it have all outputs that it uses. */
async function awaitedOutputs(
  stack: string,
  { stacksFolder, variables }: PlanOptions,
): Promise<string | undefined> {
  const awaited: string[] = [];
  for (const [upstream, names] of upstreamOutputs(path.join(stacksFolder, stack))) {
    const outputs = await readOutputs(path.join(stacksFolder, upstream), variables);
    const missing = names.filter((name) => !(name in outputs));
    if (missing.length > 0) {
      const isDeployed = Object.keys(outputs).length > 0;
      awaited.push(
        isDeployed ? `deploy the changes of ${upstream} first` : `${upstream} is not deployed yet`,
      );
    }
  }
  return awaited.length > 0 ? awaited.join(', ') : undefined;
}

/** A plan holds state: nobody else may read it, not even while Terraform writes it. */
function createForOwner(file: string): void {
  rmSync(file, { force: true });
  writeFileSync(file, '', { mode: 0o600, flag: 'wx' });
}
