import type { AppWord } from '../../../api/landing';
import {
  createFindLanding,
  createListOwnSpaces,
  type Space,
  type SpaceCalls,
} from '../../../handlers/presigned-url/spaces';

const { signal } = new AbortController();

const work: Space = {
  name: 'work',
  owner: 'alice',
  sharing: 'Private',
  appType: 'JupyterLab',
  status: 'InService',
};

const settings = { landingUri: undefined, landingApps: ['studio', 'jupyterlab'] as readonly AppWord[] };

/** Finds a landing with a SageMaker that knows one space. */
function setUp(space: Partial<Space> = {}, { runs = true, landingApps = settings.landingApps } = {}) {
  const asked: string[] = [];
  const find = createFindLanding(
    {
      describeSpace: (name) => {
        asked.push(`space ${name}`);
        return Promise.resolve({ ...work, ...space });
      },
      isRunning: (name, appType) => {
        asked.push(`${appType} of ${name}`);
        return Promise.resolve(runs);
      },
    },
    { ...settings, landingApps },
  );
  return { find, asked };
}

const nothing = { app: undefined, space: undefined };

describe('without a space', () => {
  test.each([
    ['nothing', nothing, undefined, {}],
    [
      'nothing, where the deployment has a default',
      nothing,
      'app:JupyterLab:lab',
      { landingUri: 'app:JupyterLab:lab' },
    ],
    ['Studio', { ...nothing, app: 'studio' }, 'app:JupyterLab:lab', { landingUri: 'studio::' }],
    ['JupyterLab', { ...nothing, app: 'jupyterlab' }, undefined, { landingUri: 'studio::jupyterlab' }],
    ['Code Editor', { ...nothing, app: 'code-editor' }, undefined, { landingUri: 'studio::code-editor' }],
  ] as const)('%s leads to a page, and SageMaker is not asked', async (_, choice, landingUri, expected) => {
    const find = createFindLanding({ describeSpace: fail, isRunning: fail }, { ...settings, landingUri });
    await expect(find(choice, 'alice', signal)).resolves.toEqual(expected);
  });
});

function fail(): never {
  throw new Error('not expected');
}

describe('an own private space', () => {
  test.each([undefined, 'jupyterlab'] as const)('whose app runs is opened itself, app %s', async (app) => {
    const { find, asked } = setUp();
    await expect(find({ app, space: 'work' }, 'alice', signal)).resolves.toEqual({ spaceName: 'work' });
    expect(asked).toEqual(['space work', 'JupyterLab of work']);
  });

  test.each([
    ['JupyterLab', 'jupyterlab'],
    ['CodeEditor', 'code-editor'],
  ] as const)('whose %s does not run leads to the page on which it is started', async (appType, word) => {
    const { find } = setUp({ appType }, { runs: false, landingApps: ['jupyterlab', 'code-editor'] });
    await expect(find({ app: undefined, space: 'work' }, 'alice', signal)).resolves.toEqual({
      landingUri: `studio::${word}/work`,
    });
  });

  test.each(['InService', 'Updating', 'Update_Failed'])('can be opened in the state %s', async (status) => {
    const { find } = setUp({ status });
    await expect(find({ app: undefined, space: 'work' }, 'alice', signal)).resolves.toEqual({
      spaceName: 'work',
    });
  });
});

describe('a space is not found', () => {
  test('that is not there', async () => {
    const find = createFindLanding(
      { describeSpace: () => Promise.resolve(undefined), isRunning: fail },
      settings,
    );
    await expect(find({ app: undefined, space: 'work' }, 'alice', signal)).rejects.toMatchObject({
      name: 'SpaceNotFound',
      code: 'no_space',
    });
  });

  test.each<[string, Partial<Space>, string]>([
    ['of a colleague', { owner: 'bob' }, 'other_owner'],
    ['of a colleague, shared', { owner: 'bob', sharing: 'Shared' }, 'other_owner'],
    ['of a namesake in capitals', { owner: 'Alice' }, 'other_owner'],
    ['of somebody whose name begins alike', { owner: 'alice2' }, 'other_owner'],
    ['of nobody, as the first spaces were', { owner: undefined, sharing: undefined }, 'other_owner'],
    ['of the caller, shared', { sharing: 'Shared' }, 'not_private'],
    ['of the caller, without a kind', { sharing: undefined }, 'not_private'],
    ['with another name than asked for', { name: 'WORK' }, 'no_space'],
    ['that is being made', { status: 'Pending' }, 'not_in_service'],
    ['that is being deleted', { status: 'Deleting' }, 'not_in_service'],
    ['that could not be deleted', { status: 'Delete_Failed' }, 'not_in_service'],
    ['that could not be made', { status: 'Failed' }, 'not_in_service'],
    ['without a state', { status: undefined }, 'not_in_service'],
  ])('%s', async (_, space, code) => {
    const { find, asked } = setUp(space);
    await expect(find({ app: undefined, space: 'work' }, 'alice', signal)).rejects.toMatchObject({
      name: 'SpaceNotFound',
      code,
    });
    expect(asked).toEqual(['space work']);
  });

  test.each(['studio', 'code-editor'] as const)('that has another app than %s', async (app) => {
    const { find } = setUp();
    await expect(find({ app, space: 'work' }, 'alice', signal)).rejects.toMatchObject({
      name: 'SpaceNotFound',
      code: 'other_app',
    });
  });
});

