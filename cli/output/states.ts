import path from 'node:path';
import { filesBelow } from './files';

/** Files of Terraform state in an output folder, without what Terraform itself keeps in `.terraform`. */
export function stateFilesBelow(folder: string): string[] {
  return filesBelow(folder, (file) => path.posix.basename(file) === '.terraform').filter((file) =>
    path.posix.basename(file).includes('.tfstate'),
  );
}

/** What to do with an output folder that cannot be written into: earlier versions kept state in it. */
export function movingAway(folder: string): string {
  const [state] = stateFilesBelow(folder);
  return state === undefined
    ? 'move the output folder away (no state is in it), then run the command again'
    : `move the output folder away and keep it: it holds Terraform state, ${state}, which the deployment needs. ` +
        'Then run the command again, which says where that file belongs';
}
