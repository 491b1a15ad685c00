import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import type { Authority } from './authority';

/** Where a connection came in, and its peer, as the kernel saw them. */
export interface Arrival {
  /** Name of the namespace that accepted it. */
  readonly host: string;
  readonly local: string;
  readonly remote: string;
}

/** Answers a request, given its arrival. */
export type Service = (request: IncomingMessage, response: ServerResponse, arrival: Arrival) => Promise<void>;

/** The server of all AWS services, on one Unix socket: TLS and HTTP for every connection that hosts forward. */
export interface Ingress {
  stop(): Promise<void>;
}

/** Starts to listen. @param socketPath a path that all namespaces share */
export async function startIngress(
  socketPath: string,
  { key, certificate }: Authority,
  service: Service,
): Promise<Ingress> {
  const arrivals = new WeakMap<Socket, Arrival>();
  const sockets = new Set<Socket>();
  const http = createHttpServer((request, response) => {
    const arrival = arrivals.get(request.socket);
    if (!arrival) throw new Error('a request without a known arrival');
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
