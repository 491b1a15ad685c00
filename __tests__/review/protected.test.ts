import { explainProtected } from '../../review/protected';
import { variants } from '../../test-support/environments';
import { synthesize } from '../../test-support/synthesize';

/** Addresses of the resources that a deployment protects. */
function protectedAddresses(changes: Readonly<Record<string, unknown>>): string[] {
  const addresses = Object.values(synthesize(changes)).flatMap(({ resource = {} }) =>
    Object.entries(resource).flatMap(([type, resources]) =>
      Object.entries(resources)
        .filter(
          ([, { lifecycle }]) => (lifecycle as { prevent_destroy?: boolean } | undefined)?.prevent_destroy,
        )
        .map(([name]) => `${type}.${name}`),
    ),
  );
  expect(addresses.length).toBeGreaterThan(8);
  return addresses;
}

describe('why a plan refuses to destroy', () => {
  it.each([
    ['aws_sagemaker_domain.domain', 'studio.domain'],
    ['aws_sagemaker_domain.domain[0]', 'studio.domain'],
    ['aws_cognito_user_pool.user-pool', 'identity'],
    ['aws_api_gateway_rest_api.api', 'api'],
    ['aws_route53_zone.api-zone', 'api'],
    ['aws_route53_resolver_endpoint.inbound-resolver', 'network.resolver'],
    ['aws_subnet.private["us-east-1c"]', 'network.vpc.create.availabilityZones'],
    ['aws_vpc.vpc', 'network.vpc'],
    ['terraform_data.protectFromDestroy-network-resolver["10.20.0.10"]', 'network.resolver'],
    ['aws_route53_zone.custom-domain-zone[0]', 'api.customDomain'],
  ])('%s: names the setting %s and the way to do it on purpose', (address, setting) => {
    expect(explainProtected(address)).toMatch(new RegExp(`^${setting.replaceAll('.', '\\.')}: `));
    expect(explainProtected(address)).toContain('"protectFromDestroy": false');
  });

  it('of a name that was somebody else’s: names studio.removedUsers and how the name is freed', () => {
    const record = 'terraform_data.protectFromDestroy-studio-removedUsers["bob"]';
    expect(explainProtected(record)).toMatch(/^studio\.removedUsers: .*"When somebody leaves"/);
  });

  it.each([
    'aws_cognito_user.login["bob"]',
    'aws_cognito_user.suspended-login["bob"]',
    'aws_sagemaker_user_profile.profile["bob"]',
  ])('%s: names the setting studio.users and how to remove one user', (address) => {
    expect(explainProtected(address)).toMatch(/^studio\.users: .*studio\.removedUsers/);
  });

  it('says of a route what is wrong with the list of route tables', () => {
    const explanation = explainProtected('aws_route.corporate-rtb-0123456789abcdef0-192-168-10-0-24');
    expect(explanation).toMatch(/^network\.vpc\.existing\.routeTableIds: .*comes first in the list/);
  });

  it.each(Object.entries({ 'the example': {}, ...variants }))('knows all that protects %s', (_, changes) => {
    const unexplained = protectedAddresses({ ...changes, protectFromDestroy: true }).filter(
      (address) => explainProtected(address) === undefined,
    );
    expect(unexplained).toEqual([]);
  });

  it('has no reason for a resource that is not protected', () => {
    expect(explainProtected('aws_cloudwatch_metric_alarm.alarm-api-5xx')).toBeUndefined();
    expect(explainProtected('module.x.aws_sagemaker_domain.domain')).toBeUndefined();
  });
});
