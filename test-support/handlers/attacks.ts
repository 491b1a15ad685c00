import { createHmac, generateKeyPairSync, sign, constants } from 'node:crypto';
import { authorizerEvent, stageArn } from './authorizer-event';
import { jwkOf, type Json, type KeyPair, mint, rs256, rsaKeyPair, segment, type Sign } from './tokens';

export const issuer = 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Example01';
export const clientId = '3n4b5urk1ft4fl3mg5e62d9ado';

/** The keys of the table: two that the pool publishes, and one of an attacker. */
export interface Pool {
  readonly access: KeyPair;
  readonly id: KeyPair;
  readonly stranger: KeyPair;
}

export const accessKid = 'access-kid+/0123456789abcdefghijklmnopqrstu=';
const idKid = 'id-kid+/9876543210abcdefghijklmnopqrstuvwxy=';

export function makePool(): Pool {
  return { access: rsaKeyPair('access'), id: rsaKeyPair('id'), stranger: rsaKeyPair('stranger') };
}

export function published({ access, id }: Pool): unknown[] {
  return [jwkOf(id, idKid), jwkOf(access, accessKid)];
}

export interface Attack {
  readonly name: string;
  readonly event: unknown;
  /** The code of the log line: `allowed`, or the reason for the refusal. */
  readonly expected: string;
}

export const header = { kid: accessKid, alg: 'RS256' };

/** The claims of a real access token; `marked` values must not appear outside the token. */
export function claims(now: number): Record<string, unknown> {
  return {
    sub: 'marked-sub-5f1c2a',
    'cognito:groups': ['marked-group-analysts'],
    iss: issuer,
    version: 2,
    client_id: clientId,
    origin_jti: 'marked-origin-jti-81a0',
    event_id: 'marked-event-id-7711',
    token_use: 'access',
    scope: 'aws.cognito.signin.user.admin',
    auth_time: now - 60,
    exp: now + 3600,
    iat: now - 60,
    jti: 'marked-jti-c0ffee',
    username: 'alice',
  };
}

/**
 * The table. Each case differs from a valid request only in the point that its name describes.
 * @param now in seconds since 1970
 * @param baitUri stands in every header that tries to name a key source; it must never be fetched
 */
