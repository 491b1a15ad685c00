import type { Visit } from '../../../lab/walkthrough/chromium';
import { leaksIn, look, visitTo } from '../../../test-support/portal/browser';
import { passwordSettings } from '../../../test-support/portal/settings';
import { Site } from '../../../test-support/portal/site';
import { appCode, FakeCognito } from '../../../test-support/studio-access/cognito';

const oneTimePassword = 'One-Time-Password-1';
const password = 'Correct-Horse-Battery-1';

let cognito: FakeCognito;
let site: Site;
let visit: Visit;

beforeAll(async () => {
  cognito = new FakeCognito(passwordSettings.signIn.clientId);
  site = await Site.start({ settings: passwordSettings, cognito });
  visit = await visitTo(site);
});

afterAll(async () => {
  await visit.stop();
  await site.stop();
});

const heading = () => visit.page.locator('h1').innerText();
const expectHeading = async (text: string) => {
  await visit.page.getByRole('heading', { level: 1, name: text, exact: true }).waitFor();
};
const press = (name: string) => visit.page.getByRole('button', { name, exact: true }).click();
const wrongWords = () => visit.page.getByRole('alert').innerText();

test('a first sign-in: a new password, a second factor, and Studio', async () => {
  cognito.users.set('alice', { password: oneTimePassword, mustChange: true });
  const { page } = visit;
  await page.goto(passwordSettings.portalUrl);
  await expectHeading('Sign in');
  expect(await look(visit, 'sign-in-password')).toEqual([]);

  // everything by the keyboard, and the first field has it
  await page.keyboard.type('alice');
  await page.keyboard.press('Tab');
  await page.keyboard.type('wrong');
  await page.keyboard.press('Enter');
  expect(await wrongWords()).toBe('The user name or the password is wrong.');
  expect(await page.evaluate('document.activeElement.id')).toBe('password');
  expect(await page.getByLabel('User name').inputValue()).toBe('alice');
  expect(await look(visit, 'sign-in-password-wrong')).toEqual([]);
  await page.keyboard.type(oneTimePassword);
  await page.keyboard.press('Enter');

  await expectHeading('Choose your password');
  expect(await look(visit, 'new-password')).toEqual([]);
  await page.getByLabel('New password').fill('short');
  await page.getByLabel('The same again').fill('short');
  await press('Set password');
  expect(await wrongWords()).toMatch(/^That password is not accepted/);
  await page.getByLabel('New password').fill(password);
  await page.getByLabel('The same again').fill(`${password}2`);
  await press('Set password');
  await page.getByText('The two passwords are not the same.').waitFor();
  await page.getByLabel('New password').fill(password);
  await page.getByLabel('The same again').fill(password);

  // Cognito waits for a few minutes only; it goes on with the new password
  await press('Set password');
  await expectHeading('Set up a second factor');
  cognito.expireSessions();
  await page.getByLabel('Code that the app shows').fill('000000');
  await press('Go on');
  await page.getByText(/^That took longer than the sign-in waits/).waitFor();
  await page.getByRole('img', { name: 'QR code for an authenticator app' }).waitFor();
  expect(await look(visit, 'new-app')).toEqual([]);
  const secret = (await page.locator('.secret').innerText()).replaceAll(' ', '');
  expect(secret).toMatch(/^[A-Z2-7]{32,}$/);
  await page.getByLabel('Code that the app shows').fill('000000');
  await press('Go on');
  await page.getByText(/^That code is wrong/).waitFor();
  const code = appCode(secret);
  await page.getByLabel('Code that the app shows').fill(`${code.slice(0, 3)} ${code.slice(3)}`);
  await press('Go on');

  await expectHeading('Open Studio');
  expect(await page.content()).not.toContain(secret.slice(0, 8));
  await page.getByText('fraud-model').waitFor();
  expect(await page.locator('footer').innerText()).toMatch(/Signed in as alice/);
  expect(await look(visit, 'ready')).toEqual([]);
  expect(leaksIn(await visit.traces(), [...site.secrets, password, oneTimePassword, secret])).toEqual([]);

  await page.getByLabel('fraud-model').check();
  await press('Open Studio');
  await page.getByRole('heading', { name: 'SageMaker Studio', exact: true }).waitFor();
  expect(site.requests.filter((request) => request.includes('/me?'))).toEqual([
    `${new URL(passwordSettings.portalUrl).host} /prod/me?space=fraud-model`,
  ]);
  expect(leaksIn(await visit.traces(), [...site.secrets, password, oneTimePassword])).toEqual([]);
});

