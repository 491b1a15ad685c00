import type { ServerResponse } from 'node:http';

/** An answer in JSON. @param contentType default: that of AWS's JSON protocol */
export function sendJson(
  outgoing: ServerResponse,
  status: number,
  body: object,
  contentType = 'application/x-amz-json-1.1',
): void {
  outgoing.writeHead(status, { 'content-type': contentType });
  outgoing.end(JSON.stringify(body));
}
