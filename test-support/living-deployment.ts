import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { defaultEnvironmentName } from '../config/environment-name';
import type { Environment } from '../config/load';
import { bundleHandlers } from '../packaging/bundle';
import { packageHandlers } from '../packaging/package';
import { filesOf } from '../packaging/packed-files';
import { type Ended, runToEnd } from '../lab/shared/run-to-end';
import { createTransitGateway, setApiGatewayLogsRole, startStandIn, type StandIn } from '../lab/stand-in';
import { providerVariables } from '../lab/terraform/provider-mirror';
import { startProvider, type RunningProvider } from '../lab/terraform/running-provider';
import { environmentWith } from './environments';
import { providerTypes } from './provider-types';
import { writeStacks } from './synthesize';
import { allStackIds, stackIds, type StackId } from '../config/stack-ids';

/** The result of a run of Terraform. */
interface Run {
  readonly exitCode: number;
  /** Its whole output on one line, because Terraform breaks lines anywhere. */
  readonly text: string;
}

/** The result of a plan. */
export interface PlanResult extends Run {
  /** `<actions> <address>` of each resource that would change or be forgotten. */
  readonly changes: readonly string[];
}

interface PlanJson {
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly change: { readonly actions: readonly string[] };
  }[];
}

interface StateJson {
  readonly resources: readonly {
    readonly type: string;
    readonly name: string;
    readonly instances: readonly {
      readonly index_key?: string;
      readonly attributes: Readonly<Record<string, unknown>>;
    }[];
  }[];
}

function firstBlock(value: unknown): Readonly<Record<string, unknown>> {
  return Array.isArray(value) ? (value[0] as Readonly<Record<string, unknown>>) : {};
}

/**
 * A deployment in a stand-in for AWS whose environment file changes: stacks are synthesized in this process, and
 * planned and applied one by one with the real Terraform and provider.
 */
export class LivingDeployment {
  private readonly initialized = new Set<StackId>();
  private provider: RunningProvider | undefined;

  private constructor(
    readonly standIn: StandIn,
    private readonly folder: string,
    private readonly bundles: Parameters<typeof packageHandlers>[0],
  ) {}

  /** Starts the stand-in, with the transit gateway that the example names. */
  static async start(): Promise<LivingDeployment> {
    const standIn = await startStandIn({
      hostEnvironment: process.env,
      accountId: '111122223333',
      // deployments wait for new profiles, and these tests are not about that
      pendingMilliseconds: 0,
    });
    await createTransitGateway(standIn, 'tgw-0123456789abcdef0');
    await setApiGatewayLogsRole(standIn, 'arn:aws:iam::111122223333:role/apigateway-logs');
    const folder = mkdtempSync(path.join(tmpdir(), 'studio-living-'));
    return new LivingDeployment(standIn, folder, await bundleHandlers());
  }

