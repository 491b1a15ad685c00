import { withoutOtherTypes } from '../../terraform/small-schema';

/** A field with a length: number, length, content, each below 128. */
const field = (number: number, ...content: (Buffer | string)[]): Buffer => {
  const bytes = Buffer.concat(content.map((part) => Buffer.from(part)));
  return Buffer.concat([Buffer.from([number * 8 + 2, bytes.length]), bytes]);
};
const type = (name: string, schema: string) => [field(1, name), field(2, schema)];
const answer = (...fields: Buffer[]): Buffer => {
  const message = Buffer.concat(fields);
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
};

const provider = field(1, 'settings of the provider');
const capabilities = Buffer.from([6 * 8, 1]);
const vpc = field(2, ...type('aws_vpc', 'schema of VPCs'));
const subnet = field(2, ...type('aws_subnet', 'schema of subnets'));
const vpcData = field(3, ...type('aws_vpc', 'schema of data about VPCs'));

describe("a provider's schema", () => {
  const whole = answer(
    provider,
    vpc,
    capabilities,
    subnet,
    vpcData,
    field(7, ...type('arn_parse', 'function')),
  );

  it('keeps what is wanted and what has no type, byte for byte', () => {
    expect(withoutOtherTypes(whole, new Set(['aws_vpc']))).toEqual(
      answer(provider, vpc, capabilities, vpcData, field(7, ...type('arn_parse', 'function'))),
    );
    expect(withoutOtherTypes(whole, new Set(['aws_vpc', 'aws_subnet']))).toEqual(whole);
    expect(withoutOtherTypes(answer(subnet), new Set())).toEqual(answer());
  });

  it('is not guessed at', () => {
    const compressed = Buffer.from(whole);
    compressed[0] = 1;
    expect(() => withoutOtherTypes(compressed, new Set())).toThrow('not one uncompressed message');
    expect(() => withoutOtherTypes(whole.subarray(0, -1), new Set())).toThrow('not one uncompressed message');
    expect(() => withoutOtherTypes(answer(vpc.subarray(0, -1)), new Set())).toThrow('ends within a field');
    expect(() => withoutOtherTypes(answer(Buffer.from([2 * 8 + 5, 0, 0, 0, 0])), new Set())).toThrow(
      'wire type 5',
    );
  });
});
