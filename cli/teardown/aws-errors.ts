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

/**
 * What SageMaker answers for an app that it lists, and that is gone. It is in no documentation: Terraform's provider knows both.
 * https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/sagemaker/app.go
 */
const goneTexts: readonly string[] = [
  'previously failed and was automatically deleted',
  'has already been deleted',
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

/** What became of a request to delete something. */
export interface Asked {
  /** There is nothing to delete any more, whatever a list says. */
  readonly isGone: boolean;
  /** Why it has to wait; undefined if it was accepted, or is gone. */
  readonly reason: string | undefined;
}

/** Asks for a deletion. */
export async function askToDelete(deletion: Promise<unknown>): Promise<Asked> {
  try {
    await deletion;
    return { isGone: false, reason: undefined };
  } catch (error) {
    const [name, message] = [nameOf(error), error instanceof Error ? error.message : ''];
    if (goneNames.includes(name)) return { isGone: true, reason: undefined };
    if (name === 'ValidationException' && goneTexts.some((text) => message.includes(text)))
      return { isGone: true, reason: undefined };
    if (busyNames.includes(name)) return { isGone: false, reason: message || name };
    throw error;
  }
}

/** As {@link askToDelete}, where it does not matter whether it was there: undefined if it was accepted, or is gone. */
export async function reasonToWait(deletion: Promise<unknown>): Promise<string | undefined> {
  return (await askToDelete(deletion)).reason;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}
