import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import type { Authority } from './authority';

/** Where a connection came in and from whom, as the kernel says. */
export interface Arrival {
  /** Name of the namespace that accepted it. */
  readonly host: string;
  readonly local: string;
  readonly remote: string;
}

/** Answers a request that came in somewhere. */
export type Service = (request: IncomingMessage, response: ServerResponse, arrival: Arrival) => Promise<void>;

/** All of AWS's front doors, on one Unix socket: TLS and HTTP for every connection that the hosts hand over. */
export interface Ingress {
  stop(): Promise<void>;
}

/** Listens. @param socketPath a path that all namespaces share */
export async function startIngress(
  socketPath: string,
  { key, certificate }: Authority,
  service: Service,
): Promise<Ingress> {
  const arrivals = new WeakMap<Socket, Arrival>();
  const sockets = new Set<Socket>();
  const http = createHttpServer((request, response) => {
    const arrival = arrivals.get(request.socket);
    if (!arrival) throw new Error('a request came from nowhere');
    service(request, response, arrival).catch((error: unknown) => {
      console.error('the lab failed to answer:', error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  const secureContext = createSecureContext({ key, cert: certificate, minVersion: 'TLSv1.2' });
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.once('data', (line: Buffer) => {
      const secure = new TLSSocket(socket, { isServer: true, secureContext });
      secure.on('error', () => secure.destroy());
      arrivals.set(secure, JSON.parse(line.toString()) as Arrival);
      http.emit('connection', secure);
      socket.write('\n');
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen({ path: socketPath, backlog: 2048 }, resolve);
  });
  return {
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
