import { setTimeout as wait } from 'node:timers/promises';
import { employeeRoute, meRoute, pathFor } from '../../../api/routes';
import { claimsOf } from '../../cognito/keys';
import type { Clock } from '../../shared/clock';
import type { Lab } from '../../system/lab';
import { ask, inWords } from '../answers';
import { alarmWords } from '../observations';
import { newPerson, withPassword, freshName } from '../../system/people';
import { refresh, signIn, tokensOf, reissue } from '../sign-in';
import type { Row } from '../row';

const section = 'The authorizer and its cache';

/** How many tokens with unknown key ids are tried. */
const unknownKeys = 15;

/** A row for a failure of the pool's keys before an authorizer has fetched them. */
function keysUnavailable(id: string, how: string, keySets: 'down' | 'silent'): Row {
  return {
    id,
    section,
    what: `the pool's keys ${how} before the first call: an error of the service, with an alarm; then the keys can be fetched`,
    expected: '500 application/problem+json; alarm authorizer-failures; 200, URL of alice',
    async run(lab) {
      const { access } = await tokensOf(lab, 'alice');
      lab.gateway.forgetAuthorizations();
      return withNewAuthorizer(lab, async (clock) => {
        let words = '';
        const alarms = await alarmWords(lab, async () => {
          words = await withKeySets(lab, keySets, async () => inWords(lab, await ask(lab, access)));
        });
        // the authorizer waits five seconds after a failed fetch before it tries again
        clock.advance(5);
        return `${words}; ${alarms}; ${inWords(lab, await ask(lab, access))}`;
      });
    },
  };
}

/** The authorizer, its cache of results and its keys. */
export const cacheRows: readonly Row[] = [
  {
    id: 'cache-other-path',
    section,
    what: "alice's policy, cached for /me, is used for /alice, then for /bob",
    expected: ({ api }) =>
      `200, URL of alice; 200, URL of alice; 403 application/problem+json; ${verified(api.authorizerCacheSeconds > 0 ? 1 : 3)}`,
    async run(lab) {
      const { access } = await tokensOf(lab, 'alice');
      const before = verifications(lab);
      const words: string[] = [];
      for (const path of [meRoute.path, pathFor(employeeRoute, 'alice'), pathFor(employeeRoute, 'bob')])
        words.push(inWords(lab, await ask(lab, access, path)));
      return `${words.join('; ')}; ${verified(verifications(lab) - before)}`;
    },
  },
  {
    id: 'cache-two-users',
    section,
    what: 'alice and bob ask for /me in turns, with the same browser and address',
    expected: 'URL of alice, URL of bob, URL of alice, URL of bob',
    async run(lab) {
      const people = [await withPassword(lab, 'alice'), await withPassword(lab, 'bob')];
      const tokens: string[] = [];
      for (const person of people) tokens.push((await signIn(lab, person)).access);
      const words: string[] = [];
      for (const token of [...tokens, ...tokens]) words.push(inWords(lab, await ask(lab, token)));
      return words.map((word) => word.replace('200, ', '')).join(', ');
    },
  },
  {
    id: 'cache-refresh',
    section,
    what: "alice's token is refreshed: old and new work, and each is verified once while its result is cached",
    expected: ({ api }) =>
      `200, URL of alice; 200, URL of alice; ${verified(api.authorizerCacheSeconds > 0 ? 2 : 4)}`,
    async run(lab) {
      const tokens = await tokensOf(lab, 'alice');
      const before = verifications(lab);
      const words: string[] = [];
      for (const { access } of [tokens, await refresh(lab, tokens)]) {
        words.push(inWords(lab, await ask(lab, access)));
        await ask(lab, access);
      }
      return `${words.join('; ')}; ${verified(verifications(lab) - before)}`;
    },
  },
  {
    id: 'removed-user',
    section,
    what: 'a user is deleted while their token is valid: access ends after token lifetime + authorizerCacheSeconds at the latest',
    expected: ({ identity, api }) =>
      `200 before; 200 after deletion; ${api.authorizerCacheSeconds > 0 ? 200 : 401} when the token has expired; ` +
      `401 when it is no longer remembered; at most ${(identity.cognito?.accessTokenMinutes ?? 0) * 60 + api.authorizerCacheSeconds} s in all`,
    async run(lab) {
      const person = await newPerson(lab, freshName('leaver'));
      const whole = (await signIn(lab, person)).access;
      const { clock } = lab.gateway;
      return clock.whileItStands(async () => {
        // a token that expires soon, as if it were almost as old as its lifetime
        const expires = Math.floor(Date.now() / 1000) + 8;
        const token = reissue(lab, whole, { exp: expires });
        const status = async () => String((await ask(lab, token)).status);
        const before = await status();
        await lab.administration.deleteUser(person.name);
        const deleted = await status();
        await wait((expires + 1) * 1000 - Date.now());
        const remembered = await status();
        clock.advance(lab.environment.api.authorizerCacheSeconds);
        return (
          `${before} before; ${deleted} after deletion; ${remembered} when the token has expired; ` +
          `${await status()} when it is no longer remembered; at most ${longestAccess(lab, whole)} s in all`
        );
      });
    },
  },
  keysUnavailable('jwks-down-first', 'cannot be fetched', 'down'),
  keysUnavailable('jwks-silent-first', 'never arrive', 'silent'),
  {
    id: 'jwks-down-later',
    section,
    what: "the pool's keys cannot be fetched after the first call: the authorizer uses its keys an hour later, but not a day later",
    expected: '200, URL of alice; 200, URL of bob; 500 application/problem+json',
    async run(lab) {
      const [alice, bob] = [await tokensOf(lab, 'alice'), await tokensOf(lab, 'bob')];
      return withNewAuthorizer(lab, async (clock) => {
        const words = [inWords(lab, await ask(lab, alice.access))];
        await withKeySets(lab, 'down', async () => {
          clock.advance(hour);
          words.push(inWords(lab, await ask(lab, longLived(lab, bob.access))));
          clock.advance(day);
          words.push(inWords(lab, await ask(lab, longLived(lab, alice.access))));
        });
        return words.join('; ');
      });
    },
  },
  {
    id: 'unknown-keys',
    section,
    what: `${unknownKeys} tokens with unknown key ids, one after the other: how often the authorizer fetches the pool's keys`,
    expected: `${unknownKeys} times 401; at most ten times`,
    async run(lab) {
      const { access } = await tokensOf(lab, 'alice');
      await ask(lab, access);
      const before = lab.userPools.keySetsAsked;
      let refused = 0;
      for (let index = 0; index < unknownKeys; index += 1) {
        const { status } = await ask(lab, withUnknownKey(access, `unknown-${index}`));
        if (status === 401) refused += 1;
      }
      const asked = lab.userPools.keySetsAsked - before;
      return `${refused} times 401; ${asked <= 10 ? 'at most ten times' : `${asked} times`}`;
    },
  },
  {
    id: 'keys-rotated',
    section,
    what: "the pool's keys are replaced: the running authorizer accepts a token of the new key, and none of the old key",
    expected: 'before: 200, URL of alice; new: 200, URL of alice; old: 401 application/problem+json',
    async run(lab) {
      const person = await withPassword(lab, 'alice');
      const [first, old] = [(await signIn(lab, person)).access, (await signIn(lab, person)).access];
      return withNewAuthorizer(lab, async () => {
        const before = inWords(lab, await ask(lab, first));
        lab.userPools.keys(lab.outputs.userPoolId).rotate();
        const fresh = inWords(lab, await ask(lab, (await signIn(lab, person)).access));
        return `before: ${before}; new: ${fresh}; old: ${inWords(lab, await ask(lab, old))}`;
      });
    },
  },
  {
    id: 'key-withdrawn',
    section,
    what: "the pool's keys are replaced, and no token names a new one: how long a running authorizer trusts the old one",
    expected: '200, URL of alice at once; 401 application/problem+json after 10 minutes',
    async run(lab) {
      const { access } = await tokensOf(lab, 'alice');
      return withNewAuthorizer(lab, async (clock) => {
        await ask(lab, longLived(lab, access, '1'));
        const [atOnce, later] = [longLived(lab, access, '2'), longLived(lab, access, '3')];
        lab.userPools.keys(lab.outputs.userPoolId).rotate();
        const words = inWords(lab, await ask(lab, atOnce));
        clock.advance(10 * 60);
        return `${words} at once; ${inWords(lab, await ask(lab, later))} after 10 minutes`;
      });
    },
  },
];

