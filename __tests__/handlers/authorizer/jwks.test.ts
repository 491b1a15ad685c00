import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fetchKeySet } from '../../../handlers/authorizer/jwks';
import { type KeyAnswer, KeyServer, keySet, sends } from '../../../test-support/handlers/key-server';

const timeoutMilliseconds = 2500;
let server: KeyServer;

beforeAll(async () => {
  server = await KeyServer.start(keySet([]));
});

afterAll(() => server.stop());

test('a key set is returned unchanged', async () => {
  server.answer = keySet([{ kid: 'a' }]);
  await expect(fetchKeySet(server.uri, timeoutMilliseconds)).resolves.toEqual({ keys: [{ kid: 'a' }] });
});

test.each<[string, KeyAnswer, object]>([
  ['500', sends('{"keys":[]}', 500), { name: 'KeySetError', code: 'status_500' }],
  ['404', sends('{"keys":[]}', 404), { name: 'KeySetError', code: 'status_404' }],
  ['204', sends('', 204), { name: 'KeySetError', code: 'status_204' }],
  ['an empty body', sends(''), { name: 'KeySetError', code: 'not_json' }],
  ['a page', sends('<html>marked</html>'), { name: 'KeySetError', code: 'not_json' }],
  ['null', sends('null'), { name: 'KeySetError', code: 'no_list_of_keys' }],
  ['no list', sends('{"keys":{}}'), { name: 'KeySetError', code: 'no_list_of_keys' }],
  [
    'a megabyte',
    sends(JSON.stringify({ keys: ['k'.repeat(1e6)] })),
    { name: 'KeySetError', code: 'too_long' },
  ],
  [
    'a redirect',
    (response) => {
      response.writeHead(302, { location: server.uri });
      response.end();
    },
    { name: 'KeySetError', code: 'status_302' },
  ],
  [
    'half a body',
    (response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"keys":', () => response.destroy());
    },
    { code: 'ECONNRESET' },
  ],
  ['a closed connection', (response) => response.destroy(), { code: 'ECONNRESET' }],
])('fails on %s', async (_name, answer, expected) => {
  server.answer = answer;
  const hits = server.hits;
  await expect(fetchKeySet(server.uri, timeoutMilliseconds)).rejects.toMatchObject(expected);
  expect(server.hits).toBe(hits + 1);
});

test.each<[string, KeyAnswer]>([
  ['no answer', () => undefined],
  [
    'headers only',
    (response) => {
      response.writeHead(200, { 'content-length': '100' }).flushHeaders();
    },
  ],
  [
    'a body that drips',
    (response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write(' '), 100);
      response.on('close', () => {
        clearInterval(timer);
      });
    },
  ],
])('fails in time on %s', async (_name, answer) => {
  const slow = await KeyServer.start(answer);
  await expect(fetchKeySet(slow.uri, 200)).rejects.toMatchObject({ name: 'AbortError' });
  await slow.stop();
});

test('each fetch opens a connection, because a kept one may have died while the function was frozen', async () => {
  server.answer = keySet([]);
  const connections = server.connections;
  await fetchKeySet(server.uri, timeoutMilliseconds);
  await fetchKeySet(server.uri, timeoutMilliseconds);
  expect(server.connections).toBe(connections + 2);
});

test('fails on a refused connection', async () => {
  const closed = createServer();
  await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
  const { port } = closed.address() as AddressInfo;
  await new Promise((resolve) => closed.close(resolve));
  await expect(fetchKeySet(`http://127.0.0.1:${port}/`, timeoutMilliseconds)).rejects.toMatchObject({
    code: 'ECONNREFUSED',
  });
});

test('fails on a server that does not speak TLS', async () => {
  await expect(fetchKeySet(server.uri.replace('http:', 'https:'), timeoutMilliseconds)).rejects.toMatchObject(
    { code: 'EPROTO' },
  );
});
