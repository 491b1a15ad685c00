import { isPrivate, within } from '../../../../cli/studio-access/doctor/networks';

it.each<[address: string, expected: boolean]>([
  ['10.20.1.5', true],
  ['172.31.0.1', true],
  ['172.32.0.1', false],
  ['192.168.10.2', true],
  ['100.64.0.1', true],
  ['198.18.0.7', false],
  ['52.1.2.3', false],
  ['fd00::1', true],
  ['2600::1', false],
])('%s is private: %s', (address, expected) => {
  expect(isPrivate(address)).toBe(expected);
});

it('knows the networks of a VPC', () => {
  const isOfVpc = within(['10.20.0.0/16', '10.30.0.0/24']);
  expect(['10.20.255.255', '10.30.0.1', '10.30.1.1', 'fd00::1'].map(isOfVpc)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
