import { createHandler, profileOfName } from '../handlers/authorizer/handler';
import { createLog } from '../handlers/shared/log';
import { createPeer } from './handlers/peer';

const { USER_POOL_ISSUER = '', APP_CLIENT_ID = '', JWKS_URI = '' } = process.env;
const verify = createPeer(USER_POOL_ISSUER, APP_CLIENT_ID, JWKS_URI);

/** The authorizer with another verifier. */
export const handler = createHandler({
  verify: async (token) => ({ claims: await verify(token) }),
  profileClaim: 'username',
  profileOf: profileOfName,
  log: createLog((line) => process.stdout.write(line)),
});
