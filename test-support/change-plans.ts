import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { defaultEnvironmentName } from '../config/environment-name';
import type { LivingDeployment } from './living-deployment';
import { stackIds, type StackId } from '../config/stack-ids';

/** The plan of a stack after a change of the environment file. */
interface StackPlan {
  /** `<action> <address>` of each resource that would change. */
  readonly changes: readonly string[];
  /** The reasons of a refusal; empty if the plan is accepted. */
  readonly refusals: readonly string[];
  /** Whether declarations of outputs changed, so that outputs may change without a resource. */
  readonly hasNewOutputs: boolean;
}

/** Plans of the stacks that a change touches. */
export type ChangePlan = Partial<Record<StackId, StackPlan>>;

type Json = Record<string, unknown>;

/** One line of `terraform plan -json`. */
interface Message {
  readonly change?: { readonly resource: { readonly addr: string }; readonly action: string };
  readonly diagnostic?: {
    readonly severity: string;
    readonly summary: string;
    readonly detail: string;
    readonly address?: string;
    readonly range?: { readonly filename: string };
  };
}

/**
 * Plans many changes of a living deployment, each as if it were the only one. All plans of a stack are modules of one
 * configuration, each with a copy of the stack's state, because the AWS provider takes seconds to start. Nothing is
 * refreshed, because nothing has changed in the account.
 *
 * @param changes changes to the example, by a name each
 * @param edit changes the text of the configuration
 */
export async function planChanges(
  deployment: LivingDeployment,
  changes: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  edit: (text: string) => string = (text) => text,
): Promise<Record<string, ChangePlan>> {
  const deployed = readStacks(deployment);
  const plans: Record<string, ChangePlan> = {};
  const modules = Object.fromEntries(stackIds.map((stack) => [stack, new Map<string, Json>()]));
  for (const [name, change] of Object.entries(changes)) {
    plans[name] = {};
    deployment.synthesize(change);
    const texts = readStacks(deployment);
    for (const stack of stackIds) {
      const text = edit(texts[stack]);
      if (text !== deployed[stack]) modules[stack]?.set(name, JSON.parse(text) as Json);
    }
  }
  await Promise.all(
    stackIds.map(async (stack) => {
      const planned = await planModules(deployment, stack, modules[stack] ?? new Map<string, Json>());
      for (const [name, plan] of planned) {
        const hasNewOutputs =
          outputsOf(modules[stack]?.get(name)) !== outputsOf(JSON.parse(deployed[stack]) as Json);
        (plans[name] ??= {})[stack] = { ...plan, hasNewOutputs };
      }
    }),
  );
  return plans;
}

function outputsOf(stack: Json | undefined): string {
  return JSON.stringify(stack?.output);
}

function readStacks({ outdir }: LivingDeployment): Record<StackId, string> {
  return Object.fromEntries(
    stackIds.map((stack) => [stack, readFileSync(path.join(outdir, 'stacks', stack, 'cdk.tf.json'), 'utf8')]),
  ) as Record<StackId, string>;
}

