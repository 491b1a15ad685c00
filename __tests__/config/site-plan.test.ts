import { planSite } from '../../config/site-plan';

it.each([
  [
    '192.168.10.0/24',
    {
      subnets: { a: '192.168.10.0/26', b: '192.168.10.64/26', proxy: '192.168.10.128/26' },
      dnsServers: { a: '192.168.10.10', b: '192.168.10.74' },
      proxy: '192.168.10.138',
    },
  ],
  [
    // the smallest: each subnet has 16 addresses, of which AWS keeps the last
    '10.9.8.64/26',
    {
      subnets: { a: '10.9.8.64/28', b: '10.9.8.80/28', proxy: '10.9.8.96/28' },
      dnsServers: { a: '10.9.8.74', b: '10.9.8.90' },
      proxy: '10.9.8.106',
    },
  ],
])('the addresses of a site in %s', (vpcCidr, plan) => {
  expect(planSite({ vpcCidr })).toEqual(plan);
});
