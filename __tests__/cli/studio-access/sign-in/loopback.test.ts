import { connect } from 'node:net';
import { createServer, type Server } from 'node:http';
import { leadOnOnce, listenForCallback } from '../../../../cli/studio-access/sign-in/loopback';

const addresses = ['http://127.0.0.1:18401/callback', 'http://127.0.0.1:18402/callback'];
const isOurs = (callback: URL) => callback.searchParams.get('state') === 's1';

/** A request as a browser makes it, which shows the answer and where it leads. */
async function get(address: string, headers: Record<string, string> = {}) {
  const { hostname, port, pathname, search } = new URL(address);
  const lines = Object.entries({ host: `${hostname}:${port}`, ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  return new Promise<string>((resolve, reject) => {
    let text = '';
    const socket = connect(Number(port), hostname, () => {
      socket.write(`GET ${pathname}${search} HTTP/1.1\r\n${lines.join('')}connection: close\r\n\r\n`);
    });
    socket.on('data', (part) => (text += part.toString()));
    socket.on('end', () => {
      resolve(text);
    });
    socket.on('error', reject);
  });
}

const occupied = async (address: string) => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(Number(new URL(address).port), '127.0.0.1', resolve));
  return server;
};

describe('the listener for the sign-in page', () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  it('takes the callback of this sign-in, and moves the code out of the address bar', async () => {
    const listener = await listenForCallback(addresses, isOurs, () => true);
    const answer = await get(`${listener.address}?code=c1&state=s1`);
    expect(answer).toMatch(/^HTTP\/1.1 302 .*\r\nlocation: \/done\r\n/is);
    expect(answer).toMatch(/cache-control: no-store/i);
    expect(answer).not.toContain('c1');
    expect((await listener.received).searchParams.get('code')).toBe('c1');
    expect(await get(new URL('/done', listener.address).href)).toContain('go back to the terminal');
    listener.close();
  });

  it.each<[what: string, path: string, headers: Record<string, string>, status: number]>([
    ['another state', '/callback?code=c1&state=s2', {}, 400],
    ['no state', '/callback?code=c1', {}, 400],
    ['another name for this machine', '/callback?code=c1&state=s1', { host: 'evil.example.com:18401' }, 404],
    ['another path', '/favicon.ico', {}, 404],
    ['a path that is no address', '//', {}, 404],
  ])('goes on waiting after a call with %s', async (_, path, headers, status) => {
    const listener = await listenForCallback(addresses, isOurs, () => true);
    let isReceived = false;
    void listener.received.then(() => (isReceived = true));
    expect(await get(`http://127.0.0.1:18401${path}`, headers)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(isReceived).toBe(false);
    await get(`${listener.address}?code=c1&state=s1`);
    await listener.received;
    listener.close();
  });

  it('goes on waiting after a callback that another user of this computer made', async () => {
    let belongsToPerson = false;
    const listener = await listenForCallback(addresses, isOurs, () => belongsToPerson);
    expect(await get(`${listener.address}?code=theirs&state=s1`)).toMatch(/^HTTP\/1.1 400 /);
    belongsToPerson = true;
    await get(`${listener.address}?code=own&state=s1`);
    expect((await listener.received).searchParams.get('code')).toBe('own');
    listener.close();
  });

  it('takes the next registered port where another program has the first', async () => {
    servers.push(await occupied(addresses[0] ?? ''));
    const listener = await listenForCallback(addresses, isOurs, () => true);
    expect(listener.address).toBe(addresses[1]);
    listener.close();
  });

  it('says so where other programs have all of them', async () => {
    for (const address of addresses) servers.push(await occupied(address));
    await expect(listenForCallback(addresses, isOurs, () => true)).rejects.toThrow(
      '18401/callback, http://127.0.0.1:18402',
    );
  });
});

describe('an address that leads the browser on', () => {
  const target = 'https://studio-d-1.studio.us-east-1.sagemaker.aws/auth?token=t1';

  it('does so once', async () => {
    const { address, opened, close } = await leadOnOnce(target, 'name1', () => true);
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/name1$/);
    const answer = await get(address);
    expect(answer).toContain(`location: ${target}`);
    expect(answer).toMatch(/referrer-policy: no-referrer/i);
    await opened;
    expect(await get(address)).not.toContain('t1');
    close();
  });

  it.each<[what: string, path: string, headers: Record<string, string>, belongsToPerson: boolean]>([
    ['somebody else', '/name1', {}, false],
    ['who guesses', '/name2', {}, true],
    ['who comes under another name', '/name1', { host: 'evil.example.com' }, true],
  ])('does not for %s, and still does for the person', async (_, path, headers, belongs) => {
    let belongsToPerson = belongs;
    const { address, close } = await leadOnOnce(target, 'name1', () => belongsToPerson);
    expect(await get(new URL(path, address).href, headers)).toMatch(/^HTTP\/1.1 404 /);
    belongsToPerson = true;
    expect(await get(address)).toContain(target);
    close();
  });
});
