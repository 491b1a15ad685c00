import { forwardZones, type ZoneSettings } from '../../dns/zones';

const namesOf = (settings: ZoneSettings) => {
  const { final, pending } = forwardZones(settings);
  return { final: final.map(({ name }) => name), pending: pending.map(({ parent }) => parent) };
};

describe('forwardZones', () => {
  it.each<[what: string, settings: ZoneSettings, final: string[], pending: string[]]>([
    [
      'leaves out the API while its id is unknown',
      { region: 'us-east-1', apiZone: 'api' },
      ['studio.us-east-1.sagemaker.aws', 'api.sagemaker.us-east-1.amazonaws.com'],
      ['execute-api.us-east-1.amazonaws.com'],
    ],
    [
      'has the API alone once its id is known',
      { region: 'us-east-1', apiZone: 'api', apiId: 'a1b2c3d4e5' },
      [
        'a1b2c3d4e5.execute-api.us-east-1.amazonaws.com',
        'studio.us-east-1.sagemaker.aws',
        'api.sagemaker.us-east-1.amazonaws.com',
      ],
      [],
    ],
    [
      'has every API of the region where that is chosen, whatever the id',
      { region: 'eu-west-1', apiZone: 'region', apiId: 'a1b2c3d4e5' },
      [
        'execute-api.eu-west-1.amazonaws.com',
        'studio.eu-west-1.sagemaker.aws',
        'api.sagemaker.eu-west-1.amazonaws.com',
      ],
      [],
    ],
    [
      'has the custom domain name in place of the execute-api name',
      {
        region: 'us-east-1',
        apiZone: 'api',
        customDomainName: 'studio.corp.example.com',
        apiId: 'a1b2c3d4e5',
      },
      ['studio.corp.example.com', 'studio.us-east-1.sagemaker.aws', 'api.sagemaker.us-east-1.amazonaws.com'],
      [],
    ],
    [
      'has the suffixes of GovCloud',
      { region: 'us-gov-west-1', apiZone: 'api', apiId: 'a1b2c3d4e5' },
      [
        'a1b2c3d4e5.execute-api.us-gov-west-1.amazonaws.com',
        'studio.us-gov-west-1.sagemaker.aws',
        'api.sagemaker.us-gov-west-1.amazonaws.com',
      ],
      [],
    ],
    [
      'has the suffixes of the China regions',
      { region: 'cn-north-1', apiZone: 'region' },
      [
        'execute-api.cn-north-1.amazonaws.com.cn',
        'studio.cn-north-1.sagemaker.com.cn',
        'api.sagemaker.cn-north-1.amazonaws.com.cn',
      ],
      [],
    ],
  ])('%s', (_, settings, final, pending) => {
    expect(namesOf(settings)).toEqual({ final, pending });
  });

  it('has a test name with a private address for each zone, as soon as one is known', () => {
    const tested = (settings: ZoneSettings) => forwardZones(settings).final.map(({ testName }) => testName);
    expect(tested({ region: 'us-east-1', apiZone: 'region' })[0]).toBeUndefined();
    expect(tested({ region: 'us-east-1', apiZone: 'region', apiId: 'a1b2c3d4e5' })).toEqual([
      'a1b2c3d4e5.execute-api.us-east-1.amazonaws.com',
      'test.studio.us-east-1.sagemaker.aws',
      'api.sagemaker.us-east-1.amazonaws.com',
    ]);
    expect(tested({ region: 'us-east-1', apiZone: 'api', apiId: 'a1b2c3d4e5' })[0]).toBe(
      'a1b2c3d4e5.execute-api.us-east-1.amazonaws.com',
    );
  });

  it('fails for a region that is not known', () => {
    expect(() => forwardZones({ region: 'mars-north-1', apiZone: 'api' })).toThrow(
      'region "mars-north-1" is not one of the known AWS regions',
    );
  });
});
