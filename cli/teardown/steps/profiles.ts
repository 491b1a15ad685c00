import { DeleteUserProfileCommand, type SageMakerClient } from '@aws-sdk/client-sagemaker';
import { reasonToWait } from '../aws-errors';
import { listProfiles, type Profile } from '../studio';
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
      const living = profiles.filter(({ status }) => status !== 'Deleting');
      await Promise.all(
        living.map(({ name }) =>
          reasonToWait(
            sageMaker.send(new DeleteUserProfileCommand({ DomainId: domainId, UserProfileName: name })),
          ),
        ),
      );
      return (await listProfiles(sageMaker, domainId)).filter(isWanted).map(({ name }) => name);
    },
    waiting,
  );
}
