import { createLog } from '../shared/log';
import { createBudget } from './budget';
import { readCredentials, readSettings } from './environment';
import { createHandler } from './handler';
import { createSageMaker, createUrlCreator } from './sagemaker';

const settings = readSettings(process.env);
const client = createSageMaker({
  region: settings.region,
  // read at the first call, so that missing ones are a failure with a log line
  credentials: () => Promise.resolve(readCredentials(process.env)),
});

export const handler = createHandler({
  createUrl: createUrlCreator(client, settings),
  takeFromBudget: createBudget(Date.now),
  settings,
  log: createLog((line) => process.stdout.write(line)),
});
