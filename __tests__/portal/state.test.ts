import { begin, type PageEvent, reduce, type State } from '../../portal/state';
import { codeSettings, passwordSettings } from '../../test-support/portal/settings';

const start = (changes: Partial<State> = {}): State => ({
  ...begin(passwordSettings, passwordSettings.portalUrl, {}, {}),
  ...changes,
});
const after = (...events: PageEvent[]) => events.reduce(reduce, start());
const form = { isBusy: false, wrong: undefined };

test.each<[string, Parameters<typeof begin>, Partial<State>]>([
  [
    'at its own address',
    [codeSettings, codeSettings.portalUrl, {}, {}],
    { view: { at: 'sign-in', notice: undefined, ...form }, isDirect: false, choice: {} },
  ],
  [
    'at another address',
    [codeSettings, 'https://other.example.com/prod/portal', {}, {}],
    { view: { at: 'elsewhere' } },
  ],
  [
    'without a sign-in',
    [{ ...codeSettings, signIn: { kind: 'none' } }, codeSettings.portalUrl, {}, {}],
    { view: { at: 'no-sign-in' } },
  ],
  [
    'with a choice in the address, which counts more than the last one',
    [codeSettings, codeSettings.portalUrl, { space: 'a' }, { app: 'studio' }],
    { choice: { space: 'a' }, isDirect: true },
  ],
  [
    'with a last choice',
    [codeSettings, codeSettings.portalUrl, {}, { app: 'studio' }],
    { choice: { app: 'studio' }, isDirect: false },
  ],
])('begins %s', (_, given, expected) => {
  expect(begin(...given)).toMatchObject(expected);
});

const app = { secret: 'ABCD', address: 'otpauth://totp/x?secret=ABCD' };

test.each<[string, PageEvent[], Partial<State>]>([
  [
    'a form waits',
    [{ type: 'submitted' }],
    { view: { at: 'sign-in', notice: undefined, ...form, isBusy: true } },
  ],
  [
    'a form is wrong, and no longer waits',
    [{ type: 'submitted' }, { type: 'wrong', field: 'wrong_password' }],
    { view: { at: 'sign-in', notice: undefined, isBusy: false, wrong: 'wrong_password' } },
  ],
  [
    'what was wrong is gone with the next answer',
    [{ type: 'wrong', field: 'wrong_password' }, { type: 'submitted' }],
    { view: { at: 'sign-in', notice: undefined, isBusy: true, wrong: undefined } },
  ],
  [
    'a new password is asked',
    [{ type: 'submitted' }, { type: 'asked', challenge: 'new-password' }],
    { view: { at: 'new-password', ...form } },
  ],
  ['an app is set up', [{ type: 'new-app', app }], { view: { at: 'new-app', app, ...form } }],
  [
    'the secret of the app is gone once it is verified',
    [
      { type: 'new-app', app },
      { type: 'signed-in', name: 'alice' },
    ],
    { view: { at: 'ready' }, name: 'alice' },
  ],
  [
    'a failure',
    [
      { type: 'signed-in', name: 'alice' },
      { type: 'opening' },
      { type: 'failed', code: 'suspended', requestId: 'r' },
    ],
    { view: { at: 'problem', code: 'suspended', requestId: 'r', detail: undefined }, name: 'alice' },
  ],
  [
    'back from a failure to the choice',
    [{ type: 'signed-in', name: 'alice' }, { type: 'failed', code: 'suspended' }, { type: 'choose' }],
    { view: { at: 'ready' } },
  ],
  [
    'nobody is signed in, so there is no choice to go back to',
    [{ type: 'failed', code: 'sign_in_refused' }, { type: 'choose' }],
    { view: { at: 'problem', code: 'sign_in_refused', requestId: undefined, detail: undefined } },
  ],
  [
    'progress',
    [{ type: 'signed-in', name: 'alice' }, { type: 'opening' }, { type: 'pending', seconds: 7 }],
    { view: { at: 'opening', pendingSeconds: 7 } },
  ],
  [
    'progress that comes too late',
    [
      { type: 'signed-in', name: 'alice' },
      { type: 'pending', seconds: 7 },
    ],
    { view: { at: 'ready' } },
  ],
  [
    'spaces that come after the sign-in is over',
    [
      { type: 'signed-in', name: 'alice' },
      { type: 'sign-in', notice: 'session_over' },
      { type: 'spaces', spaces: { spaces: [], complete: true } },
    ],
    { view: { at: 'sign-in', notice: 'session_over', ...form }, name: undefined, spaces: undefined },
  ],
  [
    'the choice outlives the sign-in',
    [
      { type: 'signed-in', name: 'alice' },
      { type: 'chosen', choice: { space: 'notes' } },
      { type: 'sign-in', notice: 'session_over' },
    ],
    { choice: { space: 'notes' } },
  ],
])('%s', (_, events, expected) => {
  expect(after(...events)).toMatchObject(expected);
});
