import { companyTokens } from '../../../handlers/authorizer/company-token';
import { createHandler } from '../../../handlers/authorizer/handler';
import { verifyToken } from '../../../handlers/authorizer/token';
import { profileFor } from '../../../handlers/shared/profile-mapping';
import { profileNamesFile, readProfileNames } from '../../../handlers/shared/profile-names';
import type { Attack } from '../../../test-support/handlers/attacks';
import { companyKid, companyTokens as requests } from '../../../test-support/handlers/company-tokens';
import { type ProviderForm, providerForms } from '../../../test-support/handlers/providers';
import { people } from '../../../test-support/handlers/sign-ins';
import { rsaKeyPair } from '../../../test-support/handlers/tokens';

const pair = rsaKeyPair('access');
const stranger = rsaKeyPair('stranger');
const now = 1_800_000_000;
const table = readProfileNames(profileNamesFile(people));

/** The code in the log for a request, or the profile that it is let in to. */
async function outcomeOf(
  { variables }: ProviderForm,
  { event }: Attack,
  hasClients = true,
): Promise<unknown> {
  const codes: string[] = [];
  const ids = variables.OIDC_CLIENT_IDS.split(',');
  const rules = {
    issuer: variables.OIDC_ISSUER,
    accessToken: companyTokens({
      audience: variables.OIDC_AUDIENCE,
      scope: variables.OIDC_SCOPE,
      clients: hasClients ? { claim: variables.OIDC_CLIENT_CLAIM, ids } : undefined,
    }),
    findKey: (kid: string) => Promise.resolve(kid === companyKid ? pair.publicKey : undefined),
    now: () => now,
  };
  const handler = createHandler({
    verify: (token) => verifyToken(token, rules),
    profileClaim: variables.PROFILE_CLAIM,
    profileOf: (value) => profileFor(value, { table, deriveProfileNames: true, localUsers: false }),
    log: (_level, code) => codes.push(code),
  });
  const result = await handler(event).catch(() => undefined);
  return result?.principalId ?? codes[0];
}

describe.each(providerForms.map((form): [string, ProviderForm] => [form.name, form]))('%s', (_, form) => {
  const rows = requests(form, pair, stranger, now).map((row): [string, Attack] => [row.name, row]);

  test.each(rows)('%s', async (_name, row) => {
    const expected = row.expected === 'allowed' ? [form.profile] : row.expected.split(', ');
    expect(expected).toContain(await outcomeOf(form, row));
  });

  test('where no clients are listed, every client of the audience is accepted', async () => {
    for (const [name, row] of rows.filter(([, { expected }]) => expected === 'wrong_client')) {
      expect([name, await outcomeOf(form, row, false)]).toEqual([name, form.profile]);
    }
  });
});
