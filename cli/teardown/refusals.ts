import type { StackId } from '../../config/stack-ids';
import { Refused } from './consent';
import type { States, Wanted } from './inventory';

/**
 * Refuses while the states hold a Studio domain and the environment file says that the environment uses one that exists.
 * Terraform would destroy that domain, with the file system that its next owner relies on.
 *
 * @throws Refused
 */
export function requireOwnDomain({ environment, createdDomain }: Wanted, states: States): void {
  if (createdDomain) return;
  const ids = Object.values(states)
    .flat()
    .filter(({ type }) => type === 'aws_sagemaker_domain')
    .map(({ attributes }) => String(attributes.id));
  if (ids.length === 0) return;
  throw new Refused(
    [
      'nothing has been deleted',
      `studio.domain.existing: the state of ${environment} still holds the domain ${ids.join(', ')}, which Terraform would destroy`,
      'to keep it, deploy the release first ("release": ["studio.domain"]); to delete it, put studio.domain.create back',
    ].join('\n  '),
  );
}

/**
 * Refuses while a stack is deployed that the environment file does not have any more: it would be left, and what it holds could
 * keep the others from being destroyed.
 *
 * @throws Refused
 */
export function requireAllStacks(environment: string, forgotten: readonly StackId[]): void {
  if (forgotten.length === 0) return;
  throw new Refused(
    [
      'nothing has been deleted',
      `${forgotten.join(', ')}: deployed, and not in environments/${environment}.json any more. Put its setting back, and run the command again: it deletes that stack, too`,
    ].join('\n  '),
  );
}
