import { profileNamesFile } from '../../../handlers/shared/profile-names';
import { authorizerEvent } from '../../../test-support/handlers/authorizer-event';
import { companyKey, companyKid, companyTokens } from '../../../test-support/handlers/company-tokens';
import { buildWith, type Form, forms } from '../../../test-support/handlers/forms';
import { FunctionProcess, logLines, type Reply } from '../../../test-support/handlers/function-process';
import { KeyServer, keySet } from '../../../test-support/handlers/key-server';
import { leaksIn, markedSecrets, secretsOfEvent } from '../../../test-support/handlers/leaks';
import { type ProviderForm, providerForms } from '../../../test-support/handlers/providers';
import { derivedFrom, people } from '../../../test-support/handlers/sign-ins';
import { mint, rs256, rsaKeyPair } from '../../../test-support/handlers/tokens';

afterAll(() => FunctionProcess.stopAll());

const pair = rsaKeyPair('access');
const stranger = rsaKeyPair('stranger');
const now = Math.floor(Date.now() / 1000);

/** Ways to the issuer's keys. */
const sources = [
  'fetched, with alg',
  'fetched, without alg',
  'pinned, with alg',
  'pinned, without alg',
] as const;

/** The authorizer of a provider, with the key set by one of the ways. */
async function start(
  form: Form,
  provider: ProviderForm,
  source: (typeof sources)[number],
  variables: Readonly<Record<string, string>> = {},
) {
  const keys = [companyKey(provider, pair, source.endsWith('with alg'))];
  const server = source.startsWith('fetched') ? await KeyServer.start(keySet(keys)) : undefined;
  const file = await buildWith('authorizer', form, {
    'jwks.json': JSON.stringify({ keys }),
    'profile-names.json': profileNamesFile(people),
  });
  const authorizer = await FunctionProcess.start(file, {
    ...provider.variables,
    ...(server === undefined ? { JWKS_FILE: 'jwks.json' } : { JWKS_URI: server.uri }),
    PROFILE_NAMES_FILE: 'profile-names.json',
    DERIVE_PROFILE_NAMES: 'true',
    ...variables,
  });
  return { authorizer, server };
}

const cases = forms.flatMap((form) =>
  providerForms.flatMap((provider) =>
    sources.map((source) => [form, provider.name, source, provider] as const),
  ),
);

test.each(cases)(
  'the authorizer (%s) takes access tokens of %s alone, with keys %s',
  async (form, _, source, provider) => {
    const table = companyTokens(provider, pair, stranger, now);
    const { authorizer, server } = await start(form, provider, source);
    const replies: Reply[] = [];
    // one after the other, so that log lines are in the order of the table
    for (const { event } of table) replies.push(await authorizer.invoke(event));
    const output = await authorizer.stop();
    const seen = logLines(output).map(({ code }, index) => ({
      name: table[index]?.name,
      // where there are several reasons, the order of the checks decides which is named
      code: table[index]?.expected.split(', ').includes(String(code)) ? table[index].expected : code,
      profile: (replies[index]?.result as { principalId: string } | undefined)?.principalId,
      thrown: replies[index]?.thrown?.message,
    }));
    expect(seen).toEqual(
      table.map(({ name, expected }) =>
        expected === 'allowed'
          ? { name, code: expected, profile: provider.profile, thrown: undefined }
          : { name, code: expected, profile: undefined, thrown: 'Unauthorized' },
      ),
    );
    expect(table.length).toBeGreaterThan(120);
    const secrets = [...markedSecrets, ...table.flatMap(({ event }) => secretsOfEvent(event))];
    expect(leaksIn(output + authorizer.stderr, secrets)).toEqual([]);
    // at most the bucket of unknown keys
    expect(server?.hits ?? 0).toBeLessThanOrEqual(4);
    await server?.stop();
  },
);

const [provider] = providerForms;

/** A request with a valid token of a person. */
function requestOf(person: string) {
  const { OIDC_ISSUER: iss, PROFILE_CLAIM: claim } = provider.variables;
  const header = { ...provider.header, alg: 'RS256', kid: companyKid };
  const claims = { ...provider.accessToken, iss, exp: now + 3600, [claim]: person };
  return authorizerEvent(`Bearer ${mint(header, claims, rs256(pair.privateKey))}`);
}

describe.each(forms)('the authorizer (%s)', (form) => {
  test('finds the profile of each person in the table of names, or makes it of the name', async () => {
    const { authorizer } = await start(form, provider, 'pinned, without alg');
    const profiles = [];
    for (const person of ['alice', 'ALICE', 'Bob.Builder@corp.example', 'B-17', 'frank@corp.example', 'me']) {
      const { result } = await authorizer.invoke(requestOf(person));
      profiles.push((result as { context: object }).context);
    }
    expect(profiles).toEqual(
      [
        'alice',
        derivedFrom('alice', 'ALICE'),
        'bob',
        'bob',
        derivedFrom('frank-corp-example', 'frank@corp.example'),
        derivedFrom('me', 'me'),
      ].map((studioUserProfile) => ({ studioUserProfile })),
    );
  });

  test('refuses who is not listed, where no names are derived', async () => {
    const { authorizer } = await start(form, provider, 'pinned, without alg', {
      DERIVE_PROFILE_NAMES: 'false',
    });
    await expect(authorizer.invoke(requestOf('alice'))).resolves.toHaveProperty('result');
    const { thrown } = await authorizer.invoke(requestOf('frank'));
    expect(thrown?.message).toBe('Unauthorized');
    expect(logLines(await authorizer.stop()).map(({ code }) => code)).toEqual(['allowed', 'name_not_listed']);
  });

  test('needs no network for pinned keys', async () => {
    const offline = encodeURIComponent(
      "import net from 'node:net';net.Socket.prototype.connect=()=>{throw new Error('no network')};",
    ).replaceAll("'", '%27');
    const variables = { NODE_OPTIONS: `--import=data:text/javascript,${offline}` };
    const pinned = await start(form, provider, 'pinned, without alg', variables);
    await expect(pinned.authorizer.invoke(requestOf('alice'))).resolves.toHaveProperty('result');
    // the network is really off
    const fetched = await start(form, provider, 'fetched, without alg', variables);
    const { thrown } = await fetched.authorizer.invoke(requestOf('alice'));
    expect(thrown?.message).toBe('signing keys are unavailable');
    await fetched.server?.stop();
  });

  test.each<[what: string, files: Readonly<Record<string, string>>, problem: RegExp]>([
    [
      'a key set without usable keys',
      { 'jwks.json': '{"keys":[]}' },
      /holds no RSA key of 2048 bits or more/,
    ],
    ['a key set that is no JSON', { 'jwks.json': '{' }, /the pinned key set is not JSON/],
    ['no key set', {}, /ENOENT.*jwks\.json/],
  ])('does not start with %s', async (_, files, problem) => {
    const file = await buildWith('authorizer', form, files);
    const starting = FunctionProcess.start(file, { ...provider.variables, JWKS_FILE: 'jwks.json' });
    await expect(starting).rejects.toThrow(problem);
  });
});
