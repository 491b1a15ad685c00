import { createServer, request, type Server } from 'node:http';
import { buffer as readBody } from 'node:stream/consumers';
import { toCall, type Forward, type Reply } from './call';
import { without } from '../shared/json';

/** Headers of one connection (RFC 9110 §7.6.1), and of the length of a body, which may have changed. */
const connectionHeaders = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
  'date',
  'server',
]);

/** Sends calls to the HTTP server at `port` of the loopback address. */
export function forwardTo(port: number): Forward {
  return (call) =>
    new Promise<Reply>((resolve, reject) => {
      const headers = without(call.headers, 'connection', 'transfer-encoding', 'accept-encoding');
      const outgoing = request(
        {
          host: '127.0.0.1',
          port,
          method: call.method,
          path: call.url,
          headers: { ...headers, 'content-length': call.body.length },
        },
        (incoming) => {
          readBody(incoming).then((body) => {
            const kept = Object.entries(incoming.headers).filter(([name]) => !connectionHeaders.has(name));
            const replied = Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
            resolve({ status: incoming.statusCode ?? 502, headers: replied, body });
          }, reject);
        },
      );
      outgoing.on('error', reject);
      outgoing.end(call.body);
    });
}

/** Serves `answer` over HTTP on a free port of the loopback address. */
export async function serve(answer: Forward): Promise<{ server: Server; port: number }> {
  const server = createServer((incoming, outgoing) => {
    const respond = ({ status, headers, body }: Reply) => {
      outgoing.writeHead(status, { ...headers, 'content-length': body.length });
      outgoing.end(body);
    };
    readBody(incoming)
      .then((body) => answer(toCall(incoming.method ?? 'GET', incoming.url ?? '/', incoming.headers, body)))
      .then(respond)
      .catch((error: unknown) => {
        const body = Buffer.from(JSON.stringify({ __type: 'InternalFailure', message: String(error) }));
        respond({ status: 500, headers: { 'content-type': 'application/json' }, body });
      });
  });
  // this process may be busy for longer than an idle connection is kept; the server would then close it just when the
  // client sends the next call over it
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error(`no TCP address: ${String(address)}`);
  return { server, port: address.port };
}
