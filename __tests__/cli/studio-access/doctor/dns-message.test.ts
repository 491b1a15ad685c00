import { dnsQuestion, readAnswer, type RecordType } from '../../../../cli/studio-access/doctor/dns-message';

const name = 'api.example';

/** An answer as a server writes it: names of records point to the question. */
function answer(
  type: RecordType,
  { id = 7, status = 0, records = [] as (readonly [type: number, data: readonly number[]])[] } = {},
): Buffer {
  const question = dnsQuestion(id, name, type);
  question.writeUInt16BE(0x8180 | status, 2);
  question.writeUInt16BE(records.length, 6);
  const written = records.map(([number, data]) =>
    Buffer.from([0xc0, 12, 0, number, 0, 1, 0, 0, 0, 60, 0, data.length, ...data]),
  );
  return Buffer.concat([question, ...written]);
}

it('asks for a name, with recursion', () => {
  expect(dnsQuestion(0x1234, name, 'HTTPS').toString('hex')).toBe(
    `12340100000100000000000003617069076578616d706c650000410001`,
  );
});

describe('an answer', () => {
  const alias = [5, [0xc0, 12]] as const;
  it.each<[what: string, type: RecordType, message: Buffer, expected: unknown]>([
    [
      'addresses',
      'A',
      answer('A', {
        records: [
          [1, [10, 20, 1, 5]],
          [1, [10, 20, 2, 5]],
        ],
      }),
      ['NOERROR', '10.20.1.5', '10.20.2.5'],
    ],
    [
      'an alias before the address',
      'A',
      answer('A', { records: [alias, [1, [10, 20, 1, 5]]] }),
      ['NOERROR', '10.20.1.5'],
    ],
    [
      'an address of version 6',
      'AAAA',
      answer('AAAA', { records: [[28, [0xfd, ...Array<number>(14).fill(0), 1]]] }),
      ['NOERROR', 'fd00:0:0:0:0:0:0:1'],
    ],
    [
      'a record of another kind',
      'HTTPS',
      answer('HTTPS', { records: [[65, [0, 1, 0]]] }),
      ['NOERROR', '3 bytes'],
    ],
    ['no records', 'AAAA', answer('AAAA'), ['NOERROR']],
    ['no such name', 'A', answer('A', { status: 3 }), ['NXDOMAIN']],
    ['a failure', 'A', answer('A', { status: 2 }), ['SERVFAIL']],
    ['a status that nobody uses', 'A', answer('A', { status: 9 }), ['status 9']],
  ])('%s', (_, type, message, expected) => {
    const found = readAnswer(message, 7, type);
    expect(found && [found.status, ...found.records]).toEqual(expected);
  });

  const whole = answer('A', { records: [[1, [10, 20, 1, 5]]] });
  it.each<[what: string, message: Buffer]>([
    ['of another question', answer('A', { id: 8 })],
    ['that is a question', dnsQuestion(7, name, 'A')],
    ['that is empty', Buffer.alloc(0)],
    ['that ends early', whole.subarray(0, whole.length - 1)],
    ['whose name has no end', whole.subarray(0, 14)],
  ])('%s is none', (_, message) => {
    expect(readAnswer(message, 7, 'A')).toBeUndefined();
  });
});
