import { deleteApps } from '../../../../cli/teardown/steps/apps';
import { answeringClients, awsError, fakeWaiting } from '../../../../test-support/teardown/answering-clients';

/** The app of one space, which failed: AWS goes on listing it. */
const Apps = [{ AppType: 'JupyterLab', AppName: 'default', SpaceName: 'bobs', Status: 'Failed' }];

test.each([
  ['ValidationException', 'App [JupyterLab/default] previously failed and was automatically deleted'],
  ['ValidationException', 'App [JupyterLab/default] has already been deleted'],
  ['ResourceNotFound', 'App [JupyterLab/default] does not exist'],
])('an app that is listed and gone is not waited for: %s, %s', async (name, message) => {
  const { clients } = answeringClients({
    ListAppsCommand: () => ({ Apps }),
    DeleteAppCommand: () => {
      throw awsError(name, message);
    },
  });
  const waiting = fakeWaiting();
  await deleteApps(clients.sageMaker, 'd-1', () => true, waiting);
  expect([waiting.now(), waiting.said]).toEqual([0, []]);
});

test.each([
  ['ValidationException', 'App [JupyterLab/default] is in Pending'],
  ['ResourceInUse', 'App [JupyterLab/default] is being updated'],
])('what ends by itself is waited for, and said: %s', async (name, message) => {
  let isBusy = true;
  const { clients } = answeringClients({
    ListAppsCommand: () => ({ Apps: isBusy ? Apps : [] }),
    DeleteAppCommand: () => {
      throw awsError(name, message);
    },
  });
  const waiting = fakeWaiting();
  const sleep = (milliseconds: number) => {
    isBusy = waiting.now() < 60_000;
    return waiting.sleep(milliseconds);
  };
  await deleteApps(clients.sageMaker, 'd-1', () => true, { ...waiting, sleep });
  expect(waiting.said).toEqual(
    [0, 1].map((min) => `  apps: 1 left, after ${min} min, such as JupyterLab/default of bobs (${message})`),
  );
});
