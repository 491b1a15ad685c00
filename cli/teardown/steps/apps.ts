import { DeleteAppCommand, type SageMakerClient } from '@aws-sdk/client-sagemaker';
import { listApps, requestFor, type App } from '../studio';
import type { Waiting } from '../waiting';
import { deleteAll } from './delete-all';

/**
 * Deletes apps, all at once, also those that somebody starts meanwhile. No work is in an app itself.
 *
 * @param isWanted which of the domain's apps
 */
export async function deleteApps(
  sageMaker: SageMakerClient,
  domainId: string,
  isWanted: (app: App) => boolean,
  waiting: Waiting,
): Promise<void> {
  await deleteAll(
    {
      what: 'apps',
      list: async () => (await listApps(sageMaker, domainId)).filter(isWanted),
      nameOf: ({ type, name, space, profile }) => `${type}/${name} of ${space ?? profile ?? '?'}`,
      deletionOf: (app) => sageMaker.send(new DeleteAppCommand(requestFor(domainId, app))),
    },
    waiting,
  );
}
