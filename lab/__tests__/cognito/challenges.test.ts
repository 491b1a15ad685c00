import type { AppClient } from '../../cognito/app-clients';
import { Challenges } from '../../cognito/challenges';
import { oneTimeCode, stepMilliseconds } from '../../shared/one-time-code';
import { text, type JsonObject } from '../../shared/json';
import { SharedStandIn } from '../../test-support/stand-in';

const standIn = new SharedStandIn();
const { cognito } = standIn;

const once = 'Aa1!aaaaaaaaaaaa';
const own = 'Bb2!bbbbbbbbbbbb';

let challenges: Challenges;
let client: AppClient;

beforeAll(async () => {
  const { UserPool: pool } = await cognito('CreateUserPool', { PoolName: 'people' });
  const { Id: UserPoolId } = pool as { Id: string };
  await cognito('SetUserPoolMfaConfig', {
    UserPoolId,
    MfaConfiguration: 'ON',
    SoftwareTokenMfaConfiguration: { Enabled: true },
  });
  const made = await cognito('CreateUserPoolClient', {
    UserPoolId,
    ClientName: 'studio',
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH'],
  });
  const settings = made.UserPoolClient as JsonObject;
  client = { id: text(settings, 'ClientId') ?? '', poolId: UserPoolId, settings, pool: pool as JsonObject };
  await cognito('AdminCreateUser', { UserPoolId, Username: 'alice', TemporaryPassword: once });
  challenges = new Challenges(standIn.running);
});

const begin = (password: string) =>
  challenges.begin(
    {
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: client.id,
      AuthParameters: { USERNAME: 'alice', PASSWORD: password },
    },
    client,
  );
const respond = (ChallengeName: string, Session: unknown, responses: JsonObject = {}) =>
  challenges.respond(
    {
      ChallengeName,
      Session,
      ClientId: client.id,
      ChallengeResponses: { USERNAME: 'alice', ...responses },
    },
    client,
  );

it('asks for a new password, an app and its codes, each session for one answer and each code for one sign-in', async () => {
  const first = await begin(once);
  expect(first.ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
  const second = await respond('NEW_PASSWORD_REQUIRED', first.Session, { NEW_PASSWORD: own });
  expect(second.ChallengeName).toBe('MFA_SETUP');
  await expect(respond('MFA_SETUP', first.Session)).rejects.toThrow('session is expired');

  // an app that nobody has verified gives no tokens
  const skipped = await begin(own);
  await expect(respond('MFA_SETUP', skipped.Session)).rejects.toThrow('session is expired');

  const { SecretCode: secret, Session: ofApp } = challenges.associate(second);
  expect(() => challenges.associate(second)).toThrow('session is expired');
  await expect(challenges.verify({ Session: ofApp, UserCode: '000000' })).rejects.toMatchObject({
    type: 'EnableSoftwareTokenMFAException',
  });
  const code = oneTimeCode(String(secret), Date.now());
  const verified = await challenges.verify({ Session: ofApp, UserCode: code });
  expect(await respond('MFA_SETUP', verified.Session)).toHaveProperty('AuthenticationResult');

  const again = await begin(own);
  expect(again.ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
  const wrong: readonly (readonly [code: string, type: string])[] = [
    ['12ab56', 'InvalidParameterException'],
    ['000000', 'CodeMismatchException'],
    [code, 'ExpiredCodeException'],
  ];
  for (const [SOFTWARE_TOKEN_MFA_CODE, type] of wrong)
    await expect(
      respond('SOFTWARE_TOKEN_MFA', again.Session, { SOFTWARE_TOKEN_MFA_CODE }),
    ).rejects.toMatchObject({ type });
  const next = oneTimeCode(String(secret), Date.now() + stepMilliseconds);
  expect(
    await respond('SOFTWARE_TOKEN_MFA', again.Session, { SOFTWARE_TOKEN_MFA_CODE: next }),
  ).toHaveProperty('AuthenticationResult');
});

it('waits for some minutes only', async () => {
  const { Session } = await begin(own);
  jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 181_000);
  await expect(respond('SOFTWARE_TOKEN_MFA', Session)).rejects.toThrow('session is expired');
  jest.restoreAllMocks();
});