async function planModules(
  deployment: LivingDeployment,
  stack: StackId,
  modules: ReadonlyMap<string, Json>,
): Promise<Map<string, Omit<StackPlan, 'hasNewOutputs'>>> {
  if (modules.size === 0) return new Map();
  const names = new Map([...modules.keys()].map((name, index) => [`change-${index}`, name]));
  // as deep as a stack's own folder, so that relative paths of states are right
  const folder = path.join(deployment.outdir, 'changes', stack);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const own = path.join(deployment.outdir, 'stacks', stack);
  const assets = path.join(own, 'assets');
  if (existsSync(assets)) cpSync(assets, path.join(folder, 'assets'), { recursive: true });
  const providers: Json[] = [];
  const calls: Json = {};
  for (const [id, name] of names) {
    const { provider, terraform, ...blocks } = modules.get(name) as {
      provider: { aws: Json[] };
      terraform: Json;
    };
    const { required_providers } = terraform;
    mkdirSync(path.join(folder, id));
    const content = withSentinel({ ...blocks, terraform: { required_providers } });
    writeFileSync(path.join(folder, id, 'cdk.tf.json'), JSON.stringify(content));
    const settings = provider.aws[0] ?? {};
    let index = providers.findIndex((known) => JSON.stringify(known) === JSON.stringify(settings));
    if (index < 0) index = providers.push(settings) - 1;
    calls[id] = { source: `./${id}`, providers: { aws: `aws.settings-${index}` } };
  }
  const aws = providers.map((settings, index) => ({ alias: `settings-${index}`, ...settings }));
  const required = { required_providers: { aws: { source: 'aws' } } };
  writeFileSync(
    path.join(folder, 'main.tf.json'),
    JSON.stringify({ terraform: required, provider: { aws }, module: calls }),
  );
  writeFileSync(
    path.join(folder, 'terraform.tfstate'),
    JSON.stringify(copyOfState(deployment, stack, [...names.keys()])),
  );
  const initialized = await deployment.runTerraform(folder, ['init', '-input=false']);
  if (initialized.exitCode !== 0) throw new Error(initialized.stderr);
  const planned = await deployment.runTerraform(folder, ['plan', '-refresh=false', '-lock=false', '-json']);
  return readPlans(planned.stdout, names);
}

const sentinel = 'terraform_data.planned';

/** A resource that every plan creates: if it is missing, Terraform failed before planning. */
function withSentinel(content: Json): Json {
  const { terraform_data, ...others } = (content.resource ?? {}) as Json;
  return {
    ...content,
    resource: { ...others, terraform_data: { ...(terraform_data as Json), planned: {} } },
  };
}

interface State {
  readonly resources: readonly {
    readonly mode: string;
    readonly instances: readonly { readonly dependencies?: readonly string[] }[];
  }[];
}

/** The state of a stack once for each of several modules. */
function copyOfState({ outdir }: LivingDeployment, stack: StackId, modules: readonly string[]): unknown {
  const file = path.join(outdir, '..', 'state', defaultEnvironmentName, `${stack}.tfstate`);
  const state = JSON.parse(readFileSync(file, 'utf8')) as State;
  const managed = state.resources.filter(({ mode }) => mode === 'managed');
  return {
    ...state,
    outputs: {},
    check_results: null,
    resources: modules.flatMap((id) =>
      managed.map((resource) => ({
        ...resource,
        module: `module.${id}`,
        instances: resource.instances.map((instance) => ({
          ...instance,
          dependencies: (instance.dependencies ?? []).map((address) => `module.${id}.${address}`),
        })),
      })),
    ),
  };
}

function readPlans(
  output: string,
  names: ReadonlyMap<string, string>,
): Map<string, Omit<StackPlan, 'hasNewOutputs'>> {
  const plans = new Map(
    [...names.values()].map((name) => [name, { changes: [] as string[], refusals: [] as string[] }]),
  );
  const planOf = (text: string | undefined) =>
    plans.get(names.get(/change-\d+/.exec(text ?? '')?.[0] ?? '') ?? '');
  for (const line of output.split('\n')) {
    if (!line.startsWith('{')) continue;
    const { change, diagnostic } = JSON.parse(line) as Message;
    if (change) {
      const { addr } = change.resource;
      planOf(addr)?.changes.push(`${change.action} ${addr.replace(/^module\.change-\d+\./, '')}`);
    }
    if (diagnostic?.severity !== 'error') continue;
    const plan = planOf(diagnostic.address ?? diagnostic.range?.filename) ?? planOf(diagnostic.detail);
    const text = `${diagnostic.summary}: ${diagnostic.detail}`.replaceAll(/module\.change-\d+\./g, '');
    if (!plan) throw new Error(text);
    plan.refusals.push(text);
  }
  for (const [name, { changes }] of plans) {
    const planned = changes.indexOf(`create ${sentinel}`);
    if (planned < 0) throw new Error(`${name} was not planned: ${output}`);
    changes.splice(planned, 1);
  }
  return plans;
}
