import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { HostProcess } from '../../hosts/host-process';
import { createNamespace, removeNamespaces } from '../../hosts/namespaces';
import { removeNameserverSettings, setHosts, setNameserver } from '../../hosts/nameserver-settings';
import { makeAuthority } from '../../network/authority';
import { startIngress } from '../../network/ingress';
import { describeWithNetwork } from '../../../test-support/dns/need-root';

describeWithNetwork('a host of the lab', () => {
  let folder = '';

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'studio-host-'));
  });

  afterAll(() => {
    removeNamespaces();
    removeNameserverSettings();
    rmSync(folder, { recursive: true });
  });

  // happens when the lab is interrupted while it waits for a host
  it('answers requests from before, at and after its end with the error that it has ended', async () => {
    const { file } = makeAuthority(folder, ['lab.test']);
    const namespace = createNamespace('ending');
    const host = await HostProcess.start(namespace, path.join(folder, 'socket'), file);
    // no host answers at this address
    const before = host.request({ url: 'https://lab.test/', address: '127.0.0.2', timeout: 60_000 });
    const stopped = host.stop();
    const at = host.listen(['127.0.0.1']);
    const outcomes = Promise.allSettled([before, at]);
    await stopped;
    const reasons = [...(await outcomes), ...(await Promise.allSettled([host.proxy('127.0.0.1', 3128)]))];
    expect(reasons).toEqual(
      Array<unknown>(3).fill({
        status: 'rejected',
        reason: new Error(`${namespace.name}: the host has ended`),
      }),
    );
  });

  it.each([
    ['the proxy of a request', { via: { address: '127.0.0.2', port: 3128 } }, '127.0.0.2'],
    ['its own proxy', {}, '127.0.0.2'],
    ['no proxy, to an address', { address: '127.0.0.1' }, '127.0.0.1'],
    ['no proxy, to a name that it reaches directly', { url: 'https://direct.test/' }, '127.0.0.1'],
  ])('takes %s', async (_, request, arrived) => {
    const authority = makeAuthority(folder, ['lab.test', 'direct.test']);
    const socket = path.join(folder, 'ingress');
    const ingress = await startIngress(socket, authority, (_request, response, { remote }) => {
      response.end(remote);
      return Promise.resolve();
    });
    const namespace = createNamespace('proxied');
    setNameserver(namespace, '127.0.0.1');
    setHosts(namespace, ['127.0.0.1 lab.test direct.test']);
    const host = await HostProcess.start(namespace, socket, authority.file, {
      proxy: 'http://127.0.0.2:3128',
      noProxy: 'other.test,.direct.test,direct.test',
    });
    await host.listen(['127.0.0.1']);
    await host.proxy('127.0.0.2', 3128);
    expect(await host.request({ url: 'https://lab.test/', ...request })).toMatchObject({ body: arrived });
    await host.stop();
    await ingress.stop();
    removeNamespaces();
  });

  it('answers a request to an address without a route with the error', async () => {
    const { file } = makeAuthority(folder, ['lab.test']);
    const host = await HostProcess.start(createNamespace('lonely'), path.join(folder, 'socket'), file);
    const request = { url: 'https://lab.test/', address: '198.18.0.7' };
    expect(await host.request(request)).toMatchObject({ error: 'ENETUNREACH' });
    await host.stop();
  });

  it('fails when it cannot start', async () => {
    const start = HostProcess.start(createNamespace('blind'), path.join(folder, 'socket'), '/no/such/file');
    await expect(start).rejects.toThrow(/blind: the host has ended/);
  });
});
