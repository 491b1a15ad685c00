import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { KeyRing, KeysUnavailable, type PublishedKey } from '../../../handlers/authorizer/keys';
import { rsaKeyPair } from '../../../test-support/handlers/tokens';

const minutes = 60_000;
const first = rsaKeyPair('access').publicKey;
const second = rsaKeyPair('id').publicKey;

function publish(kid: string | undefined, key: KeyObject, alg?: string): PublishedKey {
  return {
    ...(kid !== undefined && { kid }),
    ...(alg !== undefined && { alg }),
    publicKey: key.export({ format: 'pem', type: 'spki' }).toString(),
  };
}

/** A key ring whose issuer and clock the test controls. */
function setUp() {
  const world = {
    now: 1_800_000_000_000,
    keys: [publish('first', first, 'RS256')] as PublishedKey[],
    down: false,
    /** How many of the next fetches fail. */
    dropped: 0,
    /** How long each fetch takes on the world's clock. */
    takes: 0,
    fetches: 0,
    stale: [] as unknown[],
  };
  const outage = new Error('the issuer is down');
  const ring = new KeyRing({
    fetchKeys: (timeoutMilliseconds) => {
      world.fetches += 1;
      world.now += Math.min(world.takes, timeoutMilliseconds);
      if (world.dropped > 0) {
        world.dropped -= 1;
        return Promise.reject(outage);
      }
      return world.down || world.takes > timeoutMilliseconds
        ? Promise.reject(outage)
        : Promise.resolve(world.keys);
    },
    now: () => world.now,
    onStale: (error) => world.stale.push(error),
  });
  return { world, ring, outage };
}

const isUnavailable = (outcome: PromiseSettledResult<unknown>) =>
  outcome.status === 'rejected' && outcome.reason instanceof KeysUnavailable;

test('a key is fetched once and then handed out as the same key object', async () => {
  const { world, ring } = setUp();
  const key = await ring.find('first');
  expect(key?.equals(first)).toBe(true);
  await expect(ring.find('first')).resolves.toBe(key);
  world.now += 9 * minutes;
  await expect(ring.find('first')).resolves.toBe(key);
  expect(world.fetches).toBe(1);
});

test('calls at the same time share one fetch', async () => {
  const { world, ring } = setUp();
  const found = await Promise.all(['first', 'first', 'unknown', 'first'].map((kid) => ring.find(kid)));
  expect(found.map((key) => key !== undefined)).toEqual([true, true, false, true]);
  expect(world.fetches).toBe(1);
});

test.each([0, 100, 5000, 31_000])(
  'a key that was rotated in %i ms after a fetch is found with its first token',
  async (milliseconds) => {
    const { world, ring } = setUp();
    await ring.find('first');
    world.keys = [publish('first', first), publish('second', second)];
    world.now += milliseconds;
    expect((await ring.find('second'))?.equals(second)).toBe(true);
    expect(world.fetches).toBe(2);
  },
);

test('one broken connection is tried again at once', async () => {
  const { world, ring } = setUp();
  world.dropped = 1;
  await expect(ring.find('first')).resolves.toBeDefined();
  expect(world.fetches).toBe(2);
});

test('one broken connection is tried again at once when a key was rotated in', async () => {
  const { world, ring } = setUp();
  await ring.find('first');
  world.keys = [publish('second', second)];
  world.dropped = 1;
  await expect(ring.find('second')).resolves.toBeDefined();
  expect(world.stale).toEqual([]);
});

test('a set that takes three seconds is read', async () => {
  const { world, ring } = setUp();
  world.takes = 3000;
  await expect(ring.find('first')).resolves.toBeDefined();
  expect(world.fetches).toBe(1);
});

test('an issuer that never answers leaves the function time to say so', async () => {
  const { world, ring } = setUp();
  world.takes = Infinity;
  const begun = world.now;
  await expect(ring.find('first')).rejects.toThrow(KeysUnavailable);
  expect(world.now - begun).toBeLessThan(8000);
  expect(world.fetches).toBe(2);
});

describe.each([2, 10, 24 * 60 * 60])('an outage of %i s', (seconds) => {
  test.each([1, 20])(
    'is over for %i calls at a time within 2 s of its end, where no keys are held',
    async (parallel) => {
      const { world, ring } = setUp();
      world.down = true;
      const begun = world.now;
      const step = seconds > 60 ? 61_000 : 100;
      for (; world.now < begun + seconds * 1000; world.now += step) {
        const calls = Array.from({ length: parallel }, () => ring.find('first'));
        const outcomes = await Promise.allSettled(calls);
        expect(outcomes.filter((outcome) => !isUnavailable(outcome))).toEqual([]);
      }
      world.down = false;
      world.now += 2000;
      const found = await Promise.all(Array.from({ length: parallel }, () => ring.find('first')));
      expect(found).not.toContain(undefined);
      expect(world.fetches).toBeLessThanOrEqual(3 + seconds / 1.5);
    },
  );

  test('does not affect tokens whose key is known', async () => {
    const { world, ring } = setUp();
    const key = await ring.find('first');
    world.down = true;
    const begun = world.now;
    for (; world.now < begun + seconds * 1000 - 1; world.now += 60_000)
      await expect(ring.find('first')).resolves.toBe(key);
  });
});

