import { createLog } from '../shared/log';
import { createBudget } from './budget';
import { readCredentials, readSettings } from './environment';
import { createOnFirstUse } from './first-use';
import { createHandler } from './handler';
import { createProfileCalls, createSageMaker, createSpaceCalls, createUrlCreator } from './sagemaker';
import { createFindLanding, createListOwnSpaces } from './spaces';

const settings = readSettings(process.env);
const client = createSageMaker({
  region: settings.region,
  // read at the first call, so that missing ones are a failure with a log line
  credentials: () => Promise.resolve(readCredentials(process.env)),
});

const createUrl = createUrlCreator(client, settings);
const { domainId, firstUse } = settings;
const spaceCalls = createSpaceCalls(client, domainId);

/** The entry point that Lambda calls. */
export const handler = createHandler({
  createUrl: firstUse
    ? createOnFirstUse(createUrl, createProfileCalls(client, domainId, firstUse))
    : createUrl,
  findLanding: createFindLanding(spaceCalls, settings),
  listOwnSpaces: createListOwnSpaces(spaceCalls, settings, Date.now),
  takeFromBudget: createBudget(Date.now),
  takeFromListBudget: createBudget(Date.now),
  settings,
  log: createLog((line) => process.stdout.write(line)),
});
