import { askToDelete } from '../aws-errors';
import { untilNone, type Waiting } from '../waiting';

/** What is to be deleted. */
interface Deletion<T> {
  /** In words: `apps`. */
  readonly what: string;
  /** All that is there now. */
  readonly list: () => Promise<readonly T[]>;
  readonly nameOf: (item: T) => string;
  readonly deletionOf: (item: T) => Promise<unknown>;
}

/** Deletes all at once, also what somebody makes meanwhile, and waits until none is left. */
export async function deleteAll<T extends { readonly status: string }>(
  { what, list, nameOf, deletionOf }: Deletion<T>,
  waiting: Waiting,
): Promise<void> {
  await untilNone(
    what,
    async () => {
      const left = (await list()).map(async (item) => {
        const asked = item.status === 'Deleting' ? undefined : await askToDelete(deletionOf(item));
        return asked?.isGone === true ? [] : [`${nameOf(item)} (${asked?.reason ?? item.status})`];
      });
      return (await Promise.all(left)).flat();
    },
    waiting,
  );
}
