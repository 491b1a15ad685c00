/**
 * Ids of the stacks of every deployment, in the order of their deployment. State is stored under them: a changed id is a
 * new deployment.
 */
export const stackIds = ['network', 'identity', 'studio', 'private-api'] as const;

/** Ids of all stacks that a deployment may have, in the order of their deployment. */
export const allStackIds = [...stackIds, 'corporate-network'] as const;

/** Id of a stack that a deployment may have. */
export type StackId = (typeof allStackIds)[number];

/** Ids of the stacks of one environment, in the order of their deployment. */
export function stackIdsOf({
  corporateSite,
}: {
  readonly corporateSite?: object | undefined;
}): readonly StackId[] {
  return corporateSite ? allStackIds : stackIds;
}
