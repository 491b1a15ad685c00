import fc from 'fast-check';
import { profileNamePattern } from '../../../api/limits';
import { claimRefusals } from '../../../handlers/profile-claim/claim';
import { createHandler } from '../../../handlers/profile-claim/handler';
import { messageOf } from '../../../handlers/profile-claim/message';
import type { LogFields } from '../../../handlers/shared/log';
import { profileNamesFile, readProfileNames } from '../../../handlers/shared/profile-names';
import { anyText } from '../../../test-support/any-text';
import {
  localSignIn,
  profileAttribute,
  provider,
  signInEvent,
} from '../../../test-support/handlers/sign-in-event';
import { people, type SignInCase, signIns } from '../../../test-support/handlers/sign-ins';

const table = readProfileNames(profileNamesFile(people));

function setUp(changes: Partial<Parameters<typeof createHandler>[0]['rules']> = {}) {
  const log: [string, string, LogFields][] = [];
  const handler = createHandler({
    rules: {
      table,
      deriveProfileNames: true,
      localUsers: true,
      profileAttribute,
      identityProvider: provider,
      ...changes,
    },
    log: (level, code, fields) => log.push([level, code, fields]),
  });
  return { log, sign: (event: unknown) => handler(event, { awsRequestId: 'request-1' }) };
}

const claim = (profile: string) => ({
  claimsAndScopeOverrideDetails: {
    accessTokenGeneration: { claimsToAddOrOverride: { studio_profile: profile } },
  },
});

test.each(signIns().map((row): [string, SignInCase] => [row.name, row]))(
  '%s',
  async (_, { event, expected }) => {
    const { log, sign } = setUp();
    if ('profile' in expected) {
      await expect(sign(event)).resolves.toMatchObject({ response: claim(expected.profile) });
      expect(log).toEqual([
        ['INFO', 'profile_claimed', { requestId: 'request-1', profile: expected.profile }],
      ]);
    } else {
      await expect(sign(event)).rejects.toThrow(new Error(messageOf(expected.refused)));
      expect(log).toEqual([['WARN', expected.refused, { requestId: 'request-1' }]]);
    }
  },
);

test('the event comes back with the claim in it, and else as it was', async () => {
  const event = signInEvent();
  const before = structuredClone(event);
  await expect(setUp().sign(event)).resolves.toEqual({ ...before, response: claim('frank') });
  expect(event).toEqual(before);
});

test('what another response holds besides the claim stays', async () => {
  const others = {
    idTokenGeneration: { claimsToSuppress: ['email'] },
    groupOverrideDetails: { groupsToOverride: [] },
  };
  const accessTokenGeneration = {
    claimsToAddOrOverride: { studio_profile: 'alice', other: '1' },
    scopesToAdd: ['x'],
  };
  const event = signInEvent({
    response: { claimsAndScopeOverrideDetails: { ...others, accessTokenGeneration } },
  });
  await expect(setUp().sign(event)).resolves.toHaveProperty('response.claimsAndScopeOverrideDetails', {
    ...others,
    accessTokenGeneration: {
      claimsToAddOrOverride: { studio_profile: 'frank', other: '1' },
      scopesToAdd: ['x'],
    },
  });
});

describe('settings', () => {
  test.each([
    ['nobody is derived', { deriveProfileNames: false }, signInEvent(), 'name_not_listed'],
    ['there are no local users', { localUsers: false }, localSignIn('alice'), 'local_user'],
    ['the provider is another', { identityProvider: 'OtherIdP' }, signInEvent(), 'wrong_provider'],
    ['the attribute is another', { profileAttribute: 'custom:other' }, signInEvent(), 'name_missing'],
    [
      'the attribute is a name of the prototype',
      { profileAttribute: 'constructor' },
      signInEvent(),
      'name_missing',
    ],
  ])('%s', async (_, changes, event, refused) => {
    const { log, sign } = setUp(changes);
    await expect(sign(event)).rejects.toThrow();
    expect(log[0]?.[1]).toBe(refused);
  });

  test('a listed user without sign-in names signs in over the provider where there are no passwords', async () => {
    const event = signInEvent({ attributes: { [profileAttribute]: 'alice' } });
    await expect(setUp({ localUsers: false, deriveProfileNames: false }).sign(event)).resolves.toMatchObject({
      response: claim('alice'),
    });
  });

  test('the attribute may be the e-mail address', async () => {
    const event = signInEvent({ attributes: { email: 'bob.builder@corp.example' } });
    await expect(setUp({ profileAttribute: 'email' }).sign(event)).resolves.toMatchObject({
      response: claim('bob'),
    });
  });
});

test('a refresh after the attribute changed gives the profile of the new value, or none', async () => {
  const { sign } = setUp();
  const refresh = (value: unknown) =>
    sign(
      signInEvent({
        triggerSource: 'TokenGeneration_RefreshTokens',
        attributes: { [profileAttribute]: value },
      }),
    );
  await expect(refresh('frank')).resolves.toMatchObject({ response: claim('frank') });
  await expect(refresh('frank-new')).resolves.toMatchObject({ response: claim('frank-new') });
  await expect(refresh(undefined)).rejects.toThrow(messageOf('name_missing'));
  await expect(refresh('alice')).rejects.toThrow(messageOf('name_of_listed_user'));
});

test('a defect fails the sign-in, and its message stays inside', async () => {
  const broken = {
    ...table,
    removed: {
      has: () => {
        throw new TypeError('marked');
      },
    } as unknown as Set<string>,
  };
  const { log, sign } = setUp({ table: broken });
  await expect(sign(signInEvent())).rejects.toThrow(/^The sign-in failed, so ask the operator/);
  expect(log).toEqual([['ERROR', 'internal_error', { requestId: 'request-1', cause: 'TypeError' }]]);
});

test.each(claimRefusals)('%s is explained in one sentence that says what to do', (refused) => {
  expect(messageOf(refused)).toMatch(/^[A-Z][^.!?:;]+, so (ask the operator|sign in with) [^.!?:;]+[^.]$/);
});

test('of any event, the outcome is a valid profile in the claim, or a refusal', async () => {
  const attribute = fc.oneof(anyText(), fc.constantFrom('alice', 'bob', 'carol'), fc.anything());
  const events = fc.oneof(
    fc.anything(),
    fc
      .record({
        'cognito:user_status': fc.oneof(
          fc.constant('EXTERNAL_PROVIDER'),
          fc.constant('CONFIRMED'),
          fc.anything(),
        ),
        identities: fc.oneof(fc.constant(signInEvent().request.userAttributes.identities), fc.anything()),
        [profileAttribute]: attribute,
      })
      .chain((attributes) => attribute.map((userName) => signInEvent({ userName, attributes }))),
  );
  await fc.assert(
    fc.asyncProperty(events, fc.boolean(), fc.boolean(), async (event, deriveProfileNames, localUsers) => {
      const { log, sign } = setUp({ deriveProfileNames, localUsers });
      const answer = await sign(event).catch((error: unknown) => error);
      if (answer instanceof Error) {
        expect(claimRefusals).toContain(log[0]?.[1]);
        return;
      }
      const { profile } = log[0]?.[2] ?? {};
      expect(profile).toMatch(profileNamePattern);
      expect(answer).toMatchObject({ response: claim(String(profile)) });
    }),
    { numRuns: 1500 },
  );
});
