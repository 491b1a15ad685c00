import { reasonToWait } from '../aws-errors';

/**
 * Asks for the deletion of each that is not being deleted yet, all at once.
 *
 * @returns each in words, with its status, or with AWS's reason why it has to wait
 */
export function deleteEach<T extends { readonly status: string }>(
  items: readonly T[],
  nameOf: (item: T) => string,
  deletionOf: (item: T) => Promise<unknown>,
): Promise<string[]> {
  return Promise.all(
    items.map(async (item) => {
      const reason = item.status === 'Deleting' ? undefined : await reasonToWait(deletionOf(item));
      return `${nameOf(item)} (${reason ?? item.status})`;
    }),
  );
}
