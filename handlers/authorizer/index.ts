import { JwksClient } from 'jwks-rsa/src/JwksClient.js';
import { causeOf } from '../shared/cause';
import { createLog } from '../shared/log';
import { readPackedFile } from '../shared/packed-file';
import { profileFor } from '../shared/profile-mapping';
import { noProfileNames, readProfileNames } from '../shared/profile-names';
import { cognitoTokens } from './cognito-token';
import { companyTokens } from './company-token';
import { type KeySource, readSettings } from './environment';
import { type AuthorizerPorts, createHandler, profileOfName } from './handler';
import { fetchKeySet } from './jwks';
import { KeyRing } from './keys';
import { pinnedKeys } from './pinned-keys';
import { type TokenRules, verifyToken } from './token';

const settings = readSettings(process.env);
const log = createLog((line) => process.stdout.write(line));
const rules: TokenRules = {
  issuer: settings.issuer,
  accessToken: settings.kind === 'cognito' ? cognitoTokens(settings.clientIds) : companyTokens(settings),
  findKey: keyFinder(settings.keys),
  now: () => Math.floor(Date.now() / 1000),
};

/** The entry point that Lambda calls. */
export const handler = createHandler({
  verify: (token) => verifyToken(token, rules),
  profileClaim: settings.profileClaim,
  profileOf: profileFinder(),
  log,
});

function keyFinder(source: KeySource): TokenRules['findKey'] {
  if ('file' in source) {
    const pinned = pinnedKeys(readPackedFile(source.file));
    return (kid) => Promise.resolve(pinned.get(kid));
  }
  const keys = new KeyRing({
    fetchKeys: (timeoutMilliseconds) =>
      new JwksClient({
        jwksUri: source.uri,
        fetcher: (uri) => fetchKeySet(uri, timeoutMilliseconds),
        cache: false,
      }).getSigningKeys(),
    now: Date.now,
    onStale: (error) => {
      log('WARN', 'jwks_stale', { cause: causeOf(error) });
    },
  });
  return (kid) => keys.find(kid);
}

function profileFinder(): AuthorizerPorts['profileOf'] {
  if (settings.kind === 'cognito') return profileOfName;
  const { profileNamesFile: file, deriveProfileNames } = settings;
  const table = file === undefined ? noProfileNames : readProfileNames(readPackedFile(file));
  const mappingRules = { table, deriveProfileNames, localUsers: false };
  return (value) => profileFor(value, mappingRules);
}