export function attacks(pool: Pool, now: number, baitUri: string): Attack[] {
  const good = claims(now);
  const byPool = rs256(pool.access.privateKey);
  const byStranger = rs256(pool.stranger.privateKey);
  const valid = mint(header, good, byPool);
  const [head = '', body = '', tail = ''] = valid.split('.');

  const bearing = (name: string, token: string, expected: string): Attack => ({
    name,
    event: authorizerEvent(`Bearer ${token}`),
    expected,
  });
  const withClaims = (name: string, changes: Record<string, unknown>, expected: string) =>
    bearing(name, mint(header, { ...good, ...changes }, byPool), expected);
  const withText = (name: string, text: string, expected: string) =>
    bearing(name, mint(header, text, byPool), expected);
  /** A claim as JSON text that no serializer writes. */
  const withRaw = (name: string, claim: string, raw: string, expected: string) =>
    withText(name, JSON.stringify({ ...good, [claim]: 'RAW' }).replace('"RAW"', raw), expected);
  const withHeader = (name: string, changed: Json, expected: string, by: Sign = byPool) =>
    bearing(name, mint(changed, good, by), expected);
  const withAuthorization = (name: string, value: string | undefined, expected: string): Attack => ({
    name,
    event: authorizerEvent(value),
    expected,
  });
  const withHeaders = (
    name: string,
    headers: unknown,
    multiValueHeaders: unknown,
    expected: string,
  ): Attack => ({
    name,
    event: authorizerEvent(undefined, { headers, multiValueHeaders }),
    expected,
  });
  const profile = (name: string, value: unknown, expected = 'invalid_profile') =>
    withClaims(`profile ${name}`, { username: value }, expected);

  const hmac =
    (secret: string | Buffer): Sign =>
    (input) =>
      createHmac('sha256', secret).update(input).digest();
  const spki = { format: 'pem', type: 'spki' } as const;
  const pem = pool.access.publicKey.export(spki).toString();
  const der = pool.access.publicKey.export({ format: 'der', type: 'spki' });
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ed = generateKeyPairSync('ed25519');
  const hash =
    (name: string): Sign =>
    (input) =>
      sign(name, Buffer.from(input), pool.access.privateKey);
  const pss: Sign = (input) =>
    sign('sha256', Buffer.from(input), {
      key: pool.access.privateKey,
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: 32,
    });
  const noSignature: Sign = () => Buffer.alloc(0);
  const strangerJwk = jwkOf(pool.stranger, 'stranger');

  return [
    // valid requests must be let in, or the other cases prove nothing
    bearing('a valid token', valid, 'allowed'),
    withClaims('aud that names another client', { aud: 'another-client' }, 'allowed'),
    withClaims('aud as an array', { aud: ['https://api.example.com'] }, 'allowed'),
    withClaims('nbf in the past', { nbf: now - 1 }, 'allowed'),
    withHeader('typ in the header', { ...header, typ: 'JWT' }, 'allowed'),
    withClaims('profile of two characters', { username: 'a1' }, 'allowed'),
    withClaims('profile of 63 characters', { username: 'a'.repeat(63) }, 'allowed'),
    withClaims('profile with inner hyphens', { username: 'a--b-9' }, 'allowed'),
    ...['authorization', 'AUTHORIZATION', 'aUTHORIZATION'].map((name) =>
      withHeaders(
        `header named ${name}`,
        { [name]: `Bearer ${valid}` },
        { [name]: [`Bearer ${valid}`] },
        'allowed',
      ),
    ),
    withHeaders('header in multiValueHeaders only', null, { Authorization: [`Bearer ${valid}`] }, 'allowed'),

    // algorithm
    ...['none', 'None', 'nOnE', 'NONE', ''].flatMap((alg) => [
      withHeader(`alg ${alg} and no signature`, { ...header, alg }, 'malformed_token', noSignature),
      withHeader(`alg ${alg} and a good signature`, { ...header, alg }, 'wrong_algorithm'),
    ]),
    withHeader('RS256 and no signature', header, 'malformed_token', noSignature),
    withHeader(
      'HS256 keyed with the public key in PEM',
      { ...header, alg: 'HS256' },
      'wrong_algorithm',
      hmac(pem),
    ),
    withHeader(
      'HS256 keyed with the trimmed PEM',
      { ...header, alg: 'HS256' },
      'wrong_algorithm',
      hmac(pem.trim()),
    ),
    withHeader(
      'HS256 keyed with the public key in DER',
      { ...header, alg: 'HS256' },
      'wrong_algorithm',
      hmac(der),
    ),
    withHeader(
      'HS256 keyed with the public key as JWK',
      { ...header, alg: 'HS256' },
      'wrong_algorithm',
      hmac(JSON.stringify(jwkOf(pool.access, accessKid))),
    ),
    withHeader('RS256 in the header, HMAC below', header, 'wrong_signature', hmac(pem)),
    withHeader('HS384', { ...header, alg: 'HS384' }, 'wrong_algorithm', hmac(pem)),
    withHeader('RS384', { ...header, alg: 'RS384' }, 'wrong_algorithm', hash('RSA-SHA384')),
    withHeader('RS512', { ...header, alg: 'RS512' }, 'wrong_algorithm', hash('RSA-SHA512')),
    withHeader('RS512 signature under RS256', header, 'wrong_signature', hash('RSA-SHA512')),
    withHeader('PS256', { ...header, alg: 'PS256' }, 'wrong_algorithm', pss),
    withHeader('PS256 signature under RS256', header, 'wrong_signature', pss),
    withHeader('ES256', { ...header, alg: 'ES256' }, 'wrong_algorithm', (input) =>
      sign('sha256', Buffer.from(input), { key: ec.privateKey, dsaEncoding: 'ieee-p1363' }),
    ),
    withHeader('EdDSA', { ...header, alg: 'EdDSA' }, 'wrong_algorithm', (input) =>
      sign(null, Buffer.from(input), ed.privateKey),
    ),
    withHeader('missing alg', { kid: accessKid }, 'wrong_algorithm'),
    withHeader('alg in lower case', { ...header, alg: 'rs256' }, 'wrong_algorithm'),
    withHeader('alg as an array', { ...header, alg: ['RS256'] }, 'wrong_algorithm'),
    withHeader('alg with a space', { ...header, alg: 'RS256 ' }, 'wrong_algorithm'),

    // where the key comes from
    ...Object.entries({
      jku: baitUri,
      x5u: baitUri,
      jwk: strangerJwk,
      x5c: [pool.stranger.publicKey.export({ format: 'der', type: 'spki' }).toString('base64')],
    }).flatMap(([name, value]) => [
      withHeader(`${name}, kid of the pool`, { ...header, [name]: value }, 'wrong_signature', byStranger),
      withHeader(
        `${name}, own kid`,
        { alg: 'RS256', kid: 'stranger', [name]: value },
        'unknown_key',
        byStranger,
      ),
    ]),
    ...Object.entries({
      'a path': '../../../../dev/null',
      SQL: "x' UNION SELECT 'key' -- ",
      'a URL': baitUri,
      'a shell command': '| cat /etc/passwd',
      'the name of a prototype member': '__proto__',
      'another one': 'constructor',
      'a NUL byte': `${accessKid}\0`,
      'a case change': accessKid.toUpperCase(),
      'a space after': `${accessKid} `,
      'a number': 1,
      zero: 0,
      null: null,
      true: true,
      'an array with the good one': [accessKid],
      'an object': { kid: accessKid },
      'nothing in it': '',
      '10 kB': 'k'.repeat(5000),
    }).map(([name, kid]) => withHeader(`kid is ${name}`, { alg: 'RS256', kid }, 'unknown_key', byStranger)),
    withHeader('no kid', { alg: 'RS256' }, 'unknown_key'),
    withHeader('kid of the other published key', { ...header, kid: idKid }, 'wrong_signature'),
    withHeader("another pool's key with the same kid", header, 'wrong_signature', byStranger),
    bearing(
      'signed by the published key for ID tokens, as an access token',
      mint({ ...header, kid: idKid }, good, rs256(pool.id.privateKey)),
      'allowed',
    ),

    // extensions
    withHeader('crit', { ...header, crit: ['exp'] }, 'critical_header'),
    withHeader('crit that is empty', { ...header, crit: [] }, 'critical_header'),
    withHeader('crit null', { ...header, crit: null }, 'critical_header'),
    withHeader('b64 false', { ...header, b64: false, crit: ['b64'] }, 'critical_header'),
    withHeader('b64 false without crit', { ...header, b64: false }, 'critical_header'),
    withHeader('zip', { ...header, zip: 'DEF', typ: 'JWT' }, 'wrong_signature', byStranger),

    // duplicate keys: every reader of the token uses the last one
    withHeader(
      'alg twice, none last',
      `{"kid":"${accessKid}","alg":"RS256","alg":"none"}`,
      'wrong_algorithm',
    ),
    withHeader('alg twice, none first', `{"kid":"${accessKid}","alg":"none","alg":"RS256"}`, 'allowed'),
    withHeader('kid twice, unknown last', `{"kid":"${accessKid}","kid":"x","alg":"RS256"}`, 'unknown_key'),
    withText(
      'username twice, a wildcard last',
      JSON.stringify(good).replace('"username":"alice"', '"username":"alice","username":"*"'),
      'invalid_profile',
    ),
    withText(
      'client_id twice, another last',
      JSON.stringify(good).replace('{', '{').replace(/}$/, ',"client_id":"another"}'),
      'wrong_client',
    ),

    // issuer
    withClaims('wrong issuer', { iss: issuer.replace('Example01', 'Example02') }, 'wrong_issuer'),
    withClaims('missing issuer', { iss: undefined }, 'wrong_issuer'),
    withClaims('issuer as an array', { iss: [issuer] }, 'wrong_issuer'),
    withClaims('issuer with a suffix', { iss: `${issuer}.evil.example` }, 'wrong_issuer'),
    withClaims('issuer with a prefix', { iss: `https://evil.example/?${issuer}` }, 'wrong_issuer'),
    withClaims('issuer with a trailing slash', { iss: `${issuer}/` }, 'wrong_issuer'),
    withClaims('issuer in upper case', { iss: issuer.toUpperCase() }, 'wrong_issuer'),
    withClaims(
      "Cognito's other form of the issuer",
      { iss: issuer.replace('//', '//issuer-') },
      'wrong_issuer',
    ),
    withClaims('issuer null', { iss: null }, 'wrong_issuer'),

    // use and client
    withClaims('an ID token', { token_use: 'id' }, 'wrong_use'),
    withClaims('a refresh token', { token_use: 'refresh' }, 'wrong_use'),
    withClaims('missing token_use', { token_use: undefined }, 'wrong_use'),
    withClaims('token_use as an array', { token_use: ['access'] }, 'wrong_use'),
    withClaims('another client', { client_id: 'another' }, 'wrong_client'),
    withClaims('client in aud only', { client_id: undefined, aud: clientId }, 'wrong_client'),
    withClaims('client as an array', { client_id: [clientId] }, 'wrong_client'),
    withClaims('client in azp only', { client_id: undefined, azp: clientId }, 'wrong_client'),
    withClaims('client empty', { client_id: '' }, 'wrong_client'),

    // time
    withClaims('expired by 1 s', { exp: now - 1 }, 'expired'),
    withClaims('expiring now', { exp: now }, 'expired'),
    withClaims('expired long ago', { exp: 1 }, 'expired'),
    withClaims('negative exp', { exp: -now }, 'expired'),
    withClaims('exp zero', { exp: 0 }, 'expired'),
    withClaims('missing exp', { exp: undefined }, 'invalid_expiry'),
    withClaims('exp as text', { exp: String(now + 3600) }, 'invalid_expiry'),
    withClaims('exp null', { exp: null }, 'invalid_expiry'),
    withClaims('exp as an array', { exp: [now + 3600] }, 'invalid_expiry'),
    withClaims('exp with a fraction', { exp: now + 3600.5 }, 'invalid_expiry'),
    withRaw('exp that overflows to infinity', 'exp', '1e999', 'invalid_expiry'),
    withRaw('exp beyond exact integers', 'exp', '1e20', 'invalid_expiry'),
    withClaims('nbf ahead', { nbf: now + 60 }, 'not_yet_valid'),
    withClaims('nbf as text', { nbf: String(now - 60) }, 'invalid_not_before'),
    withClaims('nbf null', { nbf: null }, 'invalid_not_before'),
    withRaw('nbf that overflows to infinity', 'nbf', '1e999', 'not_yet_valid'),

    // profile
    profile('missing', undefined),
    profile('that is a number', 7),
    profile('that is null', null),
    profile('as an array', ['alice']),
    profile('as an object', { toString: 'alice' }),
    profile('empty', ''),
    profile('of 64 characters', 'a'.repeat(64)),
    profile('of one character', 'a'),
    profile('with a capital', 'Alice'),
    profile('of 64 characters, most of them hyphens', `a${'-'.repeat(62)}b`),
    profile('*', '*'),
    profile('ending in a wildcard', 'alic*'),
    profile('?', 'alic?'),
    profile('a/b', 'a/b'),
    profile('alice/../bob', 'alice/../bob'),
    profile('../x', '../x'),
    profile('..', '..'),
    profile('${aws:username}', '${aws:username}'),
    profile('a bare $', 'alice$'),
    profile('with a percent escape', 'alice%2Fbob'),
    profile('in Cyrillic look-alikes', '\u0430lice'),
    profile('in full-width letters', '\uff41\uff4c\uff49\uff43\uff45'),
    profile('with a combining accent', 'alice\u0301'),
    profile('with a zero-width space', 'ali\u200bce'),
    profile('with a Kelvin sign', '\u212aate'),
    profile('with an Arabic digit', 'alice\u0661'),
    profile('with a trailing hyphen', 'alice-'),
    profile('with a leading hyphen', '-alice'),
    profile('with a trailing newline', 'alice\n'),
    profile('with a leading newline', '\nalice'),
    profile('with a second line', 'alice\nbob'),
    profile('with a carriage return', 'alice\r'),
    profile('with a NUL byte', 'alice\0'),
    profile('with a space', 'alice bob'),
    profile('with an underscore, as federated names have', 'CorpIdP_alice'),
    profile('that is an e-mail address', 'alice@example.com'),
    profile('with a dot', 'alice.b'),
    profile('me', 'me'),
    profile('ME', 'ME'),
    profile('Me', 'Me'),
    withText(
      'profile by prototype only',
      JSON.stringify({ ...good, username: undefined }).replace(/}$/, ',"__proto__":{"username":"alice"}}'),
      'invalid_profile',
    ),

    // payload
    withText('payload null', 'null', 'wrong_issuer'),
    withText('payload an array', '[]', 'wrong_issuer'),
    withText('payload a string', '"alice"', 'wrong_issuer'),
    withText('payload a number', '7', 'wrong_issuer'),
    withText('payload not JSON', '{"username":"alice"', 'wrong_issuer'),
    withText('payload empty object', '{}', 'wrong_issuer'),
    withHeader('header null', 'null', 'malformed_token'),
    withHeader('header an array', '["RS256"]', 'malformed_token'),
    withHeader('header a string', '"RS256"', 'malformed_token'),
    withHeader('header not JSON', '{"alg":"RS256"', 'malformed_token'),

    // form of the token
    bearing('four segments', `${valid}.${tail}`, 'malformed_token'),
    bearing('two segments', `${head}.${body}`, 'malformed_token'),
    bearing('one segment', head, 'malformed_token'),
    bearing('five segments, as encrypted tokens have', `${valid}.a.b`, 'malformed_token'),
    bearing('no token', '', 'malformed_token'),
    bearing('only dots', '..', 'malformed_token'),
    bearing('an empty header', `.${body}.${tail}`, 'malformed_token'),
    bearing('an empty payload', `${head}..${tail}`, 'malformed_token'),
    bearing('bad base64url in the header', `!${head}.${body}.${tail}`, 'malformed_token'),
    bearing('bad base64url in the payload', `${head}.${body.slice(0, -1)}*.${tail}`, 'malformed_token'),
    bearing('plain base64 in the signature', `${head}.${body}.+/${tail.slice(2)}`, 'malformed_token'),
    bearing('padding', `${head}.${body}.${tail}==`, 'malformed_token'),
    bearing('padding in the payload', `${head}.${body}=.${tail}`, 'malformed_token'),
    bearing('spare bits of the signature set', `${head}.${body}.${nextCharacter(tail)}`, 'malformed_token'),
    bearing('a line break inside', `${head}.${body}.\n${tail}`, 'malformed_token'),
    bearing('1 MB', `${head}.${'A'.repeat(1_000_000)}.${tail}`, 'malformed_token'),
    bearing('9 kB', `${head}.${'A'.repeat(9000)}.${tail}`, 'malformed_token'),
    bearing(
      'a payload of another token',
      `${head}.${segment({ ...good, username: 'bob' })}.${tail}`,
      'wrong_signature',
    ),
    bearing(
      'a signature of another token',
      `${head}.${body}.${mint(header, {}, byPool).split('.')[2] ?? ''}`,
      'wrong_signature',
    ),
    bearing(
      'a signature of zeros',
      `${head}.${body}.${Buffer.alloc(256).toString('base64url')}`,
      'wrong_signature',
    ),
    bearing(
      'a signature with a byte more',
      `${head}.${body}.${Buffer.concat([Buffer.from(tail, 'base64url'), Buffer.of(0)]).toString('base64url')}`,
      'wrong_signature',
    ),
    bearing(
      'a signature with a byte before',
      `${head}.${body}.${Buffer.concat([Buffer.of(0), Buffer.from(tail, 'base64url')]).toString('base64url')}`,
      'wrong_signature',
    ),

    // form of the header field
    withAuthorization('no header', undefined, 'missing_token'),
    withAuthorization('an empty header', '', 'missing_token'),
    withAuthorization('a bare token', valid, 'wrong_scheme'),
    withAuthorization('the scheme alone', 'Bearer', 'wrong_scheme'),
    withAuthorization('Basic', `Basic ${Buffer.from('alice:x').toString('base64')}`, 'wrong_scheme'),
    withAuthorization('a space before', ` Bearer ${valid}`, 'wrong_scheme'),
    withAuthorization('a tab between', `Bearer\t${valid}`, 'wrong_scheme'),
    withAuthorization('lower-case bearer', `bearer ${valid}`, 'allowed'),
    withAuthorization('upper-case bearer', `BEARER ${valid}`, 'allowed'),
    withAuthorization('two spaces', `Bearer  ${valid}`, 'allowed'),
    withAuthorization('spaces alone', 'Bearer   ', 'malformed_token'),
    withAuthorization('a tab among the spaces', `Bearer \t${valid}`, 'malformed_token'),
    withAuthorization('a scheme that only begins so', `Bearers ${valid}`, 'wrong_scheme'),
    withAuthorization('a scheme with a Cyrillic letter', `Be\u0430rer ${valid}`, 'wrong_scheme'),
    withAuthorization('a space after', `Bearer ${valid} `, 'malformed_token'),
    withAuthorization('a newline after', `Bearer ${valid}\n`, 'malformed_token'),
    withAuthorization('two tokens', `Bearer ${valid} ${valid}`, 'malformed_token'),
    withAuthorization('two headers joined by a comma', `Bearer ${valid}, Bearer ${valid}`, 'malformed_token'),
    withAuthorization('the scheme twice', `Bearer Bearer ${valid}`, 'malformed_token'),
    withAuthorization('a no-break space', `Bearer\u00a0${valid}`, 'wrong_scheme'),
    withHeaders(
      'two headers that differ in case',
      { Authorization: `Bearer ${valid}`, authorization: `Bearer ${valid}` },
      null,
      'ambiguous_token',
    ),
    withHeaders(
      'two values',
      { Authorization: `Bearer ${valid}` },
      { Authorization: ['Bearer x.y.z', `Bearer ${valid}`] },
      'ambiguous_token',
    ),
    withHeaders(
      'maps that disagree',
      { Authorization: `Bearer ${valid}` },
      { Authorization: ['Bearer x.y.z'] },
      'ambiguous_token',
    ),
    withHeaders('headers null', null, null, 'missing_token'),
    withHeaders('headers an array', [`Bearer ${valid}`], [], 'missing_token'),
    withHeaders('headers a string', `Authorization: Bearer ${valid}`, null, 'missing_token'),
    withHeaders('a header that is no string', { Authorization: 7 }, null, 'missing_token'),
    withHeaders(
      'the token in another header',
      { 'X-Authorization': `Bearer ${valid}` },
      null,
      'missing_token',
    ),

    // requested path and method
    ...[
      undefined,
      null,
      7,
      '',
      '*',
      stageArn,
      `${stageArn}*/GET/alice`,
      `${stageArn.replace(':123456789012:', ':*:')}/GET/alice`,
      `${stageArn.replace('a1b2c3d4e5', '*')}/GET/alice`,
      `${stageArn.replace('execute-api', 's3')}/GET/alice`,
      `${stageArn.replace('eu-central-1', '')}/GET/alice`,
      `${stageArn.replace('/prod', '/${stage}')}/GET/alice`,
      ` ${stageArn}/GET/alice`,
      `\n${stageArn}/GET/alice`,
    ].map((methodArn) => ({
      name: `method ARN ${methodArn === undefined ? 'missing' : JSON.stringify(methodArn)}`,
      event: authorizerEvent(`Bearer ${valid}`, { methodArn }),
      expected: 'invalid_method_arn',
    })),
    ...[null, [], {}, { type: 'REQUEST' }, 'text', 7].map((event) => ({
      name: `event ${JSON.stringify(event)}`,
      event,
      expected: 'invalid_method_arn',
    })),
  ];
}

