import { proxyFor, proxyName } from '../../../../cli/studio-access/network/proxy';

const api = 'https://a1.execute-api.us-east-1.amazonaws.com/prod/me';
const proxy = 'http://proxy.corp.example.com:3128';

describe('the proxy of a request', () => {
  it.each<[what: string, variables: Record<string, string>, expected: string | undefined]>([
    ['no variable', {}, undefined],
    ['HTTPS_PROXY', { HTTPS_PROXY: proxy }, proxy],
    ['https_proxy', { https_proxy: proxy }, proxy],
    ['both: the small letters', { https_proxy: proxy, HTTPS_PROXY: 'http://other:1' }, proxy],
    ['an address without a scheme', { HTTPS_PROXY: 'proxy.corp.example.com:3128' }, proxy],
    ['an empty variable', { HTTPS_PROXY: '' }, undefined],
    ['that of http only', { HTTP_PROXY: proxy }, undefined],
    [
      'NO_PROXY with the name',
      { HTTPS_PROXY: proxy, NO_PROXY: 'a.b,a1.execute-api.us-east-1.amazonaws.com' },
      undefined,
    ],
    [
      'no_proxy with a parent',
      { HTTPS_PROXY: proxy, no_proxy: 'execute-api.us-east-1.amazonaws.com' },
      undefined,
    ],
    ['… with a dot', { HTTPS_PROXY: proxy, NO_PROXY: '.amazonaws.com' }, undefined],
    ['… with a star and a dot', { HTTPS_PROXY: proxy, NO_PROXY: '*.amazonaws.com' }, undefined],
    ['… in capitals', { HTTPS_PROXY: proxy, NO_PROXY: 'AmazonAWS.com' }, undefined],
    ['NO_PROXY with blanks', { HTTPS_PROXY: proxy, NO_PROXY: 'localhost , amazonaws.com' }, undefined],
    ['NO_PROXY with its port', { HTTPS_PROXY: proxy, NO_PROXY: 'amazonaws.com:443' }, undefined],
    ['NO_PROXY with another port', { HTTPS_PROXY: proxy, NO_PROXY: 'amazonaws.com:8443' }, proxy],
    ['NO_PROXY with a star', { HTTPS_PROXY: proxy, NO_PROXY: '*' }, undefined],
    ['NO_PROXY with the end of a label', { HTTPS_PROXY: proxy, NO_PROXY: 'aws.com' }, proxy],
    [
      'NO_PROXY with a longer name',
      { HTTPS_PROXY: proxy, NO_PROXY: 'x.a1.execute-api.us-east-1.amazonaws.com' },
      proxy,
    ],
    ['NO_PROXY with a dot alone', { HTTPS_PROXY: proxy, NO_PROXY: '.' }, proxy],
  ])('%s', (_, variables, expected) => {
    expect(proxyFor(api, variables)).toBe(expected);
  });

  it.each(['http://127.0.0.1:8401/', 'http://localhost/', 'http://[::1]:1/'])('is none for %s', (address) => {
    expect(proxyFor(address, { http_proxy: proxy })).toBeUndefined();
  });

  it('is named without its password', () => {
    expect(proxyName('http://me:hunter22@proxy.corp.example.com:3128')).toBe('proxy.corp.example.com:3128');
    expect(proxyName('no address')).toBe('the proxy');
  });
});
