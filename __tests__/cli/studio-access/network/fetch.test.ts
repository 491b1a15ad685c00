import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Failure } from '../../../../cli/studio-access/failure';
import { fetchWith } from '../../../../cli/studio-access/network/fetch';

let answer: (response: ServerResponse) => void;
const server = createServer((_, response) => {
  answer(response);
});
beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

const ask = () =>
  fetchWith({}, new AbortController().signal)(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, {
    redirect: 'manual',
  });

it('an answer that breaks off in the middle is none', async () => {
  answer = (response) => {
    response.writeHead(200, { 'content-length': '100' }).write('{"code":');
    setTimeout(() => response.destroy(), 20);
  };
  const failure = await ask().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(Failure);
  expect((failure as Failure).details.code).toBe('no_answer');
});

it.each([
  [200, 'text'],
  [302, ''],
  [204, ''],
])('an answer with status %d is as it was sent', async (status, text) => {
  answer = (response) => {
    response.writeHead(status, { location: '/next', 'set-cookie': ['a=1', 'b=2'] }).end(text);
  };
  const got = await ask();
  expect([got.status, got.headers.get('location'), got.headers.getSetCookie(), await got.text()]).toEqual([
    status,
    '/next',
    ['a=1', 'b=2'],
    text,
  ]);
});
