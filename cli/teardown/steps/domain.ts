import { DeleteDomainCommand, type SageMakerClient } from '@aws-sdk/client-sagemaker';
import { reasonToWait } from '../aws-errors';
import { describeDomain } from '../studio';
import { untilNone, type Waiting } from '../waiting';

/** Deletes a domain that Terraform does not know. */
export async function deleteDomain(
  sageMaker: SageMakerClient,
  { id, deletesHomes }: { readonly id: string; readonly deletesHomes: boolean },
  waiting: Waiting,
): Promise<void> {
  const HomeEfsFileSystem = deletesHomes ? 'Delete' : 'Retain';
  await untilNone(
    'domain',
    async () => {
      const domain = await describeDomain(sageMaker, id);
      if (domain === undefined) return [];
      if (domain.Status !== 'Deleting') {
        const request = { DomainId: id, RetentionPolicy: { HomeEfsFileSystem } } as const;
        await reasonToWait(sageMaker.send(new DeleteDomainCommand(request)));
      }
      return (await describeDomain(sageMaker, id)) === undefined ? [] : [id];
    },
    waiting,
  );
}
