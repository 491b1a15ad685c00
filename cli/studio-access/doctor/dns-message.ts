/** Types of records that browsers ask for. https://www.iana.org/assignments/dns-parameters */
const typeNumbers = { A: 1, AAAA: 28, HTTPS: 65 } as const;

/** A type of records that the doctor asks for. */
export type RecordType = 'A' | 'AAAA' | 'HTTPS';

/** What a name server answered about one name and one type. */
export interface DnsAnswer {
  /** Such as `NOERROR`, `NXDOMAIN`, `SERVFAIL`. */
  readonly status: string;
  /** The records of that type: addresses, and of other types their number of bytes in words. */
  readonly records: readonly string[];
}

/** https://www.iana.org/assignments/dns-parameters#dns-parameters-6 */
const statuses = ['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED'];

const headerBytes = 12;

/** A question with recursion, in the form of RFC 1035, section 4. @param id 0 to 65535 */
export function dnsQuestion(id: number, name: string, type: RecordType): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt16BE(id, 0);
  header.writeUInt16BE(0x0100, 2);
  header.writeUInt16BE(1, 4);
  const labels = name
    .split('.')
    .flatMap((label) => [Buffer.from([Buffer.byteLength(label)]), Buffer.from(label)]);
  const end = Buffer.alloc(5);
  end.writeUInt16BE(typeNumbers[type], 1);
  end.writeUInt16BE(1, 3);
  return Buffer.concat([header, ...labels, end]);
}

/** @returns undefined if this is no answer to the question with that id, or broken */
export function readAnswer(message: Buffer, id: number, type: RecordType): DnsAnswer | undefined {
  try {
    const flags = message.readUInt16BE(2);
    if (message.readUInt16BE(0) !== id || (flags & 0x8000) === 0) return undefined;
    let offset = headerBytes;
    for (let left = message.readUInt16BE(4); left > 0; left -= 1) offset = afterName(message, offset) + 4;
    const records: string[] = [];
    for (let left = message.readUInt16BE(6); left > 0; left -= 1) {
      offset = afterName(message, offset);
      const bytes = message.readUInt16BE(offset + 8);
      const data = message.subarray(offset + 10, offset + 10 + bytes);
      if (data.length !== bytes) return undefined;
      if (message.readUInt16BE(offset) === typeNumbers[type]) records.push(textOf(data, type));
      offset += 10 + bytes;
    }
    const status = flags & 0xf;
    return { status: statuses[status] ?? `status ${status}`, records };
  } catch {
    // it ends before what it announces
    return undefined;
  }
}

/** Names end with an empty label, or with a pointer to another name. */
function afterName(message: Buffer, start: number): number {
  let offset = start;
  for (;;) {
    const length = message.readUInt8(offset);
    if ((length & 0xc0) === 0xc0) return offset + 2;
    if (length === 0) return offset + 1;
    offset += 1 + length;
  }
}

function textOf(data: Buffer, type: RecordType): string {
  if (type === 'A') return [...data].join('.');
  if (type === 'AAAA')
    return Array.from({ length: 8 }, (_, group) => data.readUInt16BE(2 * group).toString(16)).join(':');
  return `${data.length} bytes`;
}
