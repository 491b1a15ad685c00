import { DeleteSpaceCommand, type SageMakerClient } from '@aws-sdk/client-sagemaker';
import { requireAgreed } from '../consent';
import { listSpaces, type Space } from '../studio';
import type { Waiting } from '../waiting';
import { deleteAll } from './delete-all';

/**
 * Deletes spaces with their volumes.
 *
 * @param agreed names of the spaces that somebody has agreed to lose
 * @param isWanted which of the domain's spaces have to go
 * @throws NotAgreed if one has to go that was made since the list was shown, before anything of it is lost
 */
export async function deleteSpaces(
  sageMaker: SageMakerClient,
  domainId: string,
  agreed: readonly string[],
  isWanted: (space: Space) => boolean,
  waiting: Waiting,
): Promise<void> {
  let left = agreed;
  await deleteAll(
    {
      what: 'spaces',
      list: async () => {
        const spaces = (await listSpaces(sageMaker, domainId)).filter(isWanted);
        const names = spaces.map(({ name }) => name);
        requireAgreed('space', names, left);
        // one that somebody makes in the place of one that is gone is another one
        left = left.filter((name) => names.includes(name));
        return spaces;
      },
      nameOf: ({ name }) => name,
      deletionOf: ({ name }) =>
        sageMaker.send(new DeleteSpaceCommand({ DomainId: domainId, SpaceName: name })),
    },
    waiting,
  );
}
