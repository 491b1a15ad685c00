// Something in the middle that opens TLS connections. Arguments: the file with its key and certificate, the file of the
// authority that it trusts, its port, and whether it answers with a page of its own or passes requests on.
import { readFileSync } from 'node:fs';
import https from 'node:https';
import process from 'node:process';

const [, , own, authority, port, way] = process.argv;
const pem = readFileSync(own);
const ca = readFileSync(authority);

function passOn(incoming, outgoing) {
  const { host } = incoming.headers;
  const onward = https.request(
    `https://${host}${incoming.url}`,
    { method: incoming.method, headers: incoming.headers, ca, agent: false },
    (reply) => {
      outgoing.writeHead(reply.statusCode, reply.rawHeaders);
      reply.pipe(outgoing);
    },
  );
  onward.on('error', () => outgoing.destroy());
  incoming.pipe(onward);
}

const server = https.createServer({ key: pem, cert: pem }, (incoming, outgoing) => {
  if (way === 'passes-on') passOn(incoming, outgoing);
  else outgoing.writeHead(200, { 'content-type': 'text/html' }).end('<title>Sign in to the network</title>');
});
// proxies that know no WebSockets drop them
server.on('upgrade', (_, socket) => socket.destroy());
server.on('tlsClientError', () => undefined);
server.listen(Number(port), () => process.stdout.write('intercepts\n'));
