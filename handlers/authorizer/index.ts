import { JwksClient } from 'jwks-rsa/src/JwksClient.js';
import { causeOf } from '../shared/cause';
import { createLog } from '../shared/log';
import { readSettings } from './environment';
import { createHandler } from './handler';
import { fetchKeySet } from './jwks';
import { KeyRing } from './keys';
import { verifyToken } from './token';

const { jwksUri, profileClaim, ...pool } = readSettings(process.env);
const log = createLog((line) => process.stdout.write(line));
const keys = new KeyRing({
  fetchKeys: (timeoutMilliseconds) =>
    new JwksClient({
      jwksUri,
      fetcher: (uri) => fetchKeySet(uri, timeoutMilliseconds),
      cache: false,
    }).getSigningKeys(),
  now: Date.now,
  onStale: (error) => {
    log('WARN', 'jwks_stale', { cause: causeOf(error) });
  },
});
const rules = { ...pool, findKey: (kid: string) => keys.find(kid), now: () => Math.floor(Date.now() / 1000) };

export const handler = createHandler({ verify: (token) => verifyToken(token, rules), profileClaim, log });
