// The company's identity provider: it runs inside a network namespace, and its parent tells it who works there.
// OpenID Connect is the real library's. Sign-in pages, and a substitute for SAML, are here.
import { Buffer } from 'node:buffer';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import https from 'node:https';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { URL, URLSearchParams } from 'node:url';
import jwt from 'jsonwebtoken';
import Provider from 'oidc-provider';

const { issuer, address, keyFile, certificateFile, clients, audience, scope, claims } = JSON.parse(
  process.argv[2],
);
/** The people, by the name that they sign in with. */
let people = {};

const algorithm = 'RS256';
const keyId = randomBytes(8).toString('hex');
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ofPerson = (subject) => Object.values(people).find((person) => person.subject === subject);

const provider = new Provider(issuer, {
  clients,
  jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: keyId, alg: algorithm, use: 'sig' }] },
  scopes: ['openid', 'offline_access'],
  claims: { openid: ['sub', ...claims] },
  conformIdTokenClaims: false,
  cookies: { keys: [randomBytes(16).toString('hex')] },
  // a desktop's client has no secret; a server's has one, and sends no challenge
  pkce: { required: (_, client) => client.clientAuthMethod === 'none' },
  // the page of a client may ask from its own address
  clientBasedCORS: (_, origin, client) => client.redirectUris.some((uri) => new URL(uri).origin === origin),
  async findAccount(_, subject) {
    const person = ofPerson(subject);
    return person && { accountId: subject, claims: () => ({ sub: subject, ...person.claims }) };
  },
  extraTokenClaims: (_, token) => ofPerson(token.accountId)?.claims,
  issueRefreshToken: (_, client) => client.grantTypeAllowed('refresh_token'),
  rotateRefreshToken: false,
  loadExistingGrant: grantEverything,
  interactions: { url: (_, { uid }) => `/interaction/${uid}` },
  features: {
    devInteractions: { enabled: false },
    revocation: { enabled: true },
    rpInitiatedLogout: { enabled: true, logoutSource: askWhetherToLeave },
    resourceIndicators: {
      enabled: true,
      // a server asks for a person's claims, everybody else for a token of the API
      defaultResource: (_, client) => (client.clientAuthMethod === 'none' ? audience : undefined),
      useGrantedResource: () => true,
      getResourceServerInfo: (_, indicator) => ({
        scope,
        audience: indicator,
        accessTokenTTL: 3600,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: algorithm } },
      }),
    },
  },
});

/** The library's own page loads a font from the internet. */
function askWhetherToLeave(context, form) {
  context.body = `<!doctype html><h1>Sign out?</h1>${form}<button form="op.logoutForm" name="logout" value="yes">Sign out</button>`;
}

/** Nobody is asked to consent: the company has decided. */
async function grantEverything({ oidc }) {
  const { session, client, params } = oidc;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope('openid offline_access');
  grant.addResourceScope(params.resource ?? audience, scope);
  await grant.save();
  return grant;
}

const answer = provider.callback();
const server = https.createServer(
  { key: readFileSync(keyFile), cert: readFileSync(certificateFile) },
  (request, response) => {
    const { pathname } = new URL(request.url, issuer);
    const page = pathname.startsWith('/interaction/') ? signInPage : pathname === '/saml' && samlPage;
    if (!page) answer(request, response);
    else
      page(request, response).catch((error) => {
        response.writeHead(400, { 'content-type': 'text/plain' }).end(String(error));
      });
  },
);

/** Asks for a name and a password, and goes on with the sign-in that a client began. */
async function signInPage(request, response) {
  const { uid, prompt } = await provider.interactionDetails(request, response);
  if (prompt.name === 'consent') {
    await provider.interactionFinished(request, response, { consent: {} });
    return;
  }
  const { refusal, person } = await signedIn(request);
  if (!person) sendForm(response, 200, `/interaction/${uid}`, {}, refusal);
  else
    await provider.interactionFinished(
      request,
      response,
      { login: { accountId: person.subject } },
      { mergeWithLastSubmission: false },
    );
}

/**
 * In place of SAML: it asks for a name and a password, and posts the attributes of the person to the service provider, in a
 * signed token where SAML has a signed assertion.
 */
async function samlPage(request, response) {
  const { searchParams } = new URL(request.url, issuer);
  const { refusal, person } = await signedIn(request);
  if (!person) {
    sendForm(response, 200, `/saml?${searchParams}`, {}, refusal);
    return;
  }
  const said = { attributes: { nameId: [person.subject], ...asLists(person.claims) } };
  const assertion = jwt.sign(said, privateKey, {
    algorithm,
    keyid: keyId,
    issuer,
    audience: searchParams.get('audience') ?? '',
    expiresIn: 300,
  });
  const fields = { SAMLResponse: assertion, RelayState: searchParams.get('RelayState') ?? '' };
  sendForm(response, 200, searchParams.get('answer') ?? '', fields, undefined);
}

const asLists = (values) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [value].flat()]));

async function signedIn(request) {
  if (request.method !== 'POST') return {};
  const form = new URLSearchParams(await text(request));
  const person = people[form.get('username')];
  return person && person.password === form.get('password')
    ? { person }
    : { refusal: 'Your account or password is incorrect.' };
}

/** A form that posts fields; without fields, one that asks for a name and a password. */
function sendForm(response, status, action, fields, refusal) {
  const given = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${name}" value="${escaped(value)}">`,
  );
  const asked = '<input name="username"><input type="password" name="password">';
  const html = `<!doctype html><p>${refusal ?? ''}</p><form method="post" action="${escaped(action)}">${given.join('') || asked}<button>Go on</button></form>`;
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-length': Buffer.byteLength(html),
  });
  response.end(html);
}

const escaped = (value) => value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

process.on('disconnect', () => process.exit());
process.on('message', ({ id, people: current }) => {
  people = current;
  process.send({ id });
});
server.listen(443, address, () => process.send({ id: 0 }));
