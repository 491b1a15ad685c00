import { DeleteAppCommand, type SageMakerClient } from '@aws-sdk/client-sagemaker';
import { listApps, requestFor, type App } from '../studio';
import { deleteEach } from './delete-each';
import { untilNone, type Waiting } from '../waiting';

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
  await untilNone(
    'apps',
    async () => {
      const apps = (await listApps(sageMaker, domainId)).filter(isWanted);
      return deleteEach(
        apps,
        ({ type, name, space, profile }) => `${type}/${name} of ${space ?? profile ?? '?'}`,
        (app) => sageMaker.send(new DeleteAppCommand(requestFor(domainId, app))),
      );
    },
    waiting,
  );
}
