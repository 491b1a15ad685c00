import type { HostedZone } from '../../deployed/hosted-zones';
import { resolverZones } from '../../dns/resolver-zones';

const interfaces = ['10.20.0.5', '10.20.32.5'].map((address) => ({
  address,
  subnetId: 'subnet-1',
  securityGroups: [],
}));
const target = 'vpce-1-2.execute-api.us-east-1.vpce.amazonaws.com';
const apiName = 'a1b2c3d4e5.execute-api.us-east-1.amazonaws.com';

/** The zones of a VPC with one endpoint. */
const zonesOf = (privateNames: readonly string[], hostedZones: readonly HostedZone[] = []) =>
  resolverZones(
    {
      endpoints: [
        {
          id: 'vpce-1',
          vpcId: 'vpc-1',
          serviceName: 'com.amazonaws.us-east-1.execute-api',
          policy: {},
          interfaces,
          publicNames: [target],
          privateNames,
        },
      ],
    },
    hostedZones,
  );

const linesOf = (text = '') => text.split('\n').filter((line) => / A | SOA /.test(line));

describe('resolverZones', () => {
  it("begins a hidden zone, and so its SOA, at the service's own name", () => {
    const name = 'execute-api.us-east-1.amazonaws.com';
    const zones = zonesOf([name, `*.${name}`]);
    expect(Object.keys(zones)).toEqual([name]);
    expect(linesOf(zones[name])).toEqual([
      expect.stringMatching(/^@ 60 IN SOA /),
      '@ IN A 10.20.0.5',
      '@ IN A 10.20.32.5',
      '* IN A 10.20.0.5',
      '* IN A 10.20.32.5',
    ]);
    expect(Object.keys(zonesOf(['*.studio.us-east-1.sagemaker.aws']))).toEqual([
      'studio.us-east-1.sagemaker.aws',
    ]);
  });

  it('has hosted zones under their own names, whose empty answers are remembered for 15 minutes', () => {
    const zones = zonesOf([], [{ name: apiName, aliases: [{ name: apiName, target }] }]);
    expect(Object.keys(zones)).toEqual([apiName]);
    expect(linesOf(zones[apiName])).toEqual([
      expect.stringMatching(/^@ 900 IN SOA .* 900$/),
      `${apiName}. IN A 10.20.0.5`,
      `${apiName}. IN A 10.20.32.5`,
    ]);
  });

  it('has a hosted zone without an address where it has no record, or one of an unknown endpoint', () => {
    for (const aliases of [[], [{ name: apiName, target: 'vpce-9.example.com' }]])
      expect(linesOf(zonesOf([], [{ name: apiName, aliases }])[apiName])).toHaveLength(1);
  });
});
