import type { Visit } from '../../../lab/walkthrough/chromium';
import { leaksIn, look, visitTo } from '../../../test-support/portal/browser';
import { codeSettings } from '../../../test-support/portal/settings';
import { SignInPages } from '../../../test-support/portal/sign-in-pages';
import { Site } from '../../../test-support/portal/site';

const { portalUrl, signIn } = codeSettings;
const apiHost = new URL(portalUrl).host;

let pages: SignInPages;
let site: Site;
let visit: Visit;

beforeAll(async () => {
  pages = new SignInPages({
    id: signIn.clientId,
    callback: portalUrl,
    issuer: signIn.issuer,
    claims: { [signIn.nameClaim]: 'alice', username: 'Company_e-1001' },
  });
  site = await Site.start({ settings: codeSettings, pages });
  visit = await visitTo(site);
});

afterAll(async () => {
  await visit.stop();
  await site.stop();
});

const expectHeading = async (text: string) => {
  await visit.page.getByRole('heading', { level: 1, name: text, exact: true }).waitFor();
};
const press = (name: string) => visit.page.getByRole('button', { name, exact: true }).click();
const secrets = () => [...site.secrets, ...pages.secrets];
const urlsAsked = () => site.requests.filter((request) => /\/me(\?|$)/.test(request));

/** From the page's address through the sign-in page, which asks who it is only while it knows nobody. */
async function signedIn(address: string = portalUrl): Promise<void> {
  const { page } = visit;
  await page.goto(address);
  await press('Sign in');
  const question = page.getByRole('link', { name: 'alice' });
  const back = page
    .locator('h1')
    .filter({ hasText: /^(Open Studio|Opening Studio|That did not work|SageMaker Studio)$/ });
  await question.or(back).first().waitFor();
  if (await question.isVisible()) await question.click();
}

test('signs in at the sign-in page and opens Studio, and leaves no trace', async () => {
  const { page } = visit;
  await page.goto(portalUrl);
  await expectHeading('Sign in');
  expect(await look(visit, 'sign-in-code')).toEqual([]);
  await press('Sign in');
  await page.getByRole('link', { name: 'alice' }).click();
  await expectHeading('Open Studio');
  expect(page.url()).toBe(portalUrl);
  expect(await page.locator('footer').innerText()).toMatch(/Signed in as alice/);
  await page.getByText('fraud-model').waitFor();
  expect(await look(visit, 'ready-code')).toEqual([]);
  expect(leaksIn(await visit.traces(), secrets())).toEqual([]);
  expect(secrets().length).toBeGreaterThan(4);

  await page.getByLabel('JupyterLab').check();
  await press('Open Studio');
  await page.getByRole('heading', { name: 'SageMaker Studio', exact: true }).waitFor();
  expect(urlsAsked()).toEqual([`${apiHost} /prod/me?app=jupyterlab`]);
  expect(leaksIn(await visit.traces(), secrets())).toEqual([]);
});

test('a leak would be found', async () => {
  await visit.page.goto(portalUrl);
  const [secret = ''] = pages.secrets;
  await visit.page.evaluate(`sessionStorage.setItem('planted', ${JSON.stringify(secret)})`);
  expect(leaksIn(await visit.traces(), secrets())).toEqual([secret]);
  await visit.page.evaluate("sessionStorage.removeItem('planted')");
  await visit.page.evaluate(`history.pushState(null, '', '?code=' + ${JSON.stringify(secret)})`);
  expect(leaksIn(await visit.traces(), secrets())).toEqual([secret]);
  // so that it is in no list of visited pages from here on
  await visit.stop();
  visit = await visitTo(site);
});

test('a bookmark leads straight into a space, through the sign-in', async () => {
  site.requests.length = 0;
  await visit.page.goto(`${portalUrl}?app=jupyterlab&space=fraud-model`);
  await press('Sign in');
  await visit.page.getByRole('link', { name: 'alice' }).click();
  await visit.page.getByRole('heading', { name: 'SageMaker Studio', exact: true }).waitFor();
  expect(urlsAsked()).toEqual([`${apiHost} /prod/me?app=jupyterlab&space=fraud-model`]);
});

