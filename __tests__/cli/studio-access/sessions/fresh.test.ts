import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Failure } from '../../../../cli/studio-access/failure';
import { freshSession } from '../../../../cli/studio-access/sessions/fresh';
import type { Session } from '../../../../cli/studio-access/sessions/session';
import type { KeptSession } from '../../../../cli/studio-access/sessions/store';
import type { Tokens } from '../../../../cli/studio-access/sign-in/tokens';
import { startLivingProcess } from '../../../../test-support/living-process';

const lockFolder = mkdtempSync(path.join(tmpdir(), 'studio-access-lock-'));
afterAll(() => {
  rmSync(lockFolder, { recursive: true });
});

const minute = 60_000;

/** A session in memory, and a provider that counts. */
function setUp(session: Session | undefined, answer: Partial<Tokens> | 'refused' = {}) {
  const state = { session, refreshed: [] as string[], deleted: false };
  const kept: KeptSession = {
    user: 'alice',
    storage: 'file',
    lockFolder,
    read: () => Promise.resolve(state.session),
    write: (written) => {
      state.session = written;
      return Promise.resolve();
    },
    delete: () => {
      state.session = undefined;
      state.deleted = true;
      return Promise.resolve();
    },
  };
  const refresh = async (token: string) => {
    state.refreshed.push(token);
    await new Promise((resolve) => setTimeout(resolve, 30));
    if (answer === 'refused') return undefined;
    return {
      accessToken: `at-${state.refreshed.length}`,
      accessTokenExpiresAt: Date.now() + 60 * minute,
      ...answer,
    };
  };
  const get = (rejected?: string) =>
    freshSession(kept, { refresh, now: Date.now, signal: new AbortController().signal }, rejected);
  return { state, get };
}

const session = (minutes: number): Session => ({
  accessToken: 'at-0',
  accessTokenExpiresAt: Date.now() + minutes * minute,
  refreshToken: 'rt-0',
});

const endingOf = (error: unknown) => (error as Failure).ending;

describe('a fresh session', () => {
  it('is the one that is kept, while its token is good for a while', async () => {
    const { state, get } = setUp(session(5));
    expect((await get()).accessToken).toBe('at-0');
    expect(state.refreshed).toEqual([]);
  });

  it.each([-5, 0.5])('is renewed when the token has %d minutes', async (minutes) => {
    const { state, get } = setUp(session(minutes));
    expect(await get()).toMatchObject({ accessToken: 'at-1', refreshToken: 'rt-0' });
    expect(state.session?.accessToken).toBe('at-1');
  });

  it('has the new refresh token where the provider gives one', async () => {
    const { state, get } = setUp(session(-5), { refreshToken: 'rt-1' });
    await get();
    expect(state.session?.refreshToken).toBe('rt-1');
  });

  it('is renewed when the API does not accept the token, and only for that one', async () => {
    const { state, get } = setUp(session(30));
    expect((await get('at-0')).accessToken).toBe('at-1');
    expect((await get('at-0')).accessToken).toBe('at-1');
    expect(state.refreshed).toEqual(['rt-0']);
  });

  it('is renewed once for twenty that ask at the same time', async () => {
    const { state, get } = setUp(session(-5));
    const all = await Promise.all(Array.from({ length: 20 }, () => get()));
    expect(new Set(all.map(({ accessToken }) => accessToken))).toEqual(new Set(['at-1']));
    expect(state.refreshed).toEqual(['rt-0']);
    expect(readdirSync(lockFolder)).toEqual([]);
  });

  it('is not waited for when the process that renews it is gone', async () => {
    const holder = startLivingProcess();
    const file = path.join(lockFolder, `${holder.pid}-0.lock`);
    mkdirSync(lockFolder, { recursive: true });
    writeFileSync(file, JSON.stringify({ ...holder.identity(), command: 'x', since: 'now' }));
    const { get } = setUp(session(-5));
    let isThere = false;
    const asked = get().then((found) => {
      isThere = true;
      return found;
    });
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(isThere).toBe(false);
    holder.stop();
    expect((await asked).accessToken).toBe('at-1');
    expect(existsSync(file)).toBe(false);
  });

  it.each<[what: string, kept: Session | undefined, answer: 'refused' | undefined]>([
    ['nobody is signed in', undefined, undefined],
    ['the token is over and there is no other', { accessToken: 'at-0', accessTokenExpiresAt: 0 }, undefined],
    ['the provider refuses', session(-5), 'refused'],
  ])('needs a sign-in if %s', async (_, kept, answer) => {
    const { state, get } = setUp(kept, answer);
    expect(endingOf(await get().catch((error: unknown) => error))).toBe('signInNeeded');
    // what the provider refused is of no use any more
    expect(state.deleted).toBe(answer === 'refused');
  });
});
