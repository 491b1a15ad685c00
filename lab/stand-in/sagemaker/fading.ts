/** How long SageMaker takes to delete an app or a space, in milliseconds: minutes on AWS, so commands have to wait. */
export const deletionMilliseconds = 1500;

/** Something that is deleted in the background: an app or a space. */
export interface Fading {
  /** When its deletion was asked for, in milliseconds since 1970. Default: nobody asked. */
  deletedAt?: number;
  /** It did not come into service. It stays, and holds what it is in, until its deletion is asked for. Default: it did. */
  readonly hasFailed?: boolean;
}

/** @param gone what the API says once the deletion is complete */
export function statusOf<Gone extends string>({ deletedAt, hasFailed = false }: Fading, gone: Gone) {
  if (deletedAt === undefined) return hasFailed ? 'Failed' : 'InService';
  return Date.now() < deletedAt + deletionMilliseconds ? 'Deleting' : gone;
}
