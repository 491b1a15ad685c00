import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App } from 'cdktf';
import type { Environment } from '../config/load';
import { createTransitGateway, startStandIn, type StandIn } from '../lab/stand-in';
import { providerVariables } from '../lab/terraform/provider-mirror';
import { IdentityStack } from '../stacks/identity-stack';
import { NetworkStack } from '../stacks/network-stack';
import { PrivateApiStack } from '../stacks/private-api-stack';
import { StudioStack } from '../stacks/studio-stack';
import { environmentWith } from './environments';
import type { StackId } from './terraform-json';

/** How a run of Terraform ended. */
interface Run {
  readonly exitCode: number;
  /** All that it printed, on one line: Terraform breaks lines anywhere. */
  readonly text: string;
}

/** What a plan came to. */
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

/**
 * A deployment in a stand-in for AWS whose environment file changes: stacks are synthesized in this process, and
 * planned and applied one by one with the real Terraform and provider.
 */
export class LivingDeployment {
  private readonly initialized = new Set<StackId>();

  private constructor(
    readonly standIn: StandIn,
    private readonly folder: string,
  ) {}

  /** Starts the stand-in, with the transit gateway that the example names. */
  static async start(): Promise<LivingDeployment> {
    const standIn = await startStandIn({ hostEnvironment: process.env, accountId: '111122223333' });
    await createTransitGateway(standIn, 'tgw-0123456789abcdef0');
    return new LivingDeployment(standIn, mkdtempSync(path.join(tmpdir(), 'studio-living-')));
  }

  async stop(): Promise<void> {
    await this.standIn.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /**
   * Synthesizes the example with changes. The functions are not bundled, so nothing of them can be deployed.
   * @param name of the environment; its state stays the example's
   */
  synthesize(changes: Readonly<Record<string, unknown>>, name = 'example'): void {
    const environment: Environment = { ...environmentWith(changes), name };
    const zipFile = path.join(this.folder, 'function.zip');
    writeFileSync(zipFile, '');
    const code = { zipFile, sha256: 'hash of the zip' };
    mkdirSync(this.outdir, { recursive: true });
    const app = new App({ outdir: this.outdir, stackTraces: false });
    const network = new NetworkStack(app, 'network', environment);
    const identity = new IdentityStack(app, 'identity', environment);
    const studio = new StudioStack(app, 'studio', environment, { network });
    new PrivateApiStack(app, 'private-api', environment, {
      network,
      identity,
      studio,
      code: { authorizer: code, 'presigned-url': code },
    });
    app.synth();
    if (name !== 'example') this.edit((text) => text.replaceAll(`state/${name}/`, 'state/example/'));
  }

  /** Changes the text of what was synthesized. */
  edit(change: (text: string) => string): void {
    for (const stack of ['network', 'identity', 'studio', 'private-api']) {
      const file = path.join(this.outdir, 'stacks', stack, 'cdk.tf.json');
      writeFileSync(file, change(readFileSync(file, 'utf8')));
    }
  }

  async plan(stack: StackId, variables: Readonly<Record<string, string>> = {}): Promise<PlanResult> {
    const planFile = path.join(this.folder, `${stack}.plan`);
    const run = await this.terraform(stack, ['plan', '-detailed-exitcode', `-out=${planFile}`], variables);
    if (run.exitCode === 1) return { ...run, changes: [] };
    const shown = await this.execute(stack, ['show', '-json', planFile], {});
    const { resource_changes = [] } = JSON.parse(shown.stdout) as PlanJson;
    const changes = resource_changes
      .map(({ address, change }) => `${change.actions.join('+')} ${address}`)
      .filter((change) => !/^(no-op|read) /.test(change));
    return { ...run, changes };
  }

  apply(stack: StackId): Promise<Run> {
    return this.terraform(stack, ['apply', '-auto-approve']);
  }

  destroy(stack: StackId): Promise<Run> {
    return this.terraform(stack, ['destroy', '-auto-approve']);
  }

  /** Addresses in the state of a stack, without data sources. */
  async addresses(stack: StackId): Promise<string[]> {
    const { stdout } = await this.execute(stack, ['state', 'list'], {});
    return stdout.split('\n').filter((address) => address !== '' && !address.startsWith('data.'));
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

  private get outdir(): string {
    return path.join(this.folder, 'cdktf.out');
  }

  private async terraform(
    stack: StackId,
    args: readonly string[],
    variables: Readonly<Record<string, string>> = {},
  ): Promise<Run> {
    if (!this.initialized.has(stack)) {
      const { exitCode, stderr } = await this.execute(stack, ['init', '-input=false'], {});
      if (exitCode !== 0) throw new Error(stderr);
      this.initialized.add(stack);
    }
    const { exitCode, stdout, stderr } = await this.execute(stack, args, variables);
    return { exitCode, text: `${stdout}${stderr}`.replaceAll(/[\s│╷╵]+/g, ' ') };
  }

  private execute(
    stack: StackId,
    args: readonly string[],
    variables: Readonly<Record<string, string>>,
  ): Promise<{ exitCode: number; stdout: string; stderr: string }> {
    const env = {
      ...process.env,
      ...this.standIn.environment,
      ...providerVariables(this.folder, process.env),
      CHECKPOINT_DISABLE: '1',
      TF_INPUT: '0',
      TF_CLI_ARGS: '-no-color',
      ...variables,
    };
    const folder = path.join(this.outdir, 'stacks', stack);
    return new Promise((resolve) => {
      execFile(
        'terraform',
        [`-chdir=${folder}`, ...args],
        { env, maxBuffer: 64 * 1024 * 1024 },
        (error, stdout, stderr) => {
          const code = error === null ? 0 : error.code;
          resolve({ exitCode: typeof code === 'number' ? code : -1, stdout, stderr });
        },
      );
    });
  }
}
