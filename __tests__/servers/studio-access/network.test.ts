import { createServer as createProxy, type Server } from 'node:http';
import { createServer } from 'node:https';
import { connect, type AddressInfo } from 'node:net';
import { readFileSync, writeFileSync } from 'node:fs';
import { makeAuthority } from '../../../lab/network/authority';
import { appCode } from '../../../test-support/studio-access/cognito';
import { studioUrl, World } from '../../../test-support/studio-access/world';

const own = 'Correct-horse-1';
const appSecret = 'JBSWY3DPEHPK3PXP';
const host = 'api.corp.invalid';
const world = new World();
const servers: Server[] = [];
/** Names that the proxy was asked for. */
const asked: string[] = [];
/** Refuses with this status, as a proxy that does not know the private name, or one that wants a sign-in. */
let refusal: string | undefined;
let settings: string;
let proxy: string;
let authority: string;

const listening = async (server: Server) => {
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
};

beforeAll(async () => {
  await world.start();
  const { file, key, certificate } = makeAuthority(world.folder, [host]);
  authority = file;
  // the API behind a name that only the proxy knows
  const apiPort = await listening(
    createServer({ key, cert: certificate }, (_, response) => {
      response.end(JSON.stringify({ authorizedUrl: studioUrl, expiresInSeconds: 60 }));
    }),
  );
  const proxyPort = await listening(
    createProxy().on('connect', ({ url = '', headers }, socket) => {
      asked.push(`${url} ${headers['proxy-authorization'] ?? ''}`.trim());
      if (refusal !== undefined) {
        socket.end(`HTTP/1.1 ${refusal}\r\n\r\n`);
        return;
      }
      const onward = connect(apiPort, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        onward.pipe(socket).pipe(onward);
      });
      for (const end of [socket, onward]) end.on('error', () => undefined);
    }),
  );
  proxy = `http://me:hunter22@127.0.0.1:${proxyPort}`;
  const byPassword = world.passwordSettings();
  world.cognito.users.set('alice', { password: own, appSecret });
  await world.run(['login', '--store-in-file', '--settings', byPassword], {
    input: `alice\n${own}\n${appCode(appSecret)}\n`,
  });
  settings = world.path('https.json');
  const withPassword = JSON.parse(readFileSync(byPassword, 'utf8')) as object;
  writeFileSync(settings, JSON.stringify({ ...withPassword, apiUrl: `https://${host}/prod` }));
});
afterAll(() => {
  for (const server of servers) server.close();
  world.stop();
});
beforeEach(() => {
  asked.length = 0;
  refusal = undefined;
});

const url = (variables: Record<string, string>) => world.run(['url', '--settings', settings], { variables });

it.each<[what: string, variables: () => Record<string, string>]>([
  ['HTTPS_PROXY and AWS_CA_BUNDLE', () => ({ HTTPS_PROXY: proxy, AWS_CA_BUNDLE: authority })],
  ['https_proxy and NODE_EXTRA_CA_CERTS', () => ({ https_proxy: proxy, NODE_EXTRA_CA_CERTS: authority })],
  [
    'both certificates',
    () => ({ HTTPS_PROXY: proxy, AWS_CA_BUNDLE: authority, NODE_EXTRA_CA_CERTS: authority }),
  ],
])('the API is reached with %s', async (_, variables) => {
  expect(await url(variables())).toEqual({ exitCode: 0, stdout: `${studioUrl}\n`, stderr: '' });
  expect(asked).toEqual([`${host}:443 Basic ${Buffer.from('me:hunter22').toString('base64')}`]);
});

it.each<[what: string, variables: () => Record<string, string>, code: string, words: RegExp]>([
  [
    'a certificate that nobody knows',
    () => ({ HTTPS_PROXY: proxy }),
    'certificate_unknown',
    /TLS interception.*NODE_EXTRA_CA_CERTS/s,
  ],
  [
    'certificates that are not there',
    () => ({ HTTPS_PROXY: proxy, AWS_CA_BUNDLE: '/nowhere.pem' }),
    'certificates_missing',
    /AWS_CA_BUNDLE/,
  ],
  [
    'a proxy that is not there',
    () => ({ HTTPS_PROXY: 'http://127.0.0.1:9' }),
    'proxy',
    /through the proxy 127\.0\.0\.1:9.*NO_PROXY/s,
  ],
  ['no way but the proxy', () => ({ HTTPS_PROXY: proxy, NO_PROXY: 'corp.invalid' }), 'name_not_found', /VPN/],
])('the cause is named: %s', async (_, variables, code, words) => {
  const { exitCode, stdout } = await world.run(['url', '--json', '--settings', settings], {
    variables: variables(),
  });
  const { error } = JSON.parse(stdout) as { error: { code: string; what: string; todo: string } };
  expect([exitCode, error.code]).toEqual([1, code]);
  expect(`${error.what} ${error.todo}`).toMatch(words);
  expect(stdout).not.toContain('hunter22');
});

it.each([
  [
    'a proxy that does not know the private name',
    '403 Forbidden',
    /there \(the proxy answers 403\).*NO_PROXY/s,
  ],
  [
    'a proxy that wants a sign-in',
    '407 Proxy Authentication Required',
    /answers 407.*who you are.*HTTPS_PROXY/s,
  ],
])('the cause is named: %s', async (_, status, words) => {
  refusal = status;
  const { exitCode, stderr } = await url({ HTTPS_PROXY: proxy, AWS_CA_BUNDLE: authority });
  expect([exitCode, stderr]).toEqual([1, expect.stringMatching(words)]);
  expect(stderr).toMatch(/through the proxy 127\.0\.0\.1:\d+/);
  expect(asked).toHaveLength(1);
});
