import type { App } from 'cdktf';
import type { Environment } from '../config/load';
import type { HandlerName } from '../packaging/bundle';
import type { HandlerPackage } from '../packaging/package';
import { CorporateNetworkStack } from './corporate-network-stack';
import { IdentityStack } from './identity-stack';
import { NetworkStack } from './network-stack';
import { PrivateApiStack } from './private-api-stack';
import { StudioStack } from './studio-stack';

/**
 * All that is deployed: the stacks of an environment, each with those that it reads from.
 *
 * @param code packages of the functions
 */
export function addStacks(
  app: App,
  environment: Environment,
  code: Record<HandlerName, HandlerPackage>,
): void {
  const network = new NetworkStack(app, 'network', environment);
  const identity = new IdentityStack(app, 'identity', environment, { code });
  const studio = new StudioStack(app, 'studio', environment, { network });
  const privateApi = new PrivateApiStack(app, 'private-api', environment, {
    network,
    identity,
    studio,
    code,
  });
  if (environment.corporateSite)
    new CorporateNetworkStack(app, 'corporate-network', environment, { network, privateApi });
}
