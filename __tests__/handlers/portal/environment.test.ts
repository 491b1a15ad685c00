import type { PortalSettings } from '../../../api/portal';
import { readSettings, writeSettings } from '../../../handlers/portal/environment';
import { codeSettings, passwordSettings } from '../../../test-support/portal/settings';

test.each<[string, PortalSettings]>([
  ['a password', passwordSettings],
  ['a code', codeSettings],
  ['no sign-in', { ...passwordSettings, operator: {}, signIn: { kind: 'none' } }],
  ['a landing page', { ...passwordSettings, landingDefault: 'jupyterlab' }],
])('reads what the stack writes: %s', (_, settings) => {
  expect(readSettings(writeSettings(settings))).toEqual(settings);
});

test.each<[string, string | undefined, string[]]>([
  ['nothing', undefined, ['PORTAL_SETTINGS is not set, expected JSON']],
  ['no JSON', '{', ['PORTAL_SETTINGS is no JSON object']],
  ['a list', '[]', ['PORTAL_SETTINGS is no JSON object']],
  [
    'several problems, all at once',
    JSON.stringify({
      ...passwordSettings,
      environment: '',
      portalUrl: 'http://a.example.com/portal',
      landingApps: ['jupyter'],
      operator: { help: 'javascript:alert(1)' },
      secret: 'hush',
    }),
    [
      'PORTAL_SETTINGS has 5 problems:',
      'environment is "", expected a text of one line',
      'portalUrl is "http://a.example.com/portal", expected an https: address without user and fragment',
      'operator.help is "javascript:alert(1)", expected a mailto: or https: address',
      'landingApps is ["jupyter"], expected a list of words of studio, jupyterlab, code-editor',
      'secret is unknown',
    ],
  ],
  [
    'an unknown sign-in',
    JSON.stringify({ ...passwordSettings, signIn: { kind: 'magic' } }),
    [
      'PORTAL_SETTINGS has 1 problem:',
      'signIn is {"kind":"magic"}, expected an object whose kind is password or code or none',
    ],
  ],
  [
    'an address that would break out of the header',
    JSON.stringify({
      ...codeSettings,
      signIn: { ...codeSettings.signIn, tokenEndpoint: "https://a.example.com\r\nX: y'; script-src *" },
    }),
    [
      'PORTAL_SETTINGS has 1 problem:',
      'signIn.tokenEndpoint is "https://a.example.com\\r\\nX: y\'; script-src *", expected an https: address without user and fragment',
    ],
  ],
  [
    'members of a sign-in that are missing',
    JSON.stringify({
      ...codeSettings,
      signIn: { kind: 'code', clientId: 'x', signOut: { kind: 'other', endpoint: 'https://a.example.com' } },
    }),
    [
      'PORTAL_SETTINGS has 6 problems:',
      'signIn.issuer is missing, expected a text of one line',
      'signIn.scope is missing, expected a text of one line',
      'signIn.authorizationEndpoint is missing, expected an https: address without user and fragment',
      'signIn.tokenEndpoint is missing, expected an https: address without user and fragment',
      'signIn.signOut.kind is "other", expected "cognito" or "openid"',
      'signIn.nameClaim is missing, expected the name of a claim',
    ],
  ],
])('refuses %s', (_, text, problems) => {
  expect(() => readSettings({ PORTAL_SETTINGS: text })).toThrow(new Error(problems.join('\n')));
});
