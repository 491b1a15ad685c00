import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { DeployedFunction } from '../deployed/functions';
import type { Metric } from '../cloudwatch/alarms';
import type { Metrics } from '../cloudwatch/metrics';
import { credentialsOf } from '../iam/credentials';
import { Clock } from '../shared/clock';
import { Execution, type Outcome } from './execution';
import { mayInvoke, type Invoker } from './invoke-permission';
import { isKept } from './logs';
import type { Places } from './places';
import { Pool } from './pool';

interface FunctionsOptions {
  readonly folder: string;
  readonly region: string;
  /** File of the certificate authority that functions trust in addition to the public ones. */
  readonly authority: string;
  readonly places: Places;
  readonly metrics: Metrics;
}

/** The deployed functions, one process for each concurrent execution. A class: it holds processes and logs. */
export class Functions {
  readonly #options: FunctionsOptions;
  readonly #pools = new Map<string, Pool>();
  readonly #logs = new Map<string, string>();
  #deployed: readonly DeployedFunction[] = [];
  readonly #clocks = new Map<string, Clock>();

  constructor(options: FunctionsOptions) {
    this.#options = options;
  }

  /** Runs these functions from now on: ends all executions of earlier ones, and empties the logs. */
  deploy(deployed: readonly DeployedFunction[]): void {
    this.endAll();
    this.#logs.clear();
    this.#deployed = deployed;
    for (const { name, codeSha256, files } of deployed) {
      const folder = this.#folder(name, codeSha256);
      mkdirSync(folder, { recursive: true });
      for (const [file, content] of Object.entries(files)) writeFileSync(path.join(folder, file), content);
    }
  }

  /**
   * Invokes a function for a service, on behalf of a resource.
   * @param withinMilliseconds how long the caller waits once the function runs; a later answer is `late`
   * @throws when there is no such function or its policy does not let the service invoke it for that resource
   */
  async invoke(
    arn: string,
    event: unknown,
    invoker: Invoker,
    withinMilliseconds = 900_000,
  ): Promise<Outcome | 'late'> {
    const deployed = this.#deployed.find((candidate) => candidate.arn === arn);
    if (!deployed) throw new Error(`no function ${arn}`);
    if (!(await mayInvoke(deployed, invoker)))
      throw new Error(`${arn} may not be invoked for ${invoker.sourceArn}`);
    const pool = this.#pool(deployed);
    const execution = await pool.take();
    const context = { awsRequestId: randomUUID(), functionName: deployed.name, invokedFunctionArn: arn };
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => {
        resolve('late');
      }, withinMilliseconds);
    });
    const invocation = execution
      .invoke(event, context, deployed.timeoutSeconds)
      .then((outcome) => {
        if ('error' in outcome) this.#options.metrics.count(errorsOf(deployed));
        return outcome;
      })
      .finally(() => {
        clearTimeout(timer);
        pool.release(execution);
      });
    return Promise.race([invocation, late]);
  }

  /** The lines of a function's log group. */
  log(name: string): string {
    return this.#logs.get(name) ?? '';
  }

  /** Sets the time that executions of a function see, until all are ended. */
  clock(name: string): Clock {
    const clock = this.#clocks.get(name) ?? new Clock();
    this.#clocks.set(name, clock);
    return clock;
  }

  /** The busy executions. */
  running(name: string): readonly Execution[] {
    return this.#pools.get(name)?.running ?? [];
  }

  /** Ends all executions, as Lambda ends idle ones: the next ones start cold and see the real time. */
  endAll(): void {
    for (const pool of this.#pools.values()) pool.endAll();
    this.#pools.clear();
    this.#clocks.clear();
  }

  /** Ends the executions of one function, as Lambda ends idle ones: the next ones start cold. */
  end(name: string): void {
    this.#pools.get(name)?.endAll();
    this.#pools.delete(name);
  }

  #pool(deployed: DeployedFunction): Pool {
    const { isReachable } = this.#options.places;
    const pool =
      this.#pools.get(deployed.name) ??
      new Pool(
        () => this.#start(deployed),
        ({ host }) => isReachable(host),
      );
    this.#pools.set(deployed.name, pool);
    return pool;
  }

  #start(deployed: DeployedFunction): Execution {
    const { region, authority, places, metrics } = this.#options;
    const { name, handler, variables, roleArn, memoryMegabytes, codeSha256 } = deployed;
    const { accessKeyId, secretAccessKey, sessionToken } = credentialsOf(roleArn);
    const [moduleName = '', exportName = ''] = handler.split('.');
    const extension = `${moduleName}.mjs` in deployed.files ? 'mjs' : 'js';
    return new Execution({
      host: places.placeFor(deployed),
      file: path.join(this.#folder(name, codeSha256), `${moduleName}.${extension}`),
      exportName,
      memoryMegabytes,
      clock: this.clock(name),
      variables: {
        ...variables,
        AWS_REGION: region,
        AWS_LAMBDA_FUNCTION_NAME: name,
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_SESSION_TOKEN: sessionToken,
        NODE_EXTRA_CA_CERTS: authority,
      },
      onLine: (line) => {
        if (!isKept(deployed, line)) return;
        this.#logs.set(name, `${this.log(name)}${line}\n`);
        metrics.countLine(deployed.logging.group, line);
      },
    });
  }

  #folder(name: string, sha256: string): string {
    return path.join(this.#options.folder, `${name}-${sha256.replaceAll(/\W/g, '').slice(0, 16)}`);
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
function errorsOf({ name }: DeployedFunction): Metric {
  return { namespace: 'AWS/Lambda', metricName: 'Errors', dimensions: { FunctionName: name } };
}
