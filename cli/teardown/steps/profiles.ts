import { DeleteUserProfileCommand, type SageMakerClient } from '@aws-sdk/client-sagemaker';
import { listProfiles, type Profile } from '../studio';
import type { Waiting } from '../waiting';
import { deleteAll } from './delete-all';

/** Deletes profiles. The home directories of their owners stay in the file system. */
export async function deleteProfiles(
  sageMaker: SageMakerClient,
  domainId: string,
  isWanted: (profile: Profile) => boolean,
  waiting: Waiting,
): Promise<void> {
  await deleteAll(
    {
      what: 'profiles',
      list: async () => (await listProfiles(sageMaker, domainId)).filter(isWanted),
      nameOf: ({ name }) => name,
      deletionOf: ({ name }) =>
        sageMaker.send(new DeleteUserProfileCommand({ DomainId: domainId, UserProfileName: name })),
    },
    waiting,
  );
}