test('a profile that is being made is waited for, with progress', async () => {
  site.isPending = true;
  await signedIn();
  await expectHeading('Open Studio');
  await press('Open Studio');
  await expectHeading('Your Studio is being made');
  expect(await look(visit, 'pending')).toEqual([]);
  await press('Stop waiting');
  await expectHeading('Open Studio');
  await press('Open Studio');
  await expectHeading('Your Studio is being made');
  site.isPending = false;
  await visit.page.getByRole('heading', { name: 'SageMaker Studio', exact: true }).waitFor();
});

test('while it waits, the button says so', async () => {
  await signedIn();
  await expectHeading('Open Studio');
  let release: () => void = () => undefined;
  site.held = new Promise((resolve) => (release = resolve));
  await press('Open Studio');
  await expectHeading('Opening Studio');
  expect(await look(visit, 'opening')).toEqual([]);
  release();
  await visit.page.getByRole('heading', { name: 'SageMaker Studio', exact: true }).waitFor();
});

test.each([
  ['suspended', 'Your access to Studio is suspended.'],
  ['space_not_found', 'You have no private space of this name'],
  ['timeout', 'SageMaker did not answer in time.'],
] as const)('the failure %s has its text, the request id, the name, and a way on', async (code, words) => {
  site.next.push(code);
  await signedIn(`${portalUrl}?space=fraud-model`);
  await expectHeading('That did not work');
  const { page } = visit;
  const main = await page.locator('main').innerText();
  expect(main).toContain(words);
  expect(main).toContain('3f1c2c8e-5a0b-4d7c-9d55-0f3a7f7a1b11');
  expect(main).toMatch(/Signed in as\s+alice/);
  expect(await look(visit, `problem-${code}`)).toEqual([]);
  expect(await page.evaluate('document.activeElement.id')).toBe('heading');
  await press('Choose another place');
  await expectHeading('Open Studio');
  expect(await page.getByLabel('fraud-model').isChecked()).toBe(true);
});

test('a sign-in that is over says so, and leads to the same choice', async () => {
  const { page } = visit;
  await signedIn();
  await expectHeading('Open Studio');
  await page.getByLabel('notes').check();
  for (const token of site.secrets) site.refused.add(token);
  pages.refreshTokens.clear();
  await press('Open Studio');
  await page.getByText('Your sign-in is over.').waitFor();
  expect(await look(visit, 'session-over')).toEqual([]);
  await press('Sign in');
  await expectHeading('Open Studio');
  await page.getByText('notes').waitFor();
  expect(await page.getByLabel('notes').isChecked()).toBe(true);
});

test('a token that the API takes no longer is refreshed once', async () => {
  await signedIn();
  await expectHeading('Open Studio');
  await visit.page.getByText('fraud-model').waitFor();
  for (const token of site.secrets) site.refused.add(token);
  await press('Open Studio');
  await visit.page.getByRole('heading', { name: 'SageMaker Studio', exact: true }).waitFor();
});

test('the sign-in page refuses: its words are shown as text', async () => {
  pages.refusesNext = true;
  await visit.page.goto(portalUrl);
  await press('Sign in');
  await expectHeading('That did not work');
  expect(await visit.page.locator('main').innerText()).toContain(
    'access_denied: Nobody <b>here</b> is assigned to this application',
  );
  expect(visit.page.url()).toBe(portalUrl);
  expect(await look(visit, 'refused')).toEqual([]);
});

test.each([
  ['a code that nobody asked for', `${portalUrl}?code=stolen&state=x`],
  ['an error that nobody asked for', `${portalUrl}?error=access_denied&error_description=x`],
])('%s signs nobody in', async (_, address) => {
  await visit.page.goto(address);
  await visit.page.locator('main').getByText('This sign-in is over, or was begun').waitFor();
  expect(visit.page.url()).toBe(portalUrl);
});

