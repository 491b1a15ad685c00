import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import type { JsonObject } from '../../shared/json';
import type { Lab } from '../../system/lab';
import { suspendedPerson } from '../../system/people';
import { reissue } from '../sign-in';
import { homeWith, part, settingsWith } from './desk';
import type { BrokenSetUp } from './set-up';

/** The session on the desk has a token that says something else. */
function oddToken(
  id: string,
  what: string,
  cause: string,
  tokenOf: (lab: Lab, access: string) => string,
): BrokenSetUp {
  return {
    id,
    what,
    cause,
    run: (lab, doctor, desk) => {
      const home = homeWith(desk, (session) => ({
        ...session,
        accessToken: tokenOf(lab, String(session.accessToken)),
      }));
      return doctor({ variables: { HOME: home } });
    },
  };
}

const claiming = (changes: JsonObject) => (lab: Lab, access: string) => reissue(lab, access, changes);

/** Who is signed in, and as whom. */
export const brokenSessions: readonly BrokenSetUp[] = [
  {
    id: 'not-signed-in',
    what: 'nobody is signed in',
    cause: 'session: sign_in_needed',
    run: (_, doctor, desk) => doctor({ variables: { HOME: mkdtempSync(path.join(desk.home, 'empty-')) } }),
  },
  {
    id: 'session-over',
    what: 'the access token is over, and the refresh token was taken back',
    cause: 'session: sign_in_needed',
    run: (_, doctor, desk) => {
      const home = homeWith(desk, (session) => ({
        ...session,
        accessTokenExpiresAt: 0,
        refreshToken: 'taken-back',
      }));
      return doctor({ variables: { HOME: home } });
    },
  },
  {
    id: 'other-issuer',
    what: 'the settings are of a deployment with another user pool',
    cause: 'token: wrong_issuer',
    run: (_, doctor, desk) => {
      const file = settingsWith(desk, (settings) => ({
        ...settings,
        expected: {
          ...part(settings, 'expected'),
          tokenIssuer: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Another01',
        },
      }));
      return doctor({ args: ['--settings', file] });
    },
  },
  oddToken(
    'token-of-other-client',
    'the token is of another app client',
    'token: wrong_client',
    claiming({ client_id: 'other' }),
  ),
  oddToken(
    'token-over',
    'the token is over, although the desk does not know',
    'token: expired',
    claiming({ exp: Math.floor(Date.now() / 1000) - 600 }),
  ),
  oddToken(
    'token-without-name',
    'the token names nobody',
    'token: no_profile_claim',
    claiming({ username: '' }),
  ),
  oddToken('made-up-token', 'the token is not signed by the user pool', 'url: token_refused', (_, access) => {
    const [header = '', claims = '', signature = ''] = access.split('.');
    const bytes = Buffer.from(signature, 'base64url').reverse();
    return [header, claims, bytes.toString('base64url')].join('.');
  }),
  oddToken(
    'suspended-doctor',
    'the person is suspended',
    'url: suspended',
    claiming({ username: suspendedPerson }),
  ),
  oddToken(
    'no-profile',
    'the person has no Studio profile',
    'url: profile_not_found',
    claiming({ username: 'nobody-here' }),
  ),
];
