/** Ids of the stacks, in the order of their deployment. They name state: another id is another deployment. */
export const stackIds = ['network', 'identity', 'studio', 'private-api'] as const;

/** One of the stacks. */
export type StackId = (typeof stackIds)[number];
