import { Testing } from 'cdktf';
import type { Environment } from '../config/load';
import { IdentityStack } from '../stacks/identity-stack';
import { NetworkStack } from '../stacks/network-stack';
import { PrivateApiStack } from '../stacks/private-api-stack';
import { StudioStack } from '../stacks/studio-stack';
import type { StackJson } from './terraform-json';

/** The private-api stack of an environment, synthesized in this process, with any file as the functions' code. */
export function synthesizePrivateApi(environment: Environment): StackJson {
  const app = Testing.app();
  const network = new NetworkStack(app, 'network', environment);
  const identity = new IdentityStack(app, 'identity', environment);
  const studio = new StudioStack(app, 'studio', environment, { network });
  const code = { zipFile: __filename, sha256: '' };
  const stack = new PrivateApiStack(app, 'private-api', environment, {
    network,
    identity,
    studio,
    code: { authorizer: code, 'presigned-url': code },
  });
  return JSON.parse(Testing.synth(stack)) as StackJson;
}
