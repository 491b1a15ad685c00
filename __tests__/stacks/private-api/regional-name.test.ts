import { synthesize } from '../../../test-support/synthesize';

it("the endpoint's names are read by its id, so that its stack hands over nothing else about it", () => {
  const stacks = synthesize();
  const output = 'cross-stack-output-aws_vpc_endpointexecute-apiid';
  expect(stacks['private-api'].data?.aws_vpc_endpoint).toMatchObject({
    'execute-api-endpoint': {
      id: `\${data.terraform_remote_state.cross-stack-reference-input-network.outputs.${output}}`,
    },
  });
  const handedOver = Object.keys(stacks.network.output ?? {}).filter((name) =>
    /cross-stack.*execute/.test(name),
  );
  expect(handedOver).toEqual([output]);
});

describe("an endpoint's name for all its zones", () => {
  const { locals = {} } = synthesize()['private-api'] as { locals?: Record<string, string> };
  const chosen = locals['execute-api-dns-name'] ?? '';
  const pattern = new RegExp(/can\(regex\("([^"]+)"/.exec(chosen)?.[1] ?? 'no pattern');

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
});
