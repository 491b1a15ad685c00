import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Namespace } from '../../test-support/dns/namespaces';
import type { DeployedFunction } from '../deployed/functions';
import { decide } from '../iam/decide';
import { Execution, type Outcome } from './execution';

interface FunctionsOptions {
  readonly folder: string;
  readonly region: string;
  /** File of the authority that functions trust beside the public ones. */
  readonly authority: string;
  /** A host for a new execution: in one of the function's subnets, or outside any VPC. */
  readonly placeFor: (deployed: DeployedFunction) => Namespace;
  readonly isReachable: (host: Namespace) => boolean;
}

/** How many processes this machine is asked to hold; what comes on top waits. */
const mostExecutions = 24;

/** The deployed functions, one process for each concurrent execution. A class: it holds processes and logs. */
export class Functions {
  readonly #options: FunctionsOptions;
  readonly #idle = new Map<string, Execution[]>();
  readonly #running = new Map<string, Set<Execution>>();
  readonly #logs = new Map<string, string>();
  readonly #queue: (() => void)[] = [];
  #deployed: readonly DeployedFunction[] = [];
  #count = 0;

  constructor(options: FunctionsOptions) {
    this.#options = options;
  }

  /** Runs these from now on; executions of other code or other settings end. */
  deploy(deployed: readonly DeployedFunction[]): void {
    this.endAll();
    this.#deployed = deployed;
    for (const { name, codeSha256, files } of deployed) {
      const folder = this.#folder(name, codeSha256);
      mkdirSync(folder, { recursive: true });
      for (const [file, content] of Object.entries(files)) writeFileSync(path.join(folder, file), content);
    }
  }

  /**
   * Invokes a function for API Gateway, on behalf of a resource.
   * @throws when there is no such function or its policy does not let API Gateway invoke it for `sourceArn`
   */
  async invoke(arn: string, event: unknown, sourceArn: string): Promise<Outcome> {
    const deployed = this.#deployed.find((candidate) => candidate.arn === arn);
    if (!deployed) throw new Error(`no function ${arn}`);
    const request = {
      action: 'lambda:InvokeFunction',
      resource: arn,
      context: { 'aws:SourceArn': sourceArn },
    };
    const decision = await decide(deployed.policy ? [deployed.policy] : [], request, 'apigateway.amazonaws.com');
    if (decision !== 'Allow') throw new Error(`${arn} may not be invoked for ${sourceArn}`);
    const execution = await this.#take(deployed);
    const running = this.#running.get(deployed.name) ?? new Set();
    this.#running.set(deployed.name, running.add(execution));
    const context = { awsRequestId: randomUUID(), functionName: deployed.name, invokedFunctionArn: arn };
    const outcome = await execution.invoke(event, context, deployed.timeoutSeconds);
    running.delete(execution);
    this.#release(deployed.name, execution);
    return outcome;
  }

  /** Everything that a function has printed. */
  log(name: string): string {
    return this.#logs.get(name) ?? '';
  }

  /** Executions that are busy now. */
  running(name: string): readonly Execution[] {
    return [...(this.#running.get(name) ?? [])];
  }

  /** Ends all executions, as Lambda does with those that are idle for long: the next ones start cold. */
  endAll(): void {
    for (const execution of [...this.#idle.values()].flat()) execution.end();
    for (const execution of [...this.#running.values()].flatMap((set) => [...set])) execution.end();
    this.#count -= [...this.#idle.values()].flat().length;
    this.#idle.clear();
  }

  async #take(deployed: DeployedFunction): Promise<Execution> {
    const idle = this.#idle.get(deployed.name) ?? [];
    for (;;) {
      const execution = idle.pop();
      if (!execution) break;
      if (!execution.gone && this.#options.isReachable(execution.host)) return execution;
      execution.end();
      this.#count -= 1;
    }
    if (this.#count >= mostExecutions && !this.#endIdle(deployed.name)) {
      await new Promise<void>((resolve) => this.#queue.push(resolve));
      return this.#take(deployed);
    }
    this.#count += 1;
    return this.#start(deployed);
  }

  /** Makes room by ending an idle execution of another function. */
  #endIdle(except: string): boolean {
    for (const [name, executions] of this.#idle) {
      const execution = name === except ? undefined : executions.pop();
      if (!execution) continue;
      execution.end();
      this.#count -= 1;
      return true;
    }
    return false;
  }

  #release(name: string, execution: Execution): void {
    if (execution.gone) this.#count -= 1;
    else this.#idle.set(name, [...(this.#idle.get(name) ?? []), execution]);
    this.#queue.shift()?.();
  }

  #start(deployed: DeployedFunction): Execution {
    const { region, authority, placeFor } = this.#options;
    const { name, handler, variables, roleArn, memoryMegabytes, codeSha256 } = deployed;
    const [module = '', exportName = ''] = handler.split('.');
    const extension = `${module}.mjs` in deployed.files ? 'mjs' : 'js';
    return new Execution({
      host: placeFor(deployed),
      file: path.join(this.#folder(name, codeSha256), `${module}.${extension}`),
      exportName,
      memoryMegabytes,
      variables: {
        ...variables,
        AWS_REGION: region,
        AWS_LAMBDA_FUNCTION_NAME: name,
        AWS_ACCESS_KEY_ID: accessKeyOf(roleArn),
        AWS_SECRET_ACCESS_KEY: 'lab',
        AWS_SESSION_TOKEN: 'lab',
        NODE_EXTRA_CA_CERTS: authority,
      },
      onOutput: (text) => this.#logs.set(name, this.log(name) + text),
    });
  }

  #folder(name: string, sha256: string): string {
    return path.join(this.#options.folder, `${name}-${sha256.replaceAll(/\W/g, '').slice(0, 16)}`);
  }
}

/** The access key id that stands for a role in the lab. */
export function accessKeyOf(roleArn: string): string {
  return `ASIA${Buffer.from(roleArn).toString('hex').toUpperCase()}`;
}

/** The role of an access key id; undefined for a key that is no role's. */
export function roleOf(accessKeyId: string): string | undefined {
  const arn = Buffer.from(/^ASIA([0-9A-F]+)$/.exec(accessKeyId)?.[1] ?? '', 'hex').toString();
  return arn.startsWith('arn:') ? arn : undefined;
}