const hour = 3600;
const day = 24 * hour;

/** A copy of a token that lives for two days. */
function longLived(lab: Lab, access: string, jti?: string): string {
  return reissue(lab, access, { jti, exp: Math.floor(Date.now() / 1000) + 2 * day });
}

/** Runs an action with a new authorizer, whose clock can be put forward. */
async function withNewAuthorizer<T>(lab: Lab, action: (clock: Clock) => Promise<T>): Promise<T> {
  lab.functions.endAll();
  try {
    return await action(lab.functions.clock(lab.functionName('authorizer')));
  } finally {
    lab.functions.endAll();
  }
}

/** A token with an unknown key id. */
function withUnknownKey(token: string, kid: string): string {
  const header = Buffer.from(JSON.stringify({ kid, alg: 'RS256' })).toString('base64url');
  return [header, ...token.split('.').slice(1)].join('.');
}

/** How many tokens the authorizer has accepted. */
function verifications(lab: Lab): number {
  return lab.functions.log(lab.functionName('authorizer')).split('"allowed"').length - 1;
}

const verified = (times: number) => `${times} verification${times === 1 ? '' : 's'}`;

async function withKeySets<T>(
  { userPools }: Lab,
  keySets: 'down' | 'silent',
  action: () => Promise<T>,
): Promise<T> {
  userPools.keySets = keySets;
  try {
    return await action();
  } finally {
    userPools.keySets = 'up';
  }
}

/** Deployed lifetime of a token plus that of its cached result, in seconds. */
function longestAccess({ gateway }: Lab, token: string): number {
  const { iat, exp } = claimsOf(token);
  const remembered = gateway.stages.flatMap(({ authorizers }) =>
    [...authorizers.values()].map(({ resultTtlSeconds }) => resultTtlSeconds),
  );
  return Number(exp) - Number(iat) + Math.max(...remembered);
}
