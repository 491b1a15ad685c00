import type { EnvironmentStack } from './environment-stack';
import { entriesAddress, protectEntries } from './protected-entries';
import { forgetResources, guardSetting } from './protection';

/*
 * Settings that two stacks guard. The stack that holds the domain or the name refuses to lose it, but the network is
 * deployed before, and the policies of its endpoints follow the environment file: without a guard of its own, a
 * deployment that is refused later would already have closed the endpoint to a domain or a name that stays.
 */

/** Refuses to take a Studio domain for an existing one where one was created, unless that is done on purpose. */
export function guardDomain(stack: EnvironmentStack): void {
  const { protectFromDestroy, release, studio } = stack.environment;
  const isCreated = studio.domain.create !== undefined;
  const destroys =
    'The domain, the profiles and the roles that were created would be destroyed, with the work in them. Put "create" back. To leave them in the account and take them for existing ones, add "release": ["studio.domain"]; to destroy them, set "protectFromDestroy": false.';
  guardSetting(stack, {
    setting: 'studio.domain',
    value: isCreated ? 'create' : 'existing',
    refusal: !isCreated && protectFromDestroy && !release.includes('studio.domain') ? destroys : undefined,
  });
}

const nameSetting = 'api.customDomain.name';

/** Refuses to lose a custom domain name of the API; a name that is released is forgotten. */
export function guardCustomDomainName(stack: EnvironmentStack): void {
  const { api, release } = stack.environment;
  if (api.customDomain === undefined && release.includes('api.customDomain')) {
    forgetResources(stack, 'released-custom-domain-name', [entriesAddress(nameSetting)]);
  } else {
    protectEntries(stack, nameSetting, api.customDomain === undefined ? [] : [api.customDomain.name]);
  }
}
