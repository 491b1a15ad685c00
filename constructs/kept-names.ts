import type { EnvironmentStack } from './environment-stack';
import { protectEntries } from './protected-entries';

/**
 * Keeps the names of removed users taken, so that nobody else gets the profile and the home of the former owner: while
 * `protectFromDestroy` is on, a plan is refused in which a name has left `studio.removedUsers`, also for `studio.users`.
 * In every stack that would make something for the new owner: the first one that is deployed must refuse already.
 */
export function keepNames(stack: EnvironmentStack): void {
  protectEntries(stack, 'studio.removedUsers', stack.environment.studio.removedUsers);
}
