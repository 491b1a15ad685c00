import { deployedForwarding } from '../../dns/deployed';
import { forwardingOf } from '../../dns/deployment';
import { dnsFiles } from '../../dns/files';
import { regionWideWarning } from '../../dns/region-warning';
import { customDomain } from '../../test-support/dns/custom-domain';
import { environmentWith } from '../../test-support/environments';

const environment = environmentWith();
const inRegion = (region: string) => ({
  region,
  'network.vpc.create.availabilityZones': [`${region}a`, `${region}b`],
});
const apiId = 'a1b2c3d4e5';
const network = { resolver_addresses: ['10.20.0.10', '10.20.32.10'] };
const privateApi = {
  api_id: apiId,
  named_conf: dnsFiles(forwardingOf(environment, { apiId }))['named.conf'],
};

describe('deployedForwarding', () => {
  it("has every zone final, with the deployed API's own name", () => {
    const { zones, forwarders } = deployedForwarding(environment, { network, privateApi });
    expect(zones.pending).toEqual([]);
    expect(zones.final.map(({ name }) => name)).toEqual([
      `${apiId}.execute-api.us-east-1.amazonaws.com`,
      'studio.us-east-1.sagemaker.aws',
      'api.sagemaker.us-east-1.amazonaws.com',
    ]);
    expect(forwarders).toEqual(network.resolver_addresses);
  });

  it.each<[what: string, outputs: Parameters<typeof deployedForwarding>[1], message: string]>([
    [
      'nothing is deployed',
      { network, privateApi: {} },
      'output api_id of stack private-api: got nothing, expected the value of a finished deployment of example',
    ],
    [
      'the network is not deployed',
      { network: {}, privateApi },
      'output resolver_addresses of stack network: got nothing',
    ],
    [
      'the addresses are no list',
      { network: { resolver_addresses: '10.20.0.10' }, privateApi },
      'output resolver_addresses of stack network: got "10.20.0.10"',
    ],
    [
      'the id is no text',
      { network, privateApi: { ...privateApi, api_id: 7 } },
      'api_id of stack private-api: got 7',
    ],
    [
      'the id would end a statement',
      { network, privateApi: { ...privateApi, api_id: 'x"; }; //' } },
      'zones[0].name: got "x\\"; }; //.execute-api.us-east-1.amazonaws.com"',
    ],
    [
      'an address would end a statement',
      { network: { resolver_addresses: ['10.20.0.10; }; //'] }, privateApi },
      'forwarders[0]: got "10.20.0.10; }; //"',
    ],
    [
      'the network has other addresses than the API was deployed with',
      { network: { resolver_addresses: ['10.20.0.11', '10.20.32.11'] }, privateApi },
      'environments/example.json and the deployment differ',
    ],
    [
      'the output is older than named_conf',
      { network, privateApi: { api_id: apiId } },
      'deploy network and private-api again',
    ],
  ])('fails when %s', (_, outputs, message) => {
    expect(() => deployedForwarding(environment, outputs)).toThrow(message);
  });

  it.each([
    ['a custom domain name', customDomain],
    ['the region-wide zone', { 'dns.apiZone': 'region' }],
    ['another region', inRegion('eu-west-1')],
  ])('fails when the environment file has changed since: %s', (_, changes) => {
    expect(() => deployedForwarding(environmentWith(changes), { network, privateApi })).toThrow(
      'environments/example.json and the deployment differ',
    );
  });
});

describe('regionWideWarning', () => {
  it('is silent about the narrow zone and a custom domain name', () => {
    expect(regionWideWarning(environment)).toBeUndefined();
    expect(regionWideWarning(environmentWith(customDomain))).toBeUndefined();
  });

  it('says what the region-wide zone depends on, and for whom', () => {
    const warning = regionWideWarning(environmentWith({ 'dns.apiZone': 'region' }));
    expect(warning).toMatch(/^warning: environment example sets dns\.apiZone to "region"/);
    expect(warning).toContain('API Gateway API of us-east-1');
    expect(warning).toContain(
      'while the resolver does not answer,\n  nobody who asks these DNS servers finds them',
    );
    expect(warning).toContain('another execute-api endpoint with private DNS');
  });
});
