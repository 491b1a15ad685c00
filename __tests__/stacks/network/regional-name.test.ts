import { synthesize } from '../../../test-support/synthesize';

const { locals = {} } = synthesize().network as { locals?: Record<string, string> };
const chosen = locals['execute-api-dns-name'] ?? '';
const pattern = new RegExp(/can\(regex\("([^"]+)"/.exec(chosen)?.[1] ?? 'no pattern');

describe("an endpoint's name for all its zones", () => {
  it.each([
    ['vpce-0123456789abcdef0-1a2b3c4d.execute-api.us-east-1.vpce.amazonaws.com', true],
    ['vpce-01234567-abcdefgh.execute-api.cn-north-1.vpce.amazonaws.com.cn', true],
    ['vpce-0123456789abcdef0-1a2b3c4d-us-east-1a.execute-api.us-east-1.vpce.amazonaws.com', false],
    ['execute-api.us-east-1.amazonaws.com', false],
    ['*.execute-api.us-east-1.amazonaws.com', false],
    ['evil.vpce-0123456789abcdef0-1a2b3c4d.execute-api.us-east-1.vpce.amazonaws.com', false],
  ])('is %s: %p', (name, expected) => {
    expect(pattern.test(name)).toBe(expected);
  });

  it('and its hosted zone are of the same entry', () => {
    expect(locals['execute-api-hosted-zone-id']).toBe(
      chosen.replace('[val.dns_name]', '[val.hosted_zone_id]'),
    );
  });

  it('is the only part of the list that other stacks read', () => {
    const outputs = JSON.stringify(synthesize().network.output);
    expect(outputs).toContain('${local.execute-api-dns-name}');
    expect(outputs).not.toContain('dns_entry');
  });
});
