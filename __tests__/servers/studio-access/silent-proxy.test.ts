import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { fetchWith } from '../../../cli/studio-access/network/fetch';

afterEach(() => jest.useRealTimers());

test('a proxy that takes connections and says nothing is named as the cause, long before people give up', async () => {
  const proxy = createServer().listen(0, '127.0.0.1');
  try {
    await once(proxy, 'listening');
    const { port } = proxy.address() as AddressInfo;
    const isAsked = once(proxy, 'connection');
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    const fetch = fetchWith({ HTTPS_PROXY: `http://127.0.0.1:${port}` }, new AbortController().signal);
    const answer = fetch('https://api.corp.example.com/me').then(
      () => 'an answer',
      (error: unknown) => error,
    );
    const [socket] = (await isAsked) as [NodeJS.EventEmitter & { destroy: () => void }];
    await once(socket, 'data');
    await jest.advanceTimersByTimeAsync(12_000);
    expect(await answer).toMatchObject({ details: { code: 'proxy' } });
    socket.destroy();
  } finally {
    proxy.close();
  }
});
