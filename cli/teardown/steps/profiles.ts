import { DeleteUserProfileCommand, type SageMakerClient } from '@aws-sdk/client-sagemaker';
import { listProfiles, type Profile } from '../studio';
import { deleteEach } from './delete-each';
import { untilNone, type Waiting } from '../waiting';

/** Deletes profiles. The home directories of their owners stay in the file system. */
export async function deleteProfiles(
  sageMaker: SageMakerClient,
  domainId: string,
  isWanted: (profile: Profile) => boolean,
  waiting: Waiting,
): Promise<void> {
  await untilNone(
    'profiles',
    async () => {
      const profiles = (await listProfiles(sageMaker, domainId)).filter(isWanted);
      return deleteEach(
        profiles,
        ({ name }) => name,
        ({ name }) =>
          sageMaker.send(new DeleteUserProfileCommand({ DomainId: domainId, UserProfileName: name })),
      );
    },
    waiting,
  );
}
