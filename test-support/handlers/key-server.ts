import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers one request for the key set, well or badly. */
export type KeyAnswer = (response: ServerResponse) => void;

export const keySet =
  (keys: readonly unknown[]): KeyAnswer =>
  (response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ keys }));
  };

export const sends =
  (text: string, status = 200): KeyAnswer =>
  (response) => {
    response.writeHead(status);
    response.end(text);
  };

/** The user pool's JWKS endpoint, on this machine. A class: it holds its answer and counts requests. */
export class KeyServer {
  readonly #server: Server;
  answer: KeyAnswer;
  hits = 0;
  connections = 0;

  private constructor(answer: KeyAnswer) {
    this.answer = answer;
    this.#server = createServer((_request, response) => {
      this.hits += 1;
      this.answer(response);
    }).unref(); // a test that fails must not keep the test run from ending
    this.#server.on('connection', () => (this.connections += 1));
  }

  static async start(answer: KeyAnswer): Promise<KeyServer> {
    const server = new KeyServer(answer);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get uri(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/.well-known/jwks.json`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    if (!this.#server.listening) return;
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
