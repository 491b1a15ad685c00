// A company's identity provider on this machine, as a process of its own: `node provider.mjs <port> <access token's lifetime in s>`.
// Whoever comes is alice, and is signed in at once. GET /counts says what was asked for.
import process from 'node:process';
import Provider from 'oidc-provider';

const [port, lifetime] = process.argv.slice(2).map(Number);
const issuer = `http://127.0.0.1:${port}`;
const counts = { authorization: 0, code: 0, refresh: 0, revocation: 0 };

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: 'studio-access',
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      redirect_uris: [8401, 8402, 8403].map((free) => `http://127.0.0.1:${free}/callback`),
    },
  ],
  pkce: { required: () => true },
  scopes: ['openid', 'offline_access', 'studio.open'],
  features: { devInteractions: { enabled: false }, revocation: { enabled: true } },
  ttl: {
    AccessToken: lifetime,
    RefreshToken: 86_400,
    Grant: 86_400,
    Session: 86_400,
    Interaction: 600,
    IdToken: 3600,
  },
  issueRefreshToken: () => true,
  rotateRefreshToken: true,
  findAccount: (_, accountId) => ({
    accountId,
    claims: () => ({ sub: accountId, preferred_username: accountId }),
  }),
  interactions: { url: (_, { uid }) => `/interaction/${uid}` },
});

async function grantTo(clientId, accountId) {
  const grant = new provider.Grant({ clientId, accountId });
  grant.addOIDCScope('openid offline_access studio.open');
  return grant.save();
}

provider.use(async (ctx, next) => {
  if (ctx.path === '/counts') {
    ctx.body = counts;
    return;
  }
  if (ctx.path.startsWith('/interaction/')) {
    const { prompt, params, session } = await provider.interactionDetails(ctx.req, ctx.res);
    // a program on somebody's computer is asked for consent each time
    const result =
      prompt.name === 'login'
        ? { login: { accountId: 'alice', remember: false } }
        : { consent: { grantId: await grantTo(params.client_id, session.accountId) } };
    await provider.interactionFinished(ctx.req, ctx.res, result, { mergeWithLastSubmission: false });
    ctx.respond = false;
    return;
  }
  await next();
});
provider.on('grant.success', ({ oidc }) => {
  counts[oidc.params.grant_type === 'refresh_token' ? 'refresh' : 'code'] += 1;
});
provider.on('authorization.success', () => {
  counts.authorization += 1;
});
provider.on('grant.revoked', () => {
  counts.revocation += 1;
});
provider.listen(port, '127.0.0.1', () => process.stdout.write('ready\n'));