test('a withdrawn key is refused once the set is fetched again', async () => {
  const { world, ring } = setUp();
  await ring.find('first');
  world.keys = [publish('second', second)];
  world.now += 10 * minutes;
  await expect(ring.find('first')).resolves.toBeUndefined();
});

test('unknown key ids cause at most ten fetches a minute, and do not affect known keys', async () => {
  const { world, ring } = setUp();
  await ring.find('first');
  const times: number[] = [];
  for (let call = 0; call < 1000; call += 1) {
    const before = world.fetches;
    await expect(ring.find(`made-up-${call}`)).resolves.toBeUndefined();
    await expect(ring.find('first')).resolves.toBeDefined();
    if (world.fetches > before) times.push(world.now);
    world.now += 300;
  }
  const perMinute = times.map((begin) => times.filter((at) => at >= begin && at < begin + minutes).length);
  expect(Math.max(...perMinute)).toBeLessThanOrEqual(10);
  expect(times.length).toBeGreaterThan(10);
});

test('1,000 unknown key ids at once cause one fetch, and with a broken connection at most two', async () => {
  const { world, ring } = setUp();
  await ring.find('first');
  world.dropped = 1;
  await Promise.all(Array.from({ length: 1000 }, (_, index) => ring.find(`made-up-${index}`)));
  expect(world.fetches).toBe(3);
});

test('a key that is rotated in during a flood of unknown ids is found within ten seconds', async () => {
  const { world, ring } = setUp();
  await ring.find('first');
  const flood = async () => {
    for (let call = 0; call < 10; call += 1) await ring.find(`made-up-${call}`);
  };
  for (let second = 0; second < 60; second += 1) {
    await flood();
    world.now += 1000;
  }
  world.keys = [publish('first', first), publish('second', second)];
  const begun = world.now;
  while ((await ring.find('second')) === undefined && world.now - begun < minutes) {
    await flood();
    world.now += 1000;
  }
  expect(world.now - begun).toBeLessThanOrEqual(10_000);
});

test('unknown key ids cannot prevent the refresh of a real key', async () => {
  const { world, ring } = setUp();
  await ring.find('first');
  for (let minute = 0; minute < 60; minute += 1) {
    world.now += minutes;
    await ring.find(`made-up-${minute}`);
    await expect(ring.find('first')).resolves.toBeDefined();
  }
});

test('keys held go on serving while the issuer is down, and each failed fetch is reported', async () => {
  const { world, ring, outage } = setUp();
  const key = await ring.find('first');
  world.down = true;
  world.now += 23 * 60 * minutes;
  await expect(ring.find('first')).resolves.toBe(key);
  await expect(ring.find('first')).resolves.toBe(key);
  expect(world.stale).toEqual([outage]);
  // the second attempt was made at once
  expect(world.fetches).toBe(3);
});

test('keys held are given up after a day without the issuer', async () => {
  const { world, ring } = setUp();
  await ring.find('first');
  world.down = true;
  world.now += 24 * 60 * minutes;
  await expect(ring.find('first')).rejects.toThrow(KeysUnavailable);
});

test('fails as unavailable, with the cause, if no key was ever fetched', async () => {
  const { world, ring, outage } = setUp();
  world.down = true;
  const failure = await ring.find('first').catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(KeysUnavailable);
  expect((failure as KeysUnavailable).cause).toBe(outage);
  expect(world.stale).toEqual([]);
});

test('fails as unavailable for an unknown key id while the issuer is down: it may be a new key', async () => {
  const { world, ring } = setUp();
  await ring.find('first');
  world.down = true;
  world.now += 31_000;
  await expect(ring.find('second')).rejects.toThrow(KeysUnavailable);
  await expect(ring.find('first')).resolves.toBeDefined();
});

test('a dead issuer is asked every 1.5 seconds and not by every caller', async () => {
  const { world, ring } = setUp();
  world.down = true;
  for (let call = 0; call < 100; call += 1) {
    await expect(ring.find('first')).rejects.toThrow(KeysUnavailable);
    world.now += 100;
  }
  expect(world.fetches).toBe(8);
});

test('keys that cannot verify RS256 are left out of the set', async () => {
  const { world, ring } = setUp();
  const { publicKey: curve } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  world.keys = [
    publish('curve', curve),
    publish('short', rsaKeyPair('short', 1024).publicKey),
    publish('other-algorithm', second, 'RS512'),
    publish(undefined, second),
    publish('twice', first),
    publish('twice', second),
  ];
  const found = await Promise.all(
    ['curve', 'short', 'other-algorithm', '', 'undefined', '__proto__'].map((kid) => ring.find(kid)),
  );
  expect(found).toEqual(Array(6).fill(undefined));
  expect((await ring.find('twice'))?.equals(first)).toBe(true);
});

test('a set without a usable key counts as an outage, and does not replace the keys held', async () => {
  const { world, ring } = setUp();
  const key = await ring.find('first');
  world.keys = [publish('short', rsaKeyPair('short', 1024).publicKey)];
  world.now += 11 * minutes;
  await expect(ring.find('first')).resolves.toBe(key);
  expect(world.stale).toHaveLength(1);
});
