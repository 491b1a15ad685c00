import { createLog } from '../shared/log';
import { readPackedFile } from '../shared/packed-file';
import { noProfileNames, readProfileNames } from '../shared/profile-names';
import { readSettings } from './environment';
import { createHandler } from './handler';

const { profileNamesFile, ...settings } = readSettings(process.env);
const table =
  profileNamesFile === undefined ? noProfileNames : readProfileNames(readPackedFile(profileNamesFile));

/** The entry point that Lambda calls. */
export const handler = createHandler({
  rules: { ...settings, table },
  log: createLog((line) => process.stdout.write(line)),
});
