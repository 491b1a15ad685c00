import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { awsProviderAddress } from '../../config/aws-provider';
import { serveSmallSchema, type TypeNames } from './small-schema';

/** An AWS provider that serves every command of Terraform which gets its variables. */
export interface RunningProvider {
  /** For Terraform: the provider is there already. */
  readonly variables: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/**
 * Starts the AWS provider once for many commands: its start takes longer than all else that a small plan does. Commands
 * may not run at the same time, nor configure the provider more than once, as it has one configuration. It has the
 * environment that it was started with, and finds files by the folder. Terraform gets a schema of the types in use only.
 * https://developer.hashicorp.com/terraform/plugin/debugging#starting-a-provider-in-debug-mode
 *
 * @param folder of a stack, where `terraform init` has installed the provider
 * @param environment with credentials and endpoint
 * @param types of resources and data sources in configuration and state; Terraform refuses any other
 * @throws if it is not installed there, or ends without saying where it listens
 */
export async function startProvider(
  folder: string,
  environment: NodeJS.ProcessEnv,
  types: TypeNames,
): Promise<RunningProvider> {
  const child = spawn(installedProvider(folder), ['-debug'], {
    // the provider cannot take certificates again when it is configured anew, and the stand-in has none
    env: { ...environment, AWS_CA_BUNDLE: undefined },
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = once(child, 'close');
  const attached = await new Promise<string>((resolve, reject) => {
    let printed = '';
    child.once('error', reject);
    child.once('close', () => {
      reject(new Error(`the provider ended, and printed: ${printed}`));
    });
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      const [, value] = /TF_REATTACH_PROVIDERS='([^']*)'/.exec(printed) ?? [];
      if (value !== undefined) resolve(value);
    });
  });
  const sockets = mkdtempSync(path.join(tmpdir(), 'studio-provider-'));
  const socket = path.join(sockets, 'socket');
  const server = await serveSmallSchema(socketIn(attached), socket, types);
  return {
    variables: { TF_REATTACH_PROVIDERS: attached.replace(socketIn(attached), socket) },
    async stop() {
      child.kill('SIGKILL');
      await Promise.all([ended, server.stop()]);
      rmSync(sockets, { recursive: true });
    },
  };
}

/** The path of the provider's socket: `{"<address>": {…, "Addr": {"Network": "unix", "String": "<path>"}}}`. */
function socketIn(attached: string): string {
  const [provider] = Object.values(JSON.parse(attached) as Record<string, { Addr: { String: string } }>);
  if (!provider) throw new Error(`the provider printed no address: ${attached}`);
  return provider.Addr.String;
}

function installedProvider(folder: string): string {
  const versions = path.join(folder, '.terraform', 'providers', awsProviderAddress);
  for (const version of readdirSync(versions)) {
    for (const platform of readdirSync(path.join(versions, version))) {
      const installed = path.join(versions, version, platform);
      const program = readdirSync(installed).find((name) => name.startsWith('terraform-provider-aws'));
      if (program !== undefined) return path.join(installed, program);
    }
  }
  throw new Error(`no provider is installed in ${versions}`);
}
