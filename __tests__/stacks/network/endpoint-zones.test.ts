import { synthesize, synthesizeVariant } from '../../../test-support/synthesize';
import { evaluate } from '../../../test-support/terraform-expression';
import { resourcesOf, type StackJson } from '../../../test-support/terraform-json';

const example = synthesize().network;

function checkOf(network: StackJson) {
  const [service] = Object.values(network.data?.aws_vpc_endpoint_service ?? {});
  const { for_each, lifecycle } = service as unknown as {
    for_each: Record<string, string>;
    lifecycle: { postcondition: [{ condition: string; error_message: string }] };
  };
  const [{ condition, error_message }] = lifecycle.postcondition;
  const accepts = (...zones: string[]) =>
    evaluate(condition.slice('${'.length, -'}'.length), { 'self.availability_zones': zones });
  return { for_each, accepts, message: error_message };
}

describe('zones that an endpoint service does not have', () => {
  it('are looked for in the service of every interface endpoint', () => {
    const endpoints = Object.entries(resourcesOf(example, 'aws_vpc_endpoint')).filter(([id]) => id !== 's3');
    expect(checkOf(example).for_each).toEqual(
      Object.fromEntries(endpoints.map(([id, { service_name }]) => [id, service_name])),
    );
  });

  it.each([
    [['us-east-1a', 'us-east-1b'], true],
    [['us-east-1b', 'us-east-1c', 'us-east-1a'], true],
    [['us-east-1a', 'us-east-1c'], false],
    [[], false],
  ])('with a service in %j, the plan goes on: %p', (zones, expected) => {
    expect(checkOf(example).accepts(...zones)).toBe(expected);
  });

  it('are those of the subnets where the VPC exists already; the message names the setting', () => {
    const adopted = checkOf(synthesizeVariant('adopted VPC').network);
    expect(adopted.accepts('us-east-1a')).toBe(false);
    expect(adopted.message).toMatch(/^network\.vpc\.existing\.subnets: /);
    expect(checkOf(example).message).toMatch(/^network\.vpc\.create\.availabilityZones: /);
  });
});
