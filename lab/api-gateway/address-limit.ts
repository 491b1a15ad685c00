import type { RateRule } from '../deployed/rate-rules';
import { isWithin } from '../network/addresses';
import type { Clock } from '../shared/clock';

/**
 * How late AWS WAF sees that an address sends too many requests, or no longer does, in seconds. AWS: usually below 30, and
 * up to minutes. This model always takes 30.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based-caveats.html
 */
export const delaySeconds = 30;

/**
 * A model of a rate-based rule of AWS WAF, whose own algorithm is not public: an address is limited while its requests in
 * the window that ended {@link delaySeconds} ago were more than the limit. Blocked requests count too. A class: it counts.
 */
export class AddressLimit {
  readonly #rule: RateRule;
  readonly #clock: Clock;
  /** By address, the number of requests in each second, oldest first. */
  readonly #requests = new Map<string, Map<number, number>>();

  constructor(rule: RateRule, clock: Clock) {
    this.#rule = rule;
    this.#clock = clock;
  }

  /** Counts a request; false if the rule blocks it. */
  admit(address: string): boolean {
    const { limit, windowSeconds, blocks, exceptCidrs } = this.#rule;
    if (exceptCidrs.some((cidr) => isWithin(`${address}/32`, cidr))) return true;
    const now = Math.floor(this.#clock.now() / 1000);
    const requests = this.#requests.get(address) ?? new Map<number, number>();
    this.#requests.set(address, requests);
    requests.set(now, (requests.get(now) ?? 0) + 1);
    const seen = now - delaySeconds;
    let counted = 0;
    for (const [second, count] of requests) {
      if (second <= seen - windowSeconds) requests.delete(second);
      else if (second <= seen) counted += count;
    }
    return !blocks || counted <= limit;
  }
}
