import { askToDelete } from '../aws-errors';

/**
 * Asks for the deletion of each that is not being deleted yet, all at once.
 *
 * @returns those that are left, each in words, with its status, or with AWS's reason why it has to wait
 */
export async function deleteEach<T extends { readonly status: string }>(
  items: readonly T[],
  nameOf: (item: T) => string,
  deletionOf: (item: T) => Promise<unknown>,
): Promise<string[]> {
  const left = await Promise.all(
    items.map(async (item) => {
      const asked = item.status === 'Deleting' ? undefined : await askToDelete(deletionOf(item));
      return asked?.isGone === true ? [] : [`${nameOf(item)} (${asked?.reason ?? item.status})`];
    }),
  );
  return left.flat();
}
