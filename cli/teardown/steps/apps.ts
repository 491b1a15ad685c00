import { DeleteAppCommand, type SageMakerClient } from '@aws-sdk/client-sagemaker';
import { reasonToWait } from '../aws-errors';
import { listApps, requestFor, type App } from '../studio';
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
      const living = apps.filter(({ status }) => status !== 'Deleting');
      await Promise.all(
        living.map((app) => reasonToWait(sageMaker.send(new DeleteAppCommand(requestFor(domainId, app))))),
      );
      return apps.map(
        ({ type, name, space, profile, status }) =>
          `${type}/${name} of ${space ?? profile ?? '?'} (${status})`,
      );
    },
    waiting,
  );
}