  async stop(): Promise<void> {
    await this.provider?.stop();
    await this.standIn.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /**
   * Synthesizes the example with changes.
   * @param name of the environment; the state remains that of the example
   */
  synthesize(changes: Readonly<Record<string, unknown>>, name = defaultEnvironmentName): void {
    this.synthesizeEnvironment({ ...environmentWith(changes), name });
  }

  /** Synthesizes an environment of any name; the state is that of the example. */
  synthesizeEnvironment(environment: Environment): void {
    const { name } = environment;
    mkdirSync(this.outdir, { recursive: true });
    writeStacks(this.outdir, environment, packageHandlers(this.bundles, this.folder, filesOf(environment)));
    // one provider runs for all stacks, and reads files from the folder of this one
    const assets = path.join(this.stackFolder('identity'), 'assets');
    if (existsSync(assets)) {
      cpSync(assets, path.join(this.stackFolder('private-api'), 'assets'), { recursive: true });
    }
    if (name !== defaultEnvironmentName)
      this.edit((text) => text.replaceAll(`state/${name}/`, `state/${defaultEnvironmentName}/`));
  }

  /** Changes the text of synthesized files. */
  edit(change: (text: string) => string): void {
    for (const stack of allStackIds) {
      const file = path.join(this.outdir, 'stacks', stack, 'cdk.tf.json');
      if (existsSync(file)) writeFileSync(file, change(readFileSync(file, 'utf8')));
    }
  }

  async plan(stack: StackId, variables: Readonly<Record<string, string>> = {}): Promise<PlanResult> {
    const planFile = this.planFile(stack);
    const run = await this.terraform(stack, ['plan', '-detailed-exitcode', `-out=${planFile}`], variables);
    if (run.exitCode !== 2) return { ...run, changes: [] };
    const shown = await this.execute(stack, ['show', '-json', planFile], {});
    const { resource_changes = [] } = JSON.parse(shown.stdout) as PlanJson;
    const changes = resource_changes
      .map(({ address, change }) => `${change.actions.join('+')} ${address}`)
      .filter((change) => !/^(no-op|read) /.test(change));
    return { ...run, changes };
  }

  /** The file of the last plan of a stack. */
  planFile(stack: StackId): string {
    return path.join(this.folder, `${stack}.plan`);
  }

  /** The file of a stack's state. */
  stateFile(stack: StackId): string {
    return path.join(this.folder, 'state', defaultEnvironmentName, `${stack}.tfstate`);
  }

  apply(stack: StackId, variables: Readonly<Record<string, string>> = {}): Promise<Run> {
    return this.terraform(stack, ['apply', '-auto-approve'], variables);
  }

  /** Synthesizes the example with changes and deploys all stacks. @throws when one of them fails */
  async deploy(
    changes: Readonly<Record<string, unknown>>,
    stacks: readonly StackId[] = stackIds,
  ): Promise<void> {
    this.synthesize(changes);
    await this.applyAll(stacks);
  }

  /** Applies stacks as they were synthesized. @throws when one of them fails */
  async applyAll(stacks: readonly StackId[] = stackIds): Promise<void> {
    for (const stack of stacks) {
      const { exitCode, text } = await this.apply(stack);
      if (exitCode !== 0) throw new Error(`${stack}: ${text}`);
    }
  }

  destroy(stack: StackId): Promise<Run> {
    return this.terraform(stack, ['destroy', '-auto-approve']);
  }

  /** Addresses in the state of a stack, without data sources. */
  async addresses(stack: StackId): Promise<string[]> {
    const { stdout } = await this.execute(stack, ['state', 'list'], {});
    return stdout.split('\n').filter((address) => address !== '' && !address.startsWith('data.'));
  }

  /** A text attribute of a deployed resource, by its address; with a field, that of an attribute's first block. */
  attribute(stack: StackId, address: string, name: string, field?: string): string {
    const { resources } = JSON.parse(readFileSync(this.stateFile(stack), 'utf8')) as StateJson;
    for (const { type, name: id, instances } of resources) {
      for (const { index_key: key, attributes } of instances) {
        const suffix = key === undefined ? '' : `[${JSON.stringify(key)}]`;
        if (`${type}.${id}${suffix}` === address)
          return String(field === undefined ? attributes[name] : firstBlock(attributes[name])[field]);
      }
    }
    throw new Error(`no ${address} in the state of ${stack}`);
  }

  /** Changes the state by hand: `terraform state …`. */
  async changeState(stack: StackId, ...args: string[]): Promise<void> {
    const { exitCode, text } = await this.terraform(stack, ['state', ...args]);
    if (exitCode !== 0) throw new Error(text);
  }

  /** An output of a deployed stack. */
  async output(stack: StackId, name: string): Promise<string> {
    return (await this.execute(stack, ['output', '-raw', name], {})).stdout;
  }

  /** The JSON of the provider's schema, as Terraform gets it here and as the provider itself has it. */
  async schemas(stack: StackId): Promise<{ readonly small: string; readonly whole: string }> {
    const args = ['providers', 'schema', '-json'];
    await this.plan(stack);
    const small = await this.execute(stack, args, {});
    const whole = await this.runTerraform(this.stackFolder(stack), args);
    return { small: small.stdout, whole: whole.stdout };
  }

  /** The output folder of synthesis; the state lies beside it. */
  get outdir(): string {
    return path.join(this.folder, 'cdktf.out');
  }

  private async terraform(
    stack: StackId,
    args: readonly string[],
    variables: Readonly<Record<string, string>> = {},
  ): Promise<Run> {
    await this.initialize(stack);
    await this.initialize('private-api');
    this.provider ??= await startProvider(this.stackFolder('private-api'), this.environment, providerTypes());
    const { exitCode, stdout, stderr } = await this.execute(stack, args, variables);
    return { exitCode, text: `${stdout}${stderr}`.replaceAll(/[\s│╷╵]+/g, ' ') };
  }

  private async initialize(stack: StackId): Promise<void> {
    if (this.initialized.has(stack)) return;
    const { exitCode, stderr } = await this.runTerraform(this.stackFolder(stack), ['init', '-input=false']);
    if (exitCode !== 0) throw new Error(stderr);
    this.initialized.add(stack);
  }

  /** A running provider keeps its variables, so other variables need another provider. */
  private execute(
    stack: StackId,
    args: readonly string[],
    variables: Readonly<Record<string, string>>,
  ): Promise<Ended> {
    const isOfTerraform = Object.keys(variables).every((name) => name.startsWith('TF_VAR_'));
    const running = isOfTerraform ? this.provider?.variables : undefined;
    return this.runTerraform(this.stackFolder(stack), args, { ...running, ...variables });
  }

  private stackFolder(stack: StackId): string {
    return path.join(this.outdir, 'stacks', stack);
  }

  private get environment(): NodeJS.ProcessEnv {
    return {
      ...process.env,
      ...this.standIn.environment,
      ...providerVariables(this.folder, process.env),
      CHECKPOINT_DISABLE: '1',
      TF_INPUT: '0',
      TF_CLI_ARGS: '-no-color',
    };
  }

  /** Runs Terraform in a folder, with the stand-in for AWS. */
  runTerraform(
    folder: string,
    args: readonly string[],
    variables: Readonly<Record<string, string>> = {},
  ): Promise<Ended> {
    return this.runProgram('terraform', [`-chdir=${folder}`, ...args], variables);
  }

  /** Runs commands of the documents as in a checkout, with the stand-in for AWS. */
  runCommands(commands: string): Promise<Ended> {
    return this.runProgram('bash', ['-ec', commands], {});
  }

  private runProgram(
    program: string,
    args: readonly string[],
    variables: Readonly<Record<string, string>>,
  ): Promise<Ended> {
    return runToEnd(program, args, { cwd: this.folder, env: { ...this.environment, ...variables } });
  }
}
