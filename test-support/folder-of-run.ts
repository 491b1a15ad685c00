/**
 * The folder that `jest.config.mjs` makes for a run of tests, and removes after it. cdktf would write into `cdktf.out/` of the
 * project without another folder.
 */
export function folderOfRun(): string {
  const folder = process.env.STUDIO_TESTS_FOLDER;
  if (folder === undefined) throw new Error('STUDIO_TESTS_FOLDER is not set: run this with Jest');
  return folder;
}
