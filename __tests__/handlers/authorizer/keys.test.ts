import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { KeyRing, KeysUnavailable, type PublishedKey } from '../../../handlers/authorizer/keys';
import { rsaKeyPair } from '../../../test-support/handlers/tokens';

const minutes = 60_000;
const first = rsaKeyPair().publicKey;
const second = rsaKeyPair().publicKey;

function publish(kid: string | undefined, key: KeyObject, alg?: string): PublishedKey {
  return {
    ...(kid !== undefined && { kid }),
    ...(alg !== undefined && { alg }),
    publicKey: key.export({ format: 'pem', type: 'spki' }).toString(),
  };
}

/** A key ring whose issuer and clock are in the hands of the test. */
function setUp() {
  const world = {
    now: 1_800_000_000_000,
    keys: [publish('first', first, 'RS256')] as PublishedKey[],
    down: false,
    fetches: 0,
    stale: [] as unknown[],
  };
  const outage = new Error('the issuer is down');
  const ring = new KeyRing({
    fetchKeys: () => {
      world.fetches += 1;
      return world.down ? Promise.reject(outage) : Promise.resolve(world.keys);
    },
    now: () => world.now,
    onStale: (error) => world.stale.push(error),
  });
  return { world, ring, outage };
}

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

test('a new key is picked up without a restart', async () => {
  const { world, ring } = setUp();
  await ring.find('first');
  world.keys = [publish('first', first), publish('second', second)];
  world.now += 31_000;
  expect((await ring.find('second'))?.equals(second)).toBe(true);
  expect(world.fetches).toBe(2);
});

test('a withdrawn key is refused once the set is fetched again', async () => {
  const { world, ring } = setUp();
  await ring.find('first');
  world.keys = [publish('second', second)];
  world.now += 10 * minutes;
  await expect(ring.find('first')).resolves.toBeUndefined();
});

test('made-up key ids cost the issuer one fetch in 30 seconds, and do not touch the keys held', async () => {
  const { world, ring } = setUp();
  await ring.find('first');
  for (let second = 0; second < 300; second += 1) {
    world.now += 1000;
    await expect(ring.find(`made-up-${second}`)).resolves.toBeUndefined();
    await expect(ring.find('first')).resolves.toBeDefined();
  }
  expect(world.fetches).toBe(11);
});

test('made-up key ids cannot keep the real key from being refreshed', async () => {
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
  expect(world.fetches).toBe(2);
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

test('a dead issuer is asked every 5 seconds and not by every caller', async () => {
  const { world, ring } = setUp();
  world.down = true;
  for (let call = 0; call < 100; call += 1) {
    await expect(ring.find('first')).rejects.toThrow(KeysUnavailable);
    world.now += 100;
  }
  expect(world.fetches).toBe(2);
  world.down = false;
  world.now += 5000;
  await expect(ring.find('first')).resolves.toBeDefined();
});

test('what cannot verify RS256 is left out of the set', async () => {
  const { world, ring } = setUp();
  const { publicKey: curve } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  world.keys = [
    publish('curve', curve),
    publish('short', rsaKeyPair(1024).publicKey),
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
  world.keys = [publish('short', rsaKeyPair(1024).publicKey)];
  world.now += 11 * minutes;
  await expect(ring.find('first')).resolves.toBe(key);
  expect(world.stale).toHaveLength(1);
});
