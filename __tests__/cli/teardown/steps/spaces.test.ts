import { NotAgreed } from '../../../../cli/teardown/consent';
import { deleteSpaces } from '../../../../cli/teardown/steps/spaces';
import { answeringClients, fakeWaiting } from '../../../../test-support/teardown/answering-clients';

/** Deletes the spaces a and b of a domain which has these, one list after the other. */
async function deleteBoth(...lists: readonly (readonly string[])[]) {
  const left = [...lists];
  const deleted: unknown[] = [];
  const { clients } = answeringClients({
    ListSpacesCommand: () => ({
      Spaces: (left.shift() ?? []).map((SpaceName) => ({ SpaceName, Status: 'InService' })),
    }),
    DeleteSpaceCommand: ({ SpaceName }) => {
      deleted.push(SpaceName);
      return {};
    },
  });
  const error: unknown = await deleteSpaces(
    clients.sageMaker,
    'd-1',
    ['a', 'b'],
    () => true,
    fakeWaiting(),
  ).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return { deleted, error };
}

test('those that were agreed to are deleted', async () => {
  expect(await deleteBoth(['a', 'b'], ['b'], [])).toEqual({ deleted: ['a', 'b', 'b'], error: undefined });
});

test.each<[string, string[][], string]>([
  ['made since', [['a', 'b', 'c']], 'space c: '],
  [
    'made while others are deleted',
    [
      ['a', 'b'],
      ['b', 'c'],
    ],
    'space c: ',
  ],
  ['made anew with the name of one that is gone', [['a', 'b'], ['b'], ['a', 'b']], 'space a: '],
  ['made anew with the name of one that was gone before', [['b'], ['a', 'b']], 'space a: '],
])('one is not deleted that was %s', async (_, lists, words) => {
  const { deleted, error } = await deleteBoth(...lists);
  expect(error).toBeInstanceOf(NotAgreed);
  expect(String(error)).toContain(words);
  // nothing of the last list
  expect(deleted).toEqual(lists.slice(0, -1).flat());
});
