import { existsSync, statSync } from 'node:fs';
import { URL } from 'node:url';
import { startFirst } from './test-levels.mjs';

const exists = (name) => existsSync(new URL(name, import.meta.url));
// the folder lab/ may be deleted
const missing = startFirst.filter((name) => !exists(name) && exists(name.split('/')[0]));
if (missing.length > 0)
  throw new Error(`test-levels.mjs names tests that do not exist: ${missing.join(', ')}`);

/** The place of a test file among those that start first; the others come after them. */
const placeOf = ({ path }) => {
  const place = startFirst.findIndex((name) => path.endsWith(name));
  return place < 0 ? startFirst.length : place;
};

/**
 * Starts the test files of `startFirst`, then those with the most text: a long one that starts last runs alone. Jest itself
 * knows how long they take only where it has run them before.
 * https://jestjs.io/docs/configuration#testsequencer-string
 */
export default class StartsFirst {
  sort(tests) {
    return [...tests].sort(
      (one, other) => placeOf(one) - placeOf(other) || statSync(other.path).size - statSync(one.path).size,
    );
  }

  shard(tests) {
    return tests;
  }

  allFailedTests(tests) {
    return tests;
  }

  cacheResults() {
    // the order does not depend on earlier runs
  }
}
