/** Ids of the stacks, in the order of deployment. An id is part of the place of a stack's state. */
export const stackIds = ['network', 'identity', 'studio', 'private-api'] as const;
