import { environmentWith } from '../test-support/environments';
import { AddressLimit, delaySeconds } from '../lab/api-gateway/address-limit';
import { Throttle } from '../lab/api-gateway/throttle';
import { Clock } from '../lab/shared/clock';
import { table } from './statistics';

const garbagePerSecond = 500;
const honestPerSecond = 5;
const minutes = 5;
/** Floods whose figures are taken together. */
const runs = 10;
const goal = 0.99;

/** Where AWS looks first; no page of AWS says which it is. */
type Order = 'firewall, then throttle' | 'throttle, then firewall' | 'no firewall';

type Rate = ConstructorParameters<typeof Throttle>[0];

interface Shares {
  /** Of the honest requests, the share that is answered before the rule can bite. */
  readonly before: number;
  /** The same afterwards. */
  readonly after: number;
}

/**
 * How many honest requests are answered while one host floods the API, by the lab's models of API Gateway's throttle and of
 * AWS WAF's rate rule, with the settings of the example. No time passes: the clock is put forward.
 */
export async function benchFlood(): Promise<void> {
  const { throttle, limitPerAddress } = environmentWith().api;
  const { requestsPerMinute } = limitPerAddress;
  if (requestsPerMinute === 'off') throw new Error('the example has no limit per address');
  const orders: readonly Order[] = ['firewall, then throttle', 'throttle, then firewall', 'no firewall'];
  const rows: [string, Shares][] = [];
  for (const order of orders) rows.push([order, await sharesOf(order, throttle, requestsPerMinute)]);
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  console.log(
    `${garbagePerSecond} requests a second from one host, ${honestPerSecond} honest ones, each from its own address;\n` +
      `throttle ${throttle.ratePerSecond} a second and ${throttle.burst} at once, limit ${requestsPerMinute} a minute per address;\n` +
      `honest requests answered until the rule bites, and in the rest of ${minutes} minutes (a model):\n`,
  );
  console.log(
    table([
      ['', 'before', 'after', `goal ≥ ${percent(goal)}`],
      ...rows.map(([order, { before, after }]) => [
        order,
        percent(before),
        percent(after),
        after >= goal ? 'reached' : 'missed',
      ]),
    ]),
  );
}

/** Numbers from 0 to 1 that are the same in each run of the bench (a linear congruential generator). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

async function sharesOf(order: Order, throttle: Rate, limit: number): Promise<Shares> {
  const counts = { before: { asked: 0, answered: 0 }, after: { asked: 0, answered: 0 } };
  for (let run = 1; run <= runs; run += 1) {
    const clock = new Clock();
    await clock.whileItStands(() => {
      flood(order, clock, { throttle, limit, random: randomNumbers(run), counts });
      return Promise.resolve();
    });
  }
  return {
    before: counts.before.answered / counts.before.asked,
    after: counts.after.answered / counts.after.asked,
  };
}

interface FloodOptions {
  readonly throttle: Rate;
  readonly limit: number;
  readonly random: () => number;
  readonly counts: Record<keyof Shares, { asked: number; answered: number }>;
}

function flood(order: Order, clock: Clock, options: FloodOptions): void {
  const { limit, random, counts } = options;
  const throttle = new Throttle(options.throttle, clock);
  const rule = { limit, windowSeconds: 60, blocks: order !== 'no firewall', exceptCidrs: [] };
  const firewall = new AddressLimit(rule, clock);
  const state = { hasBitten: false };
  const passesFirewall = (address: string) => {
    const isAdmitted = firewall.admit(address);
    state.hasBitten ||= !isAdmitted;
    return isAdmitted;
  };
  const isAnswered = (address: string) =>
    order === 'throttle, then firewall'
      ? throttle.admit() && passesFirewall(address)
      : passesFirewall(address) && throttle.admit();
  const perSecond = garbagePerSecond + honestPerSecond;
  const wouldBiteAt = clock.now() + delaySeconds * 1000;
  for (let request = 0; request < perSecond * 60 * minutes; request += 1) {
    // on average so many a second, at no fixed distance
    clock.advance((2 * random()) / perSecond);
    if (random() * perSecond >= honestPerSecond) {
      isAnswered('192.168.10.2');
      continue;
    }
    const count =
      counts[state.hasBitten || (order === 'no firewall' && clock.now() >= wouldBiteAt) ? 'after' : 'before'];
    count.asked += 1;
    if (isAnswered(`10.${request >> 16}.${(request >> 8) & 255}.${request & 255}`)) count.answered += 1;
  }
}