/** A valid token with one bit of its signature changed, for each byte of the signature. */
export function flippedSignatures(pool: Pool, now: number): Attack[] {
  const { head, signature } = signed(pool, now);
  return [...signature.keys()].map((position) => {
    const flipped = Buffer.from(signature);
    flipped[position] = (flipped[position] ?? 0) ^ (1 << (position % 8));
    return {
      name: `bit ${position % 8} of byte ${position} flipped`,
      event: authorizerEvent(`Bearer ${head}.${flipped.toString('base64url')}`),
      expected: 'wrong_signature',
    };
  });
}

/** A valid token whose signature ends early, after each byte. */
export function truncatedSignatures(pool: Pool, now: number): Attack[] {
  const { head, signature } = signed(pool, now);
  return [...signature.keys()].map((length) => ({
    name: `signature of ${length} bytes`,
    event: authorizerEvent(`Bearer ${head}.${signature.subarray(0, length).toString('base64url')}`),
    expected: length === 0 ? 'malformed_token' : 'wrong_signature',
  }));
}

function signed(pool: Pool, now: number) {
  const token = mint(header, claims(now), rs256(pool.access.privateKey));
  const end = token.lastIndexOf('.');
  return { head: token.slice(0, end), signature: Buffer.from(token.slice(end + 1), 'base64url') };
}

/** The same text with another last character; for a signature of 256 bytes it decodes to the same bytes. */
function nextCharacter(text: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return text.slice(0, -1) + (alphabet[alphabet.indexOf(text.slice(-1)) + 1] ?? '');
}
