import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { HostProcess } from '../../hosts/host-process';
import { createNamespace, removeNamespaces } from '../../hosts/namespaces';
import { makeAuthority } from '../../network/authority';
import { describeWithNetwork } from '../../../test-support/dns/need-root';

describeWithNetwork('a host of the lab', () => {
  let folder = '';

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'studio-host-'));
  });

  afterAll(() => {
    removeNamespaces();
    rmSync(folder, { recursive: true });
  });

  // happens when the lab is interrupted while it waits for a host
  it('answers requests from before, at and after its end with the error that it has ended', async () => {
    const { file } = makeAuthority(folder, ['lab.test']);
    const host = await HostProcess.start(createNamespace('ending'), path.join(folder, 'socket'), file);
    // no host answers at this address
    const before = host.request({ url: 'https://lab.test/', address: '127.0.0.2', timeout: 60_000 });
    const stopped = host.stop();
    const at = host.listen(['127.0.0.1']);
    const outcomes = Promise.allSettled([before, at]);
    await stopped;
    const reasons = [...(await outcomes), ...(await Promise.allSettled([host.proxy('127.0.0.1', 3128)]))];
    expect(reasons).toEqual(
      Array<unknown>(3).fill({ status: 'rejected', reason: new Error('the host has ended') }),
    );
  });

  it('fails when it cannot start', async () => {
    const start = HostProcess.start(createNamespace('blind'), path.join(folder, 'socket'), '/no/such/file');
    await expect(start).rejects.toThrow(/blind: the host has ended/);
  });
});