/** Somebody else signs in with the code that the app shows now, which is then good for nothing for a while. */
function useUpCode(secret: string): void {
  cognito.forgetUsedCodes();
  const ClientId = passwordSettings.signIn.clientId;
  const AuthParameters = { USERNAME: 'alice', PASSWORD: password };
  const { Session } = cognito.answer('InitiateAuth', { ClientId, AuthParameters }) as { Session: string };
  cognito.answer('RespondToAuthChallenge', {
    ClientId,
    Session,
    ChallengeName: 'SOFTWARE_TOKEN_MFA',
    ChallengeResponses: { USERNAME: 'alice', SOFTWARE_TOKEN_MFA_CODE: appCode(secret) },
  });
}

test('the next sign-in: a code, the last choice, and out', async () => {
  const { page } = visit;
  await page.goto(passwordSettings.portalUrl);
  await page.getByLabel('User name').fill('alice');
  await page.getByLabel('Password').fill(password);
  await press('Sign in');
  await expectHeading('Second factor');
  expect(await look(visit, 'code')).toEqual([]);
  const secret = cognito.users.get('alice')?.appSecret ?? '';
  useUpCode(secret);
  for (const [typed, words] of [
    ['12ab56', /^That is not a code/],
    ['000000', /^That code is wrong/],
    [appCode(secret), /^That code was used before/],
  ] as const) {
    await page.getByLabel('Code of your authenticator app').fill(typed);
    await press('Go on');
    await page.getByText(words).waitFor();
  }
  cognito.forgetUsedCodes();
  await page.getByLabel('Code of your authenticator app').fill(appCode(secret));
  await press('Go on');
  await expectHeading('Open Studio');
  await page.getByText('fraud-model').waitFor();
  expect(await page.getByLabel('fraud-model').isChecked()).toBe(true);

  const sessions = cognito.refreshTokens.size;
  await press('Sign out');
  await page.getByText('You are signed out.').waitFor();
  expect(await look(visit, 'signed-out')).toEqual([]);
  expect(cognito.refreshTokens.size).toBe(sessions - 1);
  expect(await heading()).toBe('Sign in');
  expect(await page.evaluate('localStorage.length')).toBe(0);
});

test.each([['a user who is disabled', { enabled: false }, 'Your user is disabled.', 'user-disabled']])(
  '%s is told so',
  async (_, change, words, name) => {
    cognito.users.set('bob', { password, ...change });
    const { page } = visit;
    await page.goto(passwordSettings.portalUrl);
    await page.getByLabel('User name').fill('bob');
    await page.getByLabel('Password').fill(password);
    await press('Sign in');
    await page.locator('main').getByText(words).waitFor();
    expect(await look(visit, name)).toEqual([]);
    await press('Try again');
    await expectHeading('Sign in');
  },
);

test('no error of the console, no violation of the policy, no foreign host', () => {
  expect(visit.errors).toEqual([]);
  expect([...visit.hosts].toSorted()).toEqual([
    'a1b2c3d4e5.execute-api.us-east-1.amazonaws.com',
    'cognito-idp.us-east-1.amazonaws.com',
    'd-abcdef123456.studio.us-east-1.sagemaker.aws',
  ]);
});
