import { unzipSync } from 'fflate';
import { decideForRole } from '../iam/role-policies';
import { unreadableFiles } from './package-permissions';
import { getJson, type Target } from '../shared/aws-client';
import { isObject, objects, requiredText, strings, text, type JsonObject } from '../shared/json';

/** A deployed Lambda function. */
export interface DeployedFunction {
  readonly name: string;
  readonly arn: string;
  readonly roleArn: string;
  /** Module and export, such as `index.handler`. */
  readonly handler: string;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  readonly variables: Readonly<Record<string, string>>;
  /** Empty for a function outside any VPC. */
  readonly subnetIds: readonly string[];
  /** Groups of its network interfaces in the VPC. */
  readonly securityGroupIds: readonly string[];
  /** Hash of the code. */
  readonly codeSha256: string;
  /** Files of the deployed package. */
  readonly files: Readonly<Record<string, Uint8Array>>;
  /** Resource policy: who may invoke it. */
  readonly policy: JsonObject | undefined;
  readonly logging: Logging;
}

/** The settings of a function's log. */
interface Logging {
  /** Name of the log group. */
  readonly group: string;
  readonly format: string;
  /** The lowest level of the application's lines that is kept; only with the format JSON. */
  readonly applicationLevel: string;
  /** Whether the log group exists and the function's role may write there. */
  readonly isAllowed: boolean;
}

/**
 * Reads the deployed functions with their packages.
 * @param logGroups names of the log groups that exist
 * @throws when a package cannot be fetched, or a function has settings that the lab does not know
 */
export async function readFunctions(
  target: Target,
  logGroups: ReadonlySet<string>,
): Promise<DeployedFunction[]> {
  const listed = objects(await getJson(target, 'lambda', '/2015-03-31/functions'), 'Functions');
  return Promise.all(
    listed.map((item) => readFunction(target, requiredText(item, 'FunctionName'), logGroups)),
  );
}

async function readFunction(
  target: Target,
  name: string,
  logGroups: ReadonlySet<string>,
): Promise<DeployedFunction> {
  const path = `/2015-03-31/functions/${name}`;
  const { Configuration: configuration, Code: code } = await getJson(target, 'lambda', path);
  if (!isObject(configuration) || !isObject(code)) throw new Error(`function ${name} has no configuration`);
  const location = requiredText(code, 'Location');
  const reply = await fetch(location);
  if (!reply.ok) throw new Error(`${location}: ${reply.status}, expected the package of ${name}`);
  const zip = Buffer.from(await reply.arrayBuffer());
  const concurrency = await getJson(target, 'lambda', `/2019-09-30/functions/${name}/concurrency`);
  refuse(name, {
    runtime: requiredText(configuration, 'Runtime'),
    reserved: concurrency.ReservedConcurrentExecutions,
    unreadable: await unreadableFiles(zip),
  });
  const { Environment: environment, VpcConfig: vpc } = configuration;
  const variables = isObject(environment) && isObject(environment.Variables) ? environment.Variables : {};
  return {
    name,
    arn: requiredText(configuration, 'FunctionArn'),
    roleArn: requiredText(configuration, 'Role'),
    handler: requiredText(configuration, 'Handler'),
    timeoutSeconds: Number(configuration.Timeout),
    memoryMegabytes: Number(configuration.MemorySize),
    variables: Object.fromEntries(Object.entries(variables).map(([key, value]) => [key, String(value)])),
    subnetIds: isObject(vpc) ? strings(vpc, 'SubnetIds') : [],
    securityGroupIds: isObject(vpc) ? strings(vpc, 'SecurityGroupIds') : [],
    codeSha256: requiredText(configuration, 'CodeSha256'),
    files: unzipSync(zip),
    policy: await invokePolicy(target, path),
    logging: await loggingOf(target, configuration, logGroups),
  };
}

/** Refuses functions that Lambda would not run, or would not run as the lab does. */
function refuse(
  name: string,
  {
    runtime,
    reserved,
    unreadable,
  }: { readonly runtime: string; readonly reserved: unknown; readonly unreadable: readonly string[] },
): void {
  const problems = [
    /^nodejs(22|24)\.x$/.test(runtime) ? '' : `got the runtime ${runtime}, expected nodejs22.x or nodejs24.x`,
    typeof reserved === 'number' ? `got ${reserved} reserved executions, the lab reserves none` : '',
    ...unreadable.map((file) => `Lambda may not read ${file} of its package`),
  ].filter((problem) => problem !== '');
  if (problems.length > 0) throw new Error(`function ${name}: ${problems.join('; ')}`);
}

async function loggingOf(
  target: Target,
  { FunctionArn: arn, Role: role, LoggingConfig }: JsonObject,
  logGroups: ReadonlySet<string>,
): Promise<Logging> {
  const config = isObject(LoggingConfig) ? LoggingConfig : {};
  const group = text(config, 'LogGroup') ?? '';
  const roleName = String(role).split('/').at(-1) ?? '';
  const accountId = String(arn).split(':')[4] ?? '';
  const resource = `arn:aws:logs:${target.region}:${accountId}:log-group:${group}:log-stream:lab`;
  const decisions = await Promise.all(
    ['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) =>
      decideForRole(target, roleName, { action, resource, context: {} }),
    ),
  );
  return {
    group,
    format: text(config, 'LogFormat') ?? 'Text',
    applicationLevel: text(config, 'ApplicationLogLevel') ?? 'INFO',
    isAllowed: logGroups.has(group) && decisions.every((decision) => decision === 'Allow'),
  };
}

async function invokePolicy(target: Target, path: string): Promise<JsonObject | undefined> {
  try {
    const policy: unknown = JSON.parse(
      text(await getJson(target, 'lambda', `${path}/policy`), 'Policy') ?? '{}',
    );
    return isObject(policy) ? policy : undefined;
  } catch {
    // AWS answers 404 if the function has no policy
    return undefined;
  }
}
