import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import { isOfSameUser, userIn } from '../../../../cli/studio-access/sign-in/peer';

const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:20D1 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 11 1 0 100 0 0 10 0
   1: 0100007F:C350 0100007F:20D1 01 00000000:00000000 00:00000000 00000000  1001        0 12 1 0 20 4 30 10 -1
   2: 0100007F:20D1 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 13 1 0 20 4 30 10 -1
`;

it("the user of a connection is found by its other end's own line", () => {
  expect(userIn(table, 0xc350, 0x20d1)).toBe(1001);
  expect(userIn(table, 0x20d1, 0xc350)).toBe(1000);
  expect(userIn(table, 0xc351, 0x20d1)).toBeUndefined();
});

it('a program of the same user is told from one of another', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve));
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const socket = await accepted;
  expect(isOfSameUser(socket, process.getuid?.())).toBe(true);
  expect(isOfSameUser(socket, 4711)).toBe(process.platform !== 'linux');
  expect(isOfSameUser(socket, undefined)).toBe(true);
  client.destroy();
  server.close();
});
