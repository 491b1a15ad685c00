import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import { connect, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { headOf } from '../../../cli/studio-access/doctor/connections';
import { makeAuthority } from '../../../lab/network/authority';

const folder = mkdtempSync(path.join(tmpdir(), 'studio-access-connections-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const portOf = async (server: Server) => {
  await once(server.listen(0, 'localhost'), 'listening');
  return (server.address() as AddressInfo).port;
};

it('a proxy over TLS is known by the company’s certificates, as for all other requests', async () => {
  const { file, key, certificate } = makeAuthority(folder, ['localhost', 'api.corp.invalid']);
  const api = createServer({ key, cert: certificate }, (_, response) => response.writeHead(204).end());
  const apiPort = await portOf(api);
  const proxy = createServer({ key, cert: certificate }).on('connect', (_, socket) => {
    const onward = connect(apiPort, 'localhost', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    for (const end of [socket, onward]) end.on('error', () => undefined);
  });
  const way = { host: 'api.corp.invalid', port: 443, proxy: `https://localhost:${await portOf(proxy)}` };
  const ask = (variables: Record<string, string>) => headOf({ ...way, variables }, '/', {});
  try {
    expect((await ask({ AWS_CA_BUNDLE: file })).status).toBe(204);
    await expect(ask({})).rejects.toMatchObject({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
  } finally {
    for (const server of [api, proxy]) server.close().closeAllConnections();
  }
});
