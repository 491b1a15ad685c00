import { claimsOf } from '../../cognito/keys';
import type { Lab } from '../../system/lab';
import { ask, inWords, newPerson, signIn, withPassword } from '../people';
import type { Row } from '../row';
import { freshName, reissued } from './tokens';

const section = 'The authorizer and its cache';

/** What the authorizer's cache does, and does not do. */
export const cacheRows: readonly Row[] = [
  {
    id: 'cache-other-path',
    section,
    what: "alice's policy, remembered for /me, is used for /alice, then for /bob",
    expected: '200, URL of alice; 200, URL of alice; 403 application/problem+json',
    async run(lab) {
      const { access } = await signIn(lab, await withPassword(lab, 'alice'));
      const words: string[] = [];
      for (const path of ['/me', '/alice', '/bob']) words.push(inWords(lab, await ask(lab, access, path)));
      return words.join('; ');
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
    what: 'alice signs in again: both tokens work, each verified by itself, and once while it is remembered',
    expected: ({ api }) =>
      `200, URL of alice; 200, URL of alice; ${api.authorizerCacheSeconds > 0 ? 2 : 4} verifications`,
    async run(lab) {
      const person = await withPassword(lab, 'alice');
      const count = () => lab.functions.log(lab.functionName('authorizer')).split('"allowed"').length;
      const before = count();
      const words: string[] = [];
      for (let turn = 0; turn < 2; turn += 1) {
        const { access } = await signIn(lab, person);
        words.push(inWords(lab, await ask(lab, access)));
        await ask(lab, access);
      }
      return `${words.join('; ')}; ${count() - before} verifications`;
    },
  },
  {
    id: 'removed-user',
    section,
    what: 'a user is deleted while their token is good: how long access lasts is bounded by token lifetime + authorizerCacheSeconds',
    expected: ({ identity, api }) =>
      `200 before; 200 after deletion; ${api.authorizerCacheSeconds > 0 ? 200 : 401} when the token has expired; ` +
      `401 when it is no longer remembered; at most ${identity.accessTokenMinutes * 60 + api.authorizerCacheSeconds} s in all`,
    async run(lab) {
      const person = await newPerson(lab, freshName('leaver'));
      const whole = (await signIn(lab, person)).access;
      const lives = 3;
      const now = Math.floor(Date.now() / 1000);
      // a token near its end, as if it had been issued almost its whole lifetime ago
      const token = await reissued(lab, { username: person.name, exp: now + lives });
      const status = async () => String((await ask(lab, token)).status);
      const before = await status();
      await lab.administration.deleteUser(person.name);
      const deleted = await status();
      await new Promise((resolve) => setTimeout(resolve, (lives + 1) * 1000));
      const remembered = await status();
      lab.gateway.advance(lab.environment.api.authorizerCacheSeconds);
      const after = await status();
      return (
        `${before} before; ${deleted} after deletion; ${remembered} when the token has expired; ` +
        `${after} when it is no longer remembered; at most ${longestAccess(lab, whole)} s in all`
      );
    },
  },
  {
    id: 'jwks-down-first',
    section,
    what: "the pool's keys cannot be fetched before the first call: our failure, not the caller's; then they can",
    expected: '500 application/problem+json; 200, URL of alice',
    async run(lab) {
      const { access } = await signIn(lab, await withPassword(lab, 'alice'));
      lab.functions.endAll();
      lab.userPools.keySetsUp = false;
      const down = inWords(lab, await ask(lab, access));
      lab.userPools.keySetsUp = true;
      // the authorizer waits five seconds after a failed fetch before it tries again
      await new Promise((resolve) => setTimeout(resolve, 5500));
      return `${down}; ${inWords(lab, await ask(lab, access))}`;
    },
  },
  {
    id: 'jwks-down-later',
    section,
    what: "the pool's keys cannot be fetched any more after the first call: held keys go on serving",
    expected: '200, URL of alice; 200, URL of bob',
    async run(lab) {
      const [alice, bob] = [await withPassword(lab, 'alice'), await withPassword(lab, 'bob')];
      const tokens = [(await signIn(lab, alice)).access, (await signIn(lab, bob)).access] as const;
      const first = inWords(lab, await ask(lab, tokens[0]));
      lab.userPools.keySetsUp = false;
      const second = inWords(lab, await ask(lab, tokens[1]));
      lab.userPools.keySetsUp = true;
      return `${first}; ${second}`;
    },
  },
  {
    id: 'keys-rotated',
    section,
    what: "the pool's keys are exchanged: a token of the new key works, one of the old key does not",
    expected: 'new: 200, URL of alice; old: 401 application/problem+json',
    async run(lab) {
      const person = await withPassword(lab, 'alice');
      const old = (await signIn(lab, person)).access;
      // fetched a moment ago, keys are not fetched again for half a minute; an authorizer that starts now has none
      lab.functions.endAll();
      lab.userPools.keys(lab.outputs.userPoolId).rotate();
      const fresh = inWords(lab, await ask(lab, (await signIn(lab, person)).access));
      return `new: ${fresh}; old: ${inWords(lab, await ask(lab, old))}`;
    },
  },
];

/** Lifetime of a token and of what API Gateway remembers of it, as deployed, in seconds. */
function longestAccess({ gateway }: Lab, token: string): number {
  const { iat, exp } = claimsOf(token);
  const remembered = gateway.stages.flatMap(({ authorizers }) =>
    [...authorizers.values()].map(({ resultTtlSeconds }) => resultTtlSeconds),
  );
  return Number(exp) - Number(iat) + Math.max(...remembered);
}
