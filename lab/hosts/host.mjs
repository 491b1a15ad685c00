// One host of the lab: it runs inside a network namespace, and its parent tells it what to request and where to listen.
// It forwards each accepted connection to the parent's Unix socket, which all namespaces share, after a line with both
// addresses.
import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { clearTimeout, setImmediate, setTimeout } from 'node:timers';
import tls from 'node:tls';
import { URL } from 'node:url';

const [, , host, socketPath, authority] = process.argv;
const ca = readFileSync(authority);
/** Connections that are kept, as a browser does. */
const kept = new https.Agent({ keepAlive: true, maxSockets: 200, ca });

process.on('disconnect', () => process.exit());
process.on('message', (message) => {
  if (message.listen)
    listen(message).catch((error) => process.send({ id: message.id, error: String(error) }));
  else if (message.proxy) proxy(message);
  else request(message);
});
process.send({ id: 0 });

async function listen({ id, listen: addresses }) {
  for (const address of addresses) {
    const server = net.createServer({ allowHalfOpen: true }, (client) => hand(client, address));
    await new Promise((resolve, reject) => server.once('error', reject).listen(443, address, 2048, resolve));
  }
  process.send({ id });
}

function hand(client, address) {
  const upstream = net.connect(socketPath);
  const end = () => {
    client.destroy();
    upstream.destroy();
  };
  client.on('error', end);
  upstream.on('error', end);
  client.on('close', end);
  upstream.on('close', end);
  upstream.write(`${JSON.stringify({ host, local: address, remote: client.remoteAddress })}\n`);
  // the parent sends one byte when it has read the line; all later bytes belong to the connection
  upstream.once('data', () => {
    client.pipe(upstream);
    upstream.pipe(client);
  });
}

/** A forward proxy for CONNECT (RFC 9110 §9.3.6). */
function proxy({ id, proxy: { address, port } }) {
  const server = http.createServer((_, response) => response.writeHead(405).end());
  server.on('connect', (incoming, client) => {
    const [name, wanted] = incoming.url.split(':');
    const upstream = net.connect({ host: name, port: Number(wanted), localAddress: address }, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      client.pipe(upstream);
      upstream.pipe(client);
    });
    for (const [one, other] of [
      [upstream, client],
      [client, upstream],
    ]) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  });
  server.listen(port, address, () => process.send({ id }));
}

async function request({
  id,
  request: { url, method, headers, body, address: known, timeout, via, keepAlive },
}) {
  const started = performance.now();
  const finish = (reply) =>
    process.send({ id, reply: { ...reply, milliseconds: performance.now() - started } });
  try {
    const { hostname } = new URL(url);
    const socket = via === undefined ? undefined : await tunnel(via, hostname, timeout);
    const end = (reply) => {
      socket?.destroy();
      finish(reply);
    };
    const outgoing = https.request(url, {
      method,
      headers,
      ca,
      // an agent would connect by itself, past the proxy
      agent: socket ? undefined : keepAlive ? kept : false,
      timeout,
      ...(known !== undefined && { lookup: fixed(known) }),
      ...(socket && { createConnection: () => tls.connect({ socket, servername: hostname, ca }) }),
    });
    const deadline = setTimeout(
      () => outgoing.destroy(Object.assign(new Error(), { code: 'ETIMEDOUT' })),
      timeout,
    );
    outgoing.on('error', (error) => {
      clearTimeout(deadline);
      end({ error: error.code ?? String(error) });
    });
    outgoing.on('response', async (incoming) => {
      const address = incoming.socket.remoteAddress;
      const chunks = [];
      try {
        for await (const chunk of incoming) chunks.push(chunk);
      } catch (error) {
        end({ error: error.code ?? String(error) });
        return;
      }
      clearTimeout(deadline);
      end({
        status: incoming.statusCode,
        headers: incoming.headers,
        body: Buffer.concat(chunks).toString(),
        address,
      });
    });
    outgoing.end(body);
  } catch (error) {
    finish({ error: error.code ?? String(error) });
  }
}

function fixed(address) {
  // later, as DNS does: an address without a route fails at once, before anybody listens for errors
  return (_, options, callback) =>
    setImmediate(() => (options.all ? callback(null, [{ address, family: 4 }]) : callback(null, address, 4)));
}

function tunnel({ address, port }, hostname, timeout) {
  return new Promise((resolve, reject) => {
    const connect = http.request({
      host: address,
      port,
      method: 'CONNECT',
      path: `${hostname}:443`,
      timeout,
    });
    connect.on('connect', (response, socket) => {
      // the connection outlives the request, and no other listener gets its errors
      socket.on('error', () => socket.destroy());
      if (response.statusCode === 200) resolve(socket);
      else reject(new Error(`proxy: ${response.statusCode}`));
    });
    connect.on('timeout', () => connect.destroy(new Error('proxy timeout')));
    connect.on('error', reject);
    connect.end();
  });
}
