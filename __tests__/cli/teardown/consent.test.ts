import {
  listHash,
  Refused,
  requireConsent,
  sentencesFor,
  sentencesForUser,
} from '../../../cli/teardown/consent';

const space = (name: string) => ({ name, owner: 'bob', status: 'InService', allocatedGb: 5 });
const fileSystem = (id: string) => ({ id, sizeBytes: 1, measuredAt: undefined });
const domain = {
  id: 'd-1',
  name: 'studio',
  vpcId: 'vpc-1',
  fileSystemId: 'fs-1',
  isInState: true,
  deletesHomes: false,
  profilesInState: [],
};
const held = {
  environment: 'prod',
  spaces: [space('a'), space('b')],
  fileSystems: [fileSystem('fs-1')],
  domain,
};
const deleting = { ...domain, deletesHomes: true };

describe('the sentences that have to be said', () => {
  it.each([
    ['spaces', held, {}, ['delete 2 spaces of prod, list 7e18f7']],
    ['one space', { ...held, spaces: [space('a')] }, {}, ['delete 1 space of prod, list ca9781']],
    ['nothing is held', { ...held, spaces: [], fileSystems: [], domain: undefined }, {}, []],
    ['a retained file system is kept', { ...held, spaces: [] }, {}, []],
    [
      'a retained file system, unless told',
      { ...held, spaces: [] },
      { 'delete-homes': 'anything' },
      ['delete the home directories of prod in fs-1, list bfd9c4'],
    ],
    [
      'a domain that deletes homes',
      { ...held, domain: deleting },
      {},
      ['delete 2 spaces of prod, list 7e18f7', 'delete the home directories of prod in fs-1, list bfd9c4'],
    ],
    [
      'file systems of earlier domains',
      { ...held, spaces: [], domain: deleting, fileSystems: [fileSystem('fs-1'), fileSystem('fs-2')] },
      {},
      ['delete the home directories of prod in fs-1 fs-2, list 0f6743'],
    ],
    ['homes that are gone already', { ...held, spaces: [], fileSystems: [] }, { 'delete-homes': 'x' }, []],
  ])('%s', (_, inventory, given, expected) => {
    expect(sentencesFor(inventory, given).map(({ text }) => text)).toEqual(expected);
  });

  it("of one person's spaces", () => {
    expect(sentencesForUser('bob', held).map(({ text }) => text)).toEqual([
      'delete 2 spaces of bob in prod, list 7e18f7',
    ]);
  });
});

describe('consent', () => {
  const both = sentencesFor({ ...held, domain: deleting }, {});
  const spaces = 'delete 2 spaces of prod, list 7e18f7';
  const homes = 'delete the home directories of prod in fs-1, list bfd9c4';
  const otherTwo = sentencesFor({ ...held, spaces: [space('a'), space('c')] }, {})[0]?.text ?? '';
  const otherHomes = `delete the home directories of prod in fs-2, list ${listHash(['fs-2'])}`;
  const given = (deleteSpaces?: string, deleteHomes?: string) => ({
    ...(deleteSpaces !== undefined && { 'delete-spaces': deleteSpaces }),
    ...(deleteHomes !== undefined && { 'delete-homes': deleteHomes }),
  });

  it.each<[string, object, boolean, string[]]>([
    ['nothing', given(), false, ['--delete-spaces: got nothing', '--delete-homes: got nothing']],
    ['--yes alone', given(), true, ['--delete-spaces: got nothing', '--delete-homes: got nothing']],
    ['one of two', given(spaces), true, ['--delete-homes: got nothing']],
    ['the other of two', given(undefined, homes), true, ['--delete-spaces: got nothing']],
    ['another count', given(spaces.replace('2', '3'), homes), true, ['got "delete 3 spaces of prod']],
    ['no list', given('delete 2 spaces of prod', homes), true, ['got "delete 2 spaces of prod"']],
    ['two other spaces', given(otherTwo, homes), true, [`got "${otherTwo}", expected "${spaces}"`]],
    ['another file system', given(spaces, otherHomes), true, [`got "${otherHomes}"`]],
    [
      'another environment',
      given(spaces.replace('prod', 'test'), homes),
      true,
      ['got "delete 2 spaces of test'],
    ],
    ['one for the other', given(homes, spaces), true, ['--delete-spaces: got', '--delete-homes: got']],
    ['other capitals', given(spaces.replace('d', 'D'), homes), true, ['--delete-spaces: got']],
    ['yes', given('yes', 'yes'), true, ['--delete-spaces: got "yes"', '--delete-homes: got "yes"']],
    ['both, but not --yes', given(spaces, homes), false, ['--yes: got nothing, and no terminal to ask at']],
  ])('is not given without a terminal by %s', async (_, said, isYes, words) => {
    const refused = requireConsent(both, 'Delete prod', { given: said, isYes, ask: undefined });
    await expect(refused).rejects.toThrow(Refused);
    for (const word of ['nothing has been deleted', ...words]) await expect(refused).rejects.toThrow(word);
  });

  it.each<[string, object, boolean, string[], string | undefined]>([
    ['all answers', given(), false, [spaces, homes, 'yes'], undefined],
    ['blanks around an answer', given(), false, [` ${spaces} `, homes, 'yes '], undefined],
    ['the rest of the answers', given(spaces), true, [homes], undefined],
    ['yes in place of a sentence', given(), false, ['yes'], '--delete-spaces: got "yes"'],
    ['nothing typed', given(), false, [spaces, ''], '--delete-homes: got ""'],
    ['no at the end', given(), false, [spaces, homes, 'y'], '--yes: got "y"'],
  ])('at a terminal: %s', async (_, said, isYes, answers, refusal) => {
    const left = [...answers];
    const ask = () => Promise.resolve(left.shift() ?? 'asked too often');
    const consent = requireConsent(both, 'Delete prod', { given: said, isYes, ask });
    await (refusal === undefined
      ? expect(consent).resolves.toEqual({ spaces: ['a', 'b'], fileSystems: ['fs-1'] })
      : expect(consent).rejects.toThrow(refusal));
    expect(left).toEqual([]);
  });

  it('to spaces is none to home directories', async () => {
    const kept = sentencesFor(held, {});
    const consent = { given: given(spaces), isYes: true, ask: undefined };
    expect(await requireConsent(kept, 'Delete prod', consent)).toEqual({
      spaces: ['a', 'b'],
      fileSystems: [],
    });
  });
});

test('the hash of a list goes by what is in it, not by its order', () => {
  expect(listHash(['b', 'a'])).toBe('7e18f7');
  expect(listHash(['a', 'c'])).not.toBe('7e18f7');
  expect(listHash(['ab'])).not.toBe(listHash(['a', 'b']));
});