test.each(['CodeEditor', 'JupyterServer', undefined] as const)(
  'an own space with an app that nobody may choose is not opened: %s',
  async (appType) => {
    const { find, asked } = setUp({ appType });
    await expect(find({ app: undefined, space: 'work' }, 'alice', signal)).rejects.toMatchObject({
      name: 'AppNotAllowed',
    });
    expect(asked).toEqual(['space work']);
  },
);

test("a failure of SageMaker's is one of the caller's call", async () => {
  const error = Object.assign(new Error('marked'), { name: 'ThrottlingException' });
  const find = createFindLanding({ describeSpace: () => Promise.reject(error), isRunning: fail }, settings);
  await expect(find({ app: undefined, space: 'work' }, 'alice', signal)).rejects.toBe(error);
});

describe('the list', () => {
  const listed = { name: 'work', app: 'jupyterlab', status: 'InService' };

  /** Lists with a SageMaker that has these pages. */
  function list(pages: readonly (readonly Space[])[], millisecondsEach = 0) {
    let now = 0;
    const tokens: (string | undefined)[] = [];
    const listSpaces: SpaceCalls['listSpaces'] = (nextToken) => {
      tokens.push(nextToken);
      now += millisecondsEach;
      const page = Number(nextToken ?? 0);
      const hasMore = page + 1 < pages.length;
      return Promise.resolve({
        spaces: pages[page] ?? [],
        nextToken: hasMore ? String(page + 1) : undefined,
      });
    };
    return { tokens, answer: createListOwnSpaces({ listSpaces }, settings, () => now)('alice', signal) };
  }

  test('is empty where there are none', async () => {
    await expect(list([[]]).answer).resolves.toEqual({ spaces: [], complete: true });
  });

  test('has own private spaces only, in any state, with the word for their app', async () => {
    const { answer } = list([
      [
        work,
        { ...work, name: 'made', status: 'Pending' },
        { ...work, name: 'bobs', owner: 'bob' },
        { ...work, name: 'alices', owner: 'ALICE' },
        { ...work, name: 'team', sharing: 'Shared' },
        { ...work, name: 'bobs-team', owner: 'bob', sharing: 'Shared' },
        { ...work, name: 'first-kind', owner: undefined, sharing: undefined },
        { ...work, name: 'editor', appType: 'CodeEditor' },
        { ...work, name: 'classic', appType: 'JupyterServer' },
        { ...work, name: 'no-app', appType: undefined },
        { ...work, name: undefined },
        { ...work, name: 'no-state', status: undefined },
      ],
    ]);
    await expect(answer).resolves.toEqual({
      spaces: [listed, { ...listed, name: 'made', status: 'Pending' }],
      complete: true,
    });
  });

  test('goes through all pages', async () => {
    const { answer, tokens } = list([[{ ...work, owner: 'bob' }], [], [work]]);
    await expect(answer).resolves.toEqual({ spaces: [listed], complete: true });
    expect(tokens).toEqual([undefined, '1', '2']);
  });

  test.each([
    [20, true],
    [21, false],
  ])('of %i pages is complete: %s', async (count, complete) => {
    const { answer, tokens } = list(Array.from({ length: count }, () => [work]));
    await expect(answer).resolves.toEqual({ spaces: Array(20).fill(listed), complete });
    expect(tokens).toHaveLength(20);
  });

  test.each([
    [400, 10, true],
    [1500, 3, false],
    [4500, 1, false],
  ])('of ten pages that take %i ms each asks for %i', async (milliseconds, asked, complete) => {
    const { answer, tokens } = list(
      Array.from({ length: 10 }, () => [work]),
      milliseconds,
    );
    await expect(answer).resolves.toEqual({ spaces: Array(asked).fill(listed), complete });
    expect(tokens).toHaveLength(asked);
  });
});