test('signing out ends the session at the sign-in page too', async () => {
  await signedIn();
  await expectHeading('Open Studio');
  const asked = pages.asked;
  await press('Sign out');
  await expectHeading('Sign in');
  expect(visit.page.url()).toBe(portalUrl);
  await press('Sign in');
  await visit.page.getByRole('link', { name: 'alice' }).click();
  await expectHeading('Open Studio');
  expect(pages.asked).toBe(asked + 1);
});

test('what is shown in between is for everybody, too: coming back, going to Studio, signing out', async () => {
  const { page } = visit;
  /** Looks at what is shown while the page goes elsewhere: it does not get there. */
  const lookOnTheWay = async (address: string, button: string, heading: string, name: string) => {
    await page.route(address, (route) => route.abort('aborted'));
    await press(button);
    await expectHeading(heading);
    expect(await look(visit, name)).toEqual([]);
    await page.unroute(address);
  };
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/token', async (route) => {
    await released;
    await route.continue();
  });
  await page.goto(portalUrl);
  await press('Sign in');
  const question = page.getByRole('link', { name: 'alice' });
  await question
    .or(page.locator('h1', { hasText: 'Signing in' }))
    .first()
    .waitFor();
  if (await question.isVisible()) await question.click();
  await expectHeading('Signing in');
  expect(await look(visit, 'returning')).toEqual([]);
  release();
  await expectHeading('Open Studio');
  await page.unroute('**/token');
  await lookOnTheWay('https://*.studio.*/**', 'Open Studio', 'Studio is opening', 'opened');
  await signedIn();
  await expectHeading('Open Studio');
  await lookOnTheWay('**/logout**', 'Sign out', 'Signing out', 'leaving');
});

test('another address of the API leads to the one where people sign in', async () => {
  await visit.page.goto('https://other.example.com/prod/portal?space=notes');
  await expectHeading('This page has another address');
  expect(await look(visit, 'elsewhere')).toEqual([]);
  await visit.page.getByRole('link', { name: 'Go to the page' }).click();
  await expectHeading('Sign in');
  expect(visit.page.url()).toBe(`${portalUrl}?space=notes`);
});

test('a deployment without a sign-in for the page says so', async () => {
  const { page } = visit;
  const settings = { ...codeSettings, operator: {}, signIn: { kind: 'none' } };
  await page.route('**/settings.json', (route) => route.fulfill({ json: settings }));
  await page.goto(portalUrl);
  await expectHeading('No sign-in here');
  expect(await look(visit, 'no-sign-in')).toEqual([]);
  await page.unroute('**/settings.json');
});

test('a page whose settings do not come says so', async () => {
  const { page } = visit;
  await page.route('**/settings.json', (route) => route.abort());
  await page.goto(portalUrl);
  await page.getByText('The page could not load its settings.').waitFor();
  expect(await look(visit, 'settings-unavailable')).toEqual([]);
  await page.unroute('**/settings.json');
  await press('Load the page again');
  await expectHeading('Sign in');
});

test('an API that does not answer: says so, and goes on when it is back', async () => {
  const { page } = visit;
  await signedIn();
  await expectHeading('Open Studio');
  await page.route('**/me?*', (route) => route.abort());
  await press('Open Studio');
  await page.locator('main').getByText('The API does not answer.').waitFor();
  expect(await look(visit, 'unreachable')).toEqual([]);
  await page.unroute('**/me?*');
  await press('Try again');
  await page.getByRole('heading', { name: 'SageMaker Studio', exact: true }).waitFor();
});

test('no error of the console, no violation of the policy, no foreign host; on the disk no token and no verifier', async () => {
  expect(visit.errors).toEqual([]);
  expect([...visit.hosts].toSorted()).toEqual([
    'a1b2c3d4e5.execute-api.us-east-1.amazonaws.com',
    'd-abcdef123456.studio.us-east-1.sagemaker.aws',
    'other.example.com',
    'signin.corp.example.com',
  ]);
  const left = await visit.stop();
  // used codes and the addresses before redirects are in Chromium's own list of visited pages
  const kept = secrets().filter((secret) => !/^code-|^https:/.test(secret));
  expect(leaksIn(left, kept)).toEqual([]);
  visit = await visitTo(site);
});
