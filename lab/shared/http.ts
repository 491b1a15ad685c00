import type { ServerResponse } from 'node:http';

/** An answer of an AWS API with a JSON protocol. */
export function sendJson(outgoing: ServerResponse, status: number, body: object): void {
  outgoing.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
  outgoing.end(JSON.stringify(body));
}
