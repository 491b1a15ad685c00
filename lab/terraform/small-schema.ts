import {
  connect as connectHttp2,
  constants,
  createServer,
  type ClientHttp2Session,
  type Http2Session,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2';
import { connect as connectSocket } from 'node:net';

/** Resource and data source types by name: `aws_vpc`. */
export type TypeNames = ReadonlySet<string>;

/** Whole answer of a call without errors. */
interface Answer {
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
  readonly trailers: OutgoingHttpHeaders;
}

/** A server that Terraform can attach to in place of a provider. */
export interface SmallSchemaServer {
  stop(): Promise<void>;
}

/** The call by which Terraform asks for the schema, in both versions of the protocol. */
const schemaCalls = ['/tfplugin5.Provider/GetSchema', '/tfplugin6.Provider/GetProviderSchema'];

/**
 * Serves a running provider with a smaller schema: Terraform reads that of 1,500 types anew for every command, which takes
 * longer than all else that a small plan does. Every other call is passed on as it is.
 * https://developer.hashicorp.com/terraform/plugin/terraform-plugin-protocol
 *
 * @param provider socket of the provider
 * @param socket where to listen
 * @param types the types that the schema keeps; Terraform refuses a configuration or a state with any other
 */
export async function serveSmallSchema(
  provider: string,
  socket: string,
  types: TypeNames,
): Promise<SmallSchemaServer> {
  const upstream = new Map<Http2Session | undefined, ClientHttp2Session>();
  let schema: Promise<Answer> | undefined;
  const connectionOf = (session: Http2Session | undefined): ClientHttp2Session => {
    const known = upstream.get(session);
    if (known) return known;
    const connection = connectHttp2('http://localhost', {
      createConnection: () => connectSocket(provider),
      settings: { initialWindowSize: 2 ** 24 },
    });
    // each call of the connection tells the error as well
    connection.on('error', () => undefined);
    upstream.set(session, connection);
    session?.once('close', () => {
      upstream.delete(session);
      connection.destroy();
    });
    return connection;
  };

  const server = createServer();
  server.on('stream', (stream, headers) => {
    stream.on('error', () => undefined);
    const connection = connectionOf(stream.session);
    if (!schemaCalls.includes(headers[':path'] ?? '')) {
      passOn(stream, connection, headers);
      return;
    }
    schema ??= ask(connection, headers, stream).then((answer) => ({
      ...answer,
      body: withoutOtherTypes(answer.body, types),
    }));
    schema.then(
      (answer) => {
        reply(stream, answer);
      },
      () => {
        schema = undefined;
        stream.close(constants.NGHTTP2_INTERNAL_ERROR);
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socket, resolve);
  });
  return {
    async stop() {
      for (const [session, connection] of upstream) {
        session?.destroy();
        connection.destroy();
      }
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function passOn(
  stream: ServerHttp2Stream,
  connection: ClientHttp2Session,
  headers: IncomingHttpHeaders,
): void {
  const request = connection.request(headers);
  let trailers: OutgoingHttpHeaders = {};
  request.on('trailers', (received: IncomingHttpHeaders) => {
    trailers = received;
  });
  request.on('response', (response, flags) => {
    if (stream.destroyed) return;
    // an error has its trailers in place of headers, and no body
    const isAll = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
    stream.respond(response, isAll ? { endStream: true } : { waitForTrailers: true });
    if (!isAll) request.pipe(stream);
  });
  stream.on('wantTrailers', () => {
    stream.sendTrailers(trailers);
  });
  request.on('error', () => {
    stream.close(constants.NGHTTP2_INTERNAL_ERROR);
  });
  stream.on('close', () => {
    request.close();
  });
  stream.pipe(request);
}

function ask(
  connection: ClientHttp2Session,
  headers: IncomingHttpHeaders,
  body: ServerHttp2Stream,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = connection.request(headers);
    const chunks: Buffer[] = [];
    let response: OutgoingHttpHeaders = {};
    let trailers: OutgoingHttpHeaders = {};
    request.on('response', (received) => {
      response = received;
    });
    request.on('trailers', (received: IncomingHttpHeaders) => {
      trailers = received;
    });
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (String(trailers['grpc-status']) === '0')
        resolve({ headers: response, body: Buffer.concat(chunks), trailers });
      else reject(new Error(`the provider gave no schema: ${String(trailers['grpc-message'])}`));
    });
    request.on('error', reject);
    body.pipe(request);
  });
}

function reply(stream: ServerHttp2Stream, { headers, body, trailers }: Answer): void {
  if (stream.destroyed) return;
  stream.on('wantTrailers', () => {
    stream.sendTrailers(trailers);
  });
  stream.respond(headers, { waitForTrailers: true });
  stream.end(body);
}

/** Fields of the schema that are maps by type: resources, data sources, ephemeral resources. */
const fieldsByType = [2, 3, 8];

/** Bytes before a message of gRPC: whether it is compressed, and its length. https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md */
const prefixLength = 5;

/**
 * A schema as the provider answered it, without the types that are not wanted. All else stays byte for byte.
 * @throws if it is not one uncompressed message
 */
export function withoutOtherTypes(answer: Buffer, types: TypeNames): Buffer {
  if (answer[0] !== 0 || answer.readUInt32BE(1) !== answer.length - prefixLength)
    throw new Error('the schema is not one uncompressed message');
  const kept = fieldsOf(answer.subarray(prefixLength)).filter(({ number, content }) => {
    if (!fieldsByType.includes(number)) return true;
    const [name] = fieldsOf(content ?? Buffer.alloc(0));
    return types.has(name?.content?.toString() ?? '');
  });
  const message = Buffer.concat(kept.map(({ bytes }) => bytes));
  const prefix = Buffer.alloc(prefixLength);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}

/** A field of a message: https://protobuf.dev/programming-guides/encoding/ */
interface Field {
  readonly number: number;
  /** The whole field, with number and length. */
  readonly bytes: Buffer;
  /** The content of a field that has a length. */
  readonly content?: Buffer;
}

function fieldsOf(message: Buffer): Field[] {
  const fields: Field[] = [];
  let position = 0;
  const readVarint = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = message[position];
      if (byte === undefined) throw new Error('the schema ends within a field');
      position += 1;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  while (position < message.length) {
    const start = position;
    const tag = readVarint();
    const [number, wireType] = [Math.floor(tag / 8), tag % 8];
    if (wireType === 0) {
      readVarint();
      fields.push({ number, bytes: message.subarray(start, position) });
    } else if (wireType === 2) {
      const length = readVarint();
      const content = message.subarray(position, position + length);
      if (content.length < length) throw new Error('the schema ends within a field');
      position += length;
      fields.push({ number, bytes: message.subarray(start, position), content });
    } else {
      throw new Error(`a field of the schema has the wire type ${wireType}`);
    }
  }
  return fields;
}
