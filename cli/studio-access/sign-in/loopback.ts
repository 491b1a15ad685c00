import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Failure } from '../failure';

/** A listener on this machine, for the browser of the person. */
export interface CallbackListener {
  /** The address that is registered for it. */
  readonly address: string;
  /** Settles with the first callback that belongs to the sign-in. */
  readonly received: Promise<URL>;
  close(): void;
}

/** Time to show the last page, which the browser asks for after it has brought the code. */
const lastPageMilliseconds = 2000;

const headers = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'",
  'x-content-type-options': 'nosniff',
};

/**
 * Listens on the first address whose port is free. It listens before anybody can be sent there: another program that took the
 * port meanwhile would get the code.
 *
 * @param addresses the registered ones
 * @param isOurs tells a callback of this sign-in from calls that any page may make
 * @param belongsToPerson whether the other end of a connection is a program of the same user
 * @throws Failure if no port is free
 */
export async function listenForCallback(
  addresses: readonly string[],
  isOurs: (callback: URL) => boolean,
  belongsToPerson: (request: IncomingMessage) => boolean,
): Promise<CallbackListener> {
  for (const address of addresses) {
    const { port, host, pathname } = new URL(address);
    let settle: (callback: URL) => void = () => undefined;
    const received = new Promise<URL>((resolve) => (settle = resolve));
    const server = createServer((request, response) => {
      // another name for this machine would let any page read the answer
      const path = request.url ?? '';
      const isForUs = request.headers.host === host && URL.canParse(path, address);
      const callback = isForUs ? new URL(path, address) : undefined;
      if (callback?.pathname === '/done') {
        answer(response, 200, 'This step is done. You can close this page and go back to the terminal.');
      } else if (callback?.pathname !== pathname || request.method !== 'GET') {
        answer(response, 404, 'There is nothing here.');
      } else if (isOurs(callback) && belongsToPerson(request)) {
        // the code leaves the address bar and the history
        response.writeHead(302, { ...headers, location: '/done' }).end();
        settle(callback);
      } else {
        answer(
          response,
          400,
          'This is not the sign-in that the terminal waits for. Start from the address that it shows.',
        );
      }
    });
    if (await listens(server, Number(port))) {
      return {
        address,
        received,
        close: () => {
          server.close();
          setTimeout(() => {
            server.closeAllConnections();
          }, lastPageMilliseconds).unref();
        },
      };
    }
  }
  throw new Failure({
    code: 'no_free_port',
    what: `Other programs use the ports of all addresses that the sign-in page may come back to: ${addresses.join(', ')}.`,
    todo: 'End another sign-in that waits in some terminal, or the programs that use these ports.',
  });
}

/**
 * Hands an address to the browser without showing it to anybody: the browser is given an address of this machine, which leads on
 * once. What a program is started with stands in the list of processes, which every user of the computer can read, and a file
 * that leads on would keep it on the disk.
 *
 * @param belongsToPerson whether the other end of a connection is a program of the same user
 * @returns the address for the browser; `opened` settles when the browser has come
 */
export async function leadOnOnce(
  target: string,
  name: string,
  belongsToPerson: (request: IncomingMessage) => boolean,
): Promise<{ readonly address: string; readonly opened: Promise<void>; readonly close: () => void }> {
  let settle: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (settle = resolve));
  let isLeft = true;
  const server = createServer((request, response) => {
    const isRight =
      request.url === `/${name}` && request.headers.host === hostOf(server) && request.method === 'GET';
    if (!isRight || !isLeft || !belongsToPerson(request)) {
      answer(response, 404, 'There is nothing here, or it was opened before. Run the command again.');
      return;
    }
    isLeft = false;
    response.writeHead(302, { ...headers, location: target }).end(settle);
  });
  await listens(server, 0);
  return {
    address: `http://${hostOf(server)}/${name}`,
    opened,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function hostOf(server: Server): string {
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function listens(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    server.once('error', () => {
      resolve(false);
    });
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      resolve(true);
    });
  });
}

function answer(response: ServerResponse, status: number, sentence: string): void {
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>studio-access</title><p>${sentence}</p></html>\n`;
  response.writeHead(status, { ...headers, 'content-type': 'text/html; charset=utf-8' }).end(page);
}
