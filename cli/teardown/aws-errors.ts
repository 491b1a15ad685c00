/** Names of errors that say that something is not there, of the services that are asked here. */
const goneNames: readonly string[] = [
  'FileSystemNotFound',
  'InvalidGroup.NotFound',
  'InvalidNetworkInterfaceID.NotFound',
  'MountTargetNotFound',
  'ResourceNotFound',
  'ResourceNotFoundException',
  'UserNotFoundException',
];

/** Names of errors that end by themselves: something else is still being deleted, or made. */
const busyNames: readonly string[] = [
  'ConflictException',
  'DependencyViolation',
  'FileSystemInUse',
  'IncorrectFileSystemLifeCycleState',
  'InvalidParameterValue',
  'ResourceInUse',
  'ValidationException',
];

/** The answer; undefined if what was asked for is not there. */
export async function unlessGone<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (goneNames.includes(nameOf(error))) return undefined;
    throw error;
  }
}

/**
 * Asks for a deletion.
 *
 * @returns why it has to wait; undefined if it was accepted, or there is nothing to delete any more
 */
export async function reasonToWait(deletion: Promise<unknown>): Promise<string | undefined> {
  try {
    await deletion;
    return undefined;
  } catch (error) {
    if (goneNames.includes(nameOf(error))) return undefined;
    if (busyNames.includes(nameOf(error))) return error instanceof Error ? error.message : nameOf(error);
    throw error;
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}
