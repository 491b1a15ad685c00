import { readdirSync } from 'node:fs';
import { isFolder } from './folder';

/** Beginning of the names of folders that keep local state which is in S3 now. */
const movedToS3 = 'moved-to-s3-';

/**
 * Name of the folder, in an environment's folder of local state, that keeps old files after a move.
 *
 * @param time of the move
 */
export function movedAwayName(isToS3: boolean, time: Date): string {
  return `${isToS3 ? movedToS3 : 'moved-here-'}${time.toISOString().replaceAll(/[-:]|\.\d+/g, '')}`;
}

/** Names of the folders that keep local state which was moved to S3, the latest first. */
export function movedAwayFolders(environmentFolder: string): string[] {
  if (!isFolder(environmentFolder)) return [];
  return readdirSync(environmentFolder)
    .filter((name) => name.startsWith(movedToS3))
    .sort()
    .reverse();
}
