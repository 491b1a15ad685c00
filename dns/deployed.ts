import type { Environment } from '../config/load';
import { stackIds } from '../config/stack-ids';
import { forwardingOf } from './deployment';
import { dnsFiles } from './files';
import type { Forwarding } from './forwarding';

/** Outputs of the stacks that corporate DNS needs. They come from a state file, so every value is checked. */
interface DeployedOutputs {
  readonly network: Readonly<Record<string, unknown>>;
  readonly privateApi: Readonly<Record<string, unknown>>;
}

/**
 * Forwarding for a deployment that exists; every zone is final.
 *
 * @throws if an output is missing or malformed, or if the deployment was made from other settings than the
 *   environment file now has
 */
export function deployedForwarding(
  environment: Environment,
  { network, privateApi }: DeployedOutputs,
): Forwarding {
  const apiId = privateApi.api_id;
  const forwarders = network.resolver_addresses;
  if (typeof apiId !== 'string') throw missing(environment, 'private-api', 'api_id', apiId);
  if (!isListOfStrings(forwarders)) throw missing(environment, 'network', 'resolver_addresses', forwarders);
  const forwarding = forwardingOf(environment, { apiId, forwarders });
  if (dnsFiles(forwarding)['named.conf'] !== privateApi.named_conf) {
    throw new Error(
      `environments/${environment.name}.json and the deployment differ: the output named_conf of private-api does ` +
        'not match the file; deploy network and private-api again, then repeat this command',
    );
  }
  return forwarding;
}

function missing({ name }: Environment, stack: string, output: string, got: unknown): Error {
  const value = got === undefined ? 'nothing' : JSON.stringify(got);
  return new Error(
    `output ${output} of stack ${stack}: got ${value}, expected the value of a finished deployment of ${name}: ` +
      `deploy it first (STUDIO_ENV=${name} npx cdktf deploy ${stackIds.join(' ')})`,
  );
}

function isListOfStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
