import { createHmac } from 'node:crypto';
import type { Attack } from './attacks';
import { authorizerEvent } from './authorizer-event';
import { idTokens, type ProviderForm } from './providers';
import { jwkOf, type KeyPair, mint, rs256 } from './tokens';

export const companyKid = 'marked-kid-Nyp9';

/** The issuer's key as it publishes it, with or without `alg`. */
export function companyKey({ key }: ProviderForm, pair: KeyPair, withAlgorithm: boolean) {
  const { kty, n, e } = jwkOf(pair, companyKid);
  return { ...key, kty, n, e, kid: companyKid, alg: withAlgorithm ? 'RS256' : undefined };
}

/**
 * Requests with tokens of one provider. Each differs from a valid one only in the point that its name describes.
 * @param now in seconds since 1970
 */
export function companyTokens(form: ProviderForm, pair: KeyPair, stranger: KeyPair, now: number): Attack[] {
  const { variables, accessToken, scopeClaim } = form;
  const { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience, OIDC_SCOPE: scope } = variables;
  const { OIDC_CLIENT_CLAIM: clientClaim, PROFILE_CLAIM: profileClaim } = variables;
  const [client = '', otherClient = ''] = variables.OIDC_CLIENT_IDS.split(',');
  const times = { iat: now - 60, nbf: now - 60, exp: now + 3600 };
  const good: Readonly<Record<string, unknown>> = { iss: issuer, ...times, ...accessToken };
  const header = { ...form.header, alg: 'RS256', kid: companyKid };

  const bearing = (name: string, token: string, expected: string): Attack => ({
    name,
    event: authorizerEvent(`Bearer ${token}`),
    expected,
  });
  const signed = (name: string, claims: Readonly<Record<string, unknown>>, expected: string) =>
    bearing(name, mint(header, claims, rs256(pair.privateKey)), expected);
  const having = (name: string, changes: Readonly<Record<string, unknown>>, expected: string) =>
    signed(name, { ...good, ...changes }, expected);
  const headed = (name: string, changes: Readonly<Record<string, unknown>>, expected: string) =>
    bearing(name, mint({ ...header, ...changes }, good, rs256(pair.privateKey)), expected);
  /** Scopes in a claim, and in no other one. */
  const scoped = (name: string, claim: string, value: unknown, expected: string) =>
    having(name, { [scopeClaim]: undefined, [claim]: value }, expected);

  return [
    signed('a valid token', good, 'allowed'),

    // ID tokens and others of the provider, of which none is for this API
    ...[form.idToken, { ...form.idToken, aud: [client, 'other'] }].map((claims) => {
      const { aud, iss } = claims as { aud: unknown; iss: unknown };
      const expected = iss === issuer ? 'wrong_audience' : 'wrong_issuer, wrong_audience';
      return signed(`the ID token for ${JSON.stringify(aud)}`, { ...times, ...claims }, expected);
    }),
    ...Object.entries(form.otherTokens).map(([name, claims]) =>
      signed(
        `a token ${name}`,
        { iss: issuer, ...times, ...claims },
        'wrong_issuer, wrong_audience, wrong_scope, wrong_use',
      ),
    ),
    // where client and API are one registration, an ID token has the issuer and the audience of an access token
    ...Object.entries(idTokens).flatMap(([name, claims]) => {
      const ours = {
        ...times,
        ...claims,
        iss: issuer,
        aud: audience,
        [clientClaim]: client,
        [profileClaim]: good[profileClaim],
      };
      const cases = [signed(`an ID token of ${name} for this API`, ours, 'wrong_scope, wrong_use')];
      const isMarked = ['at_hash', 'c_hash', 's_hash', 'typ', 'token_use'].some((mark) => mark in claims);
      // which a company would have to put there itself
      if (isMarked)
        cases.push(
          signed(`an ID token of ${name} with a scope`, { ...ours, [scopeClaim]: scope }, 'wrong_use'),
        );
      return cases;
    }),
    ...['ID', 'id', 'Refresh', 'Offline', 'Logout', 'DPoP', '', null, 7, ['Bearer']].map((typ) =>
      having(`the claim typ ${JSON.stringify(typ)}`, { typ }, 'wrong_use'),
    ),
    ...['Bearer', 'bearer', 'BEARER', undefined].map((typ) =>
      having(`the claim typ ${JSON.stringify(typ)}`, { typ }, 'allowed'),
    ),
    ...['at_hash', 'c_hash', 's_hash'].map((name) =>
      having(`the claim ${name}`, { [name]: 'AAAA' }, 'wrong_use'),
    ),
    having('a nonce', { nonce: 'AAAA' }, 'allowed'),
    having('the claim token_use id', { token_use: 'id' }, 'wrong_use'),
    having('the claim token_use access', { token_use: 'access' }, 'allowed'),

    // audience
    having('another audience', { aud: 'https://other.corp.example' }, 'wrong_audience'),
    having('no audience', { aud: undefined }, 'wrong_audience'),
    having('no audience but the client', { aud: client }, 'wrong_audience'),
    having('an audience that begins so', { aud: `${audience}.evil.example` }, 'wrong_audience'),
    having('an audience that ends so', { aud: `evil-${audience}` }, 'wrong_audience'),
    having('an audience in capitals', { aud: audience.toUpperCase() }, 'wrong_audience'),
    having('audiences divided by blanks', { aud: `other ${audience}` }, 'wrong_audience'),
    having('a list of other audiences', { aud: ['other', 'account'] }, 'wrong_audience'),
    having('an empty list of audiences', { aud: [] }, 'wrong_audience'),
    having('a list in a list', { aud: [[audience]] }, 'wrong_audience'),
    having('an object of audiences', { aud: { [audience]: true } }, 'wrong_audience'),
    having('the audience as a list', { aud: [audience] }, 'allowed'),
    having('the audience among others', { aud: ['other', audience] }, 'allowed'),

    // client
    having("the company's other client", { [clientClaim]: otherClient }, 'allowed'),
    having('another client', { [clientClaim]: 'other' }, 'wrong_client'),
    having('no client', { [clientClaim]: undefined }, 'wrong_client'),
    having('clients divided by commas', { [clientClaim]: `${client},${otherClient}` }, 'wrong_client'),
    having('a client in a list', { [clientClaim]: [client] }, 'wrong_client'),
    having(
      'the client in other claims only',
      { azp: client, appid: client, cid: client, client_id: client, [clientClaim]: undefined },
      'wrong_client',
    ),

    // tenant
    having('another tenant', { iss: form.otherTenant }, 'wrong_issuer'),
    having('no issuer', { iss: undefined }, 'wrong_issuer'),
    having('an issuer with a slash more', { iss: `${issuer}/` }, 'wrong_issuer'),
    having('an issuer in capitals', { iss: issuer.toUpperCase() }, 'wrong_issuer'),
    having(
      'an issuer of the other scheme',
      { iss: issuer.replace(/^http(s?)/, (_, s) => (s ? 'http' : 'https')) },
      'wrong_issuer',
    ),
    having('the issuer in a list', { iss: [issuer] }, 'wrong_issuer'),

    // scope
    ...['scp', 'scope'].flatMap((claim) => [
      scoped(`${claim} as text`, claim, scope, 'allowed'),
      scoped(`${claim} as text of several`, claim, `openid ${scope} email`, 'allowed'),
      scoped(`${claim} as a list`, claim, ['openid', scope], 'allowed'),
      scoped(`${claim} without the scope`, claim, 'openid profile', 'wrong_scope'),
      scoped(`${claim} as an empty text`, claim, '', 'wrong_scope'),
      scoped(`${claim} as an empty list`, claim, [], 'wrong_scope'),
      scoped(`${claim} that begins so`, claim, `${scope}.read`, 'wrong_scope'),
      scoped(`${claim} that ends so`, claim, `x${scope}`, 'wrong_scope'),
      scoped(`${claim} in capitals`, claim, scope.toUpperCase(), 'wrong_scope'),
      scoped(`${claim} divided by commas`, claim, `openid,${scope}`, 'wrong_scope'),
      scoped(`${claim} divided by a tab`, claim, `openid\t${scope}`, 'wrong_scope'),
      scoped(`${claim} as a list of one text`, claim, [`openid ${scope}`], 'wrong_scope'),
      scoped(`${claim} as a list in a list`, claim, [[scope]], 'wrong_scope'),
      scoped(`${claim} as an object`, claim, { [scope]: true }, 'wrong_scope'),
      scoped(`${claim} null`, claim, null, 'wrong_scope'),
    ]),
    having('no scope', { [scopeClaim]: undefined }, 'wrong_scope'),
    scoped('the scope in roles', 'roles', [scope], 'wrong_scope'),

    // key
    bearing(
      "another issuer's key under the same id",
      mint(header, good, rs256(stranger.privateKey)),
      'wrong_signature',
    ),
    bearing(
      "another issuer's key and issuer under the same id",
      mint(header, { ...good, iss: form.otherTenant }, rs256(stranger.privateKey)),
      'wrong_signature',
    ),
    headed('an unknown key id', { kid: 'other' }, 'unknown_key'),
    headed('no key id', { kid: undefined }, 'unknown_key'),
    headed('no algorithm', { alg: undefined }, 'wrong_algorithm'),
    headed('RS512', { alg: 'RS512' }, 'wrong_algorithm'),
    bearing(
      'HS256 keyed with the public key',
      mint({ ...header, alg: 'HS256' }, good, (input) =>
        createHmac('sha256', pair.publicKey.export({ format: 'pem', type: 'spki' }))
          .update(input)
          .digest(),
      ),
      'wrong_algorithm',
    ),

    // type
    ...[undefined, 'JWT', 'jwt', 'Jwt', 'at+jwt', 'AT+JWT', 'application/at+jwt', 'Application/At+Jwt'].map(
      (typ) => headed(`typ ${JSON.stringify(typ)}`, { typ }, 'allowed'),
    ),
    ...[
      'id+jwt',
      'ID',
      'logout+jwt',
      'dpop+jwt',
      'secevent+jwt',
      'application/jwt',
      'at+jwt ',
      ' at+jwt',
      'x/at+jwt',
      'JOSE',
      '',
      null,
      7,
      true,
      ['at+jwt'],
      { typ: 'JWT' },
    ].map((typ) => headed(`typ ${JSON.stringify(typ)}`, { typ }, 'wrong_type')),

    // time
    having('expired', { exp: now - 1 }, 'expired'),
    having('no expiry', { exp: undefined }, 'invalid_expiry'),
    having('not yet valid', { nbf: now + 60 }, 'not_yet_valid'),

    // person
    having('no person', { [profileClaim]: undefined }, 'name_missing'),
    having('an empty person', { [profileClaim]: '' }, 'name_empty'),
    having('a person in a list', { [profileClaim]: ['frank'] }, 'name_not_text'),
    having('a person who is a number', { [profileClaim]: 10_042 }, 'name_not_text'),
    having('a person of 257 characters', { [profileClaim]: 'x'.repeat(257) }, 'name_too_long'),
    having(
      'a person with a zero-width space',
      { [profileClaim]: 'ali\u200bce' },
      'name_with_control_character',
    ),
    having('a person with a line break', { [profileClaim]: 'alice\n' }, 'name_with_control_character'),
    having('a person with a combining accent', { [profileClaim]: 'alice\u0301' }, 'name_not_normalized'),
    having('a person with a blank after', { [profileClaim]: 'alice ' }, 'name_with_outer_blank'),
    having('a listed person who has a sign-in name', { [profileClaim]: 'bob' }, 'name_of_listed_user'),
    having('somebody who left', { [profileClaim]: 'carol' }, 'name_of_removed_user'),
    having(
      'a listed person in other claims only',
      { sub: 'alice', username: 'alice', preferred_username: 'alice', [profileClaim]: undefined },
      'name_missing',
    ),
  ];
}
