import { addressesPerSubnet, maximumUsers } from '../../config/capacity';
import { synthesize } from '../../test-support/synthesize';
import { resourcesOf } from '../../test-support/terraform-json';

it.each([
  [['10.20.0.0/27'], 8],
  [['10.20.0.0/27', '10.20.0.32/27'], 16],
  [['10.20.0.0/24', '10.20.1.0/24'], 240],
  [['10.20.0.0/19', '10.20.32.0/19'], 8176],
  // smaller than what the deployment itself needs
  [['10.20.0.0/28', '10.20.0.16/28'], 0],
])('%j has room for %d people', (cidrs, users) => {
  expect(maximumUsers(cidrs, false)).toBe(users);
});

it.each([false, true])('counts every interface endpoint that is deployed; remote access: %s', (remote) => {
  const { network } = synthesize({ 'studio.remoteAccess': remote });
  const endpoints = Object.values(resourcesOf(network, 'aws_vpc_endpoint'));
  const interfaces = endpoints.filter(({ vpc_endpoint_type: type }) => type === 'Interface');
  expect(interfaces).toHaveLength(addressesPerSubnet(remote)['interface endpoints']);
});
