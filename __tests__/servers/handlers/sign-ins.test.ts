import { messageOf } from '../../../handlers/profile-claim/message';
import { record } from '../../../api/json';
import { profileNamesFile } from '../../../handlers/shared/profile-names';
import { buildWith, type Form, forms } from '../../../test-support/handlers/forms';
import { FunctionProcess, logLines } from '../../../test-support/handlers/function-process';
import { leaksIn, markedSecrets } from '../../../test-support/handlers/leaks';
import {
  localSignIn,
  profileAttribute,
  provider,
  signInEvent,
} from '../../../test-support/handlers/sign-in-event';
import { people, signIns } from '../../../test-support/handlers/sign-ins';

afterAll(() => FunctionProcess.stopAll());

const variables = {
  PROFILE_ATTRIBUTE: profileAttribute,
  IDENTITY_PROVIDER: provider,
  PROFILE_NAMES_FILE: 'profile-names.json',
  DERIVE_PROFILE_NAMES: 'true',
  LOCAL_USERS: 'true',
};

async function start(form: Form, names = people, changes: Readonly<Record<string, string>> = {}) {
  const file = await buildWith('profile-claim', form, { 'profile-names.json': profileNamesFile(names) });
  return FunctionProcess.start(file, { ...variables, ...changes });
}

/** What the function tells Cognito to change in the tokens. */
function changesOf(result: unknown): unknown {
  return record(record(result).response).claimsAndScopeOverrideDetails;
}

describe.each(forms)('the trigger before tokens (%s) under attack', (form) => {
  test('gives each sign-in its profile or refuses it, and tells the log the code alone', async () => {
    const running = await start(form);
    const table = signIns();
    const seen = [];
    for (const { name, event } of table) {
      const { result, thrown } = await running.invoke(event);
      seen.push({
        name,
        claims: changesOf(result),
        thrown: thrown?.message,
        cause: thrown?.cause,
        own: thrown?.own,
      });
    }
    const output = await running.stop();
    expect(seen).toEqual(
      table.map(({ name, expected, event }) =>
        'profile' in expected
          ? {
              name,
              claims: {
                accessTokenGeneration: {
                  claimsToAddOrOverride: {
                    ...givenClaims(event),
                    studio_profile: expected.profile,
                  },
                },
              },
            }
          : { name, thrown: messageOf(expected.refused), own: [] },
      ),
    );
    expect(table.length).toBeGreaterThan(180);
    const lines = logLines(output).map((line) => ({ ...line, timestamp: undefined }));
    expect(lines).toEqual(
      table.map(({ expected }) => {
        const origin = { requestId: 'lambda-request-1', timestamp: undefined };
        return 'profile' in expected
          ? { level: 'INFO', code: 'profile_claimed', ...origin, profile: expected.profile }
          : { level: 'WARN', code: expected.refused, ...origin };
      }),
    );
    expect(running.stderr).toBe('');
    expect(leaksIn(output + JSON.stringify(seen.map(({ thrown }) => thrown)), markedSecrets)).toEqual([]);
  });

  test('reads changes of the people with its next start: a leaver, a new sign-in name', async () => {
    const sign = async (running: FunctionProcess, event: unknown) => {
      const { result, thrown } = await running.invoke(event);
      return changesOf(result) ?? thrown?.message;
    };
    const before = await start(form);
    expect(await sign(before, localSignIn('alice'))).toMatchObject({ accessTokenGeneration: {} });
    const after = await start(form, { users: ['bob'], removed: ['alice'], signInNames: { frank: 'bob' } });
    expect(await sign(after, localSignIn('alice'))).toBe(messageOf('name_of_removed_user'));
    expect(await sign(after, signInEvent())).toEqual({
      accessTokenGeneration: { claimsToAddOrOverride: { studio_profile: 'bob' } },
    });
  });

  test('starts without a table, and then knows nobody but by derivation', async () => {
    const file = await buildWith('profile-claim', form, {});
    const running = await FunctionProcess.start(file, {
      PROFILE_ATTRIBUTE: profileAttribute,
      IDENTITY_PROVIDER: provider,
    });
    const { thrown } = await running.invoke(signInEvent());
    expect(thrown?.message).toBe(messageOf('name_not_listed'));
  });

  test.each<[what: string, text: string, problem: RegExp]>([
    ['is no JSON', '{"marked', /the file of profile names is not JSON/],
    ['is of another form', '{"marked":[]}', /the file of profile names has members besides/],
  ])('does not start with a table that %s, and quotes nothing of it', async (_, text, problem) => {
    const file = await buildWith('profile-claim', form, { 'profile-names.json': text });
    const starting = FunctionProcess.start(file, variables);
    await expect(starting).rejects.toThrow(problem);
    await expect(starting).rejects.not.toThrow(/marked/);
  });

  test('does not start with a wrong environment, naming all that is wrong', async () => {
    const file = await buildWith('profile-claim', form, {});
    await expect(
      FunctionProcess.start(file, { IDENTITY_PROVIDER: 'a b', LOCAL_USERS: 'yes' }),
    ).rejects.toThrow(
      /environment has 3 problems:\nPROFILE_ATTRIBUTE is not set.*\nIDENTITY_PROVIDER is "a b".*\nLOCAL_USERS is "yes"/,
    );
  });
});

/** Claims that the event holds already. */
function givenClaims(event: unknown) {
  return record(record(record(changesOf(event)).accessTokenGeneration).claimsToAddOrOverride);
}
