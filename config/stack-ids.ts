/** Ids of the stacks, in the order of their deployment. State is stored under them: a changed id is a new deployment. */
export const stackIds = ['network', 'identity', 'studio', 'private-api'] as const;

export type StackId = (typeof stackIds)[number];
