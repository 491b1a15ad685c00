import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createContext, runInContext } from 'node:vm';
import type { Environment } from '../../../config/load';
import { forwardingOf } from '../../../dns/deployment';
import { desktopFiles, writeDesktopFiles } from '../../../dns/desktops/files';
import { customDomain } from '../../../test-support/dns/custom-domain';
import { adoptedVpc, environmentWith } from '../../../test-support/environments';

const apiId = 'a1b2c3d4e5';
const filesOf = (environment: Environment, deployed = true) =>
  desktopFiles(environment, forwardingOf(environment, deployed ? { apiId } : {}));

const studio = ['d-0123456789ab', 'studio-d-0123456789ab', 'x7yexx4faui3i0k2'].map(
  (label) => `${label}.studio.us-east-1.sagemaker.aws`,
);
const sagemakerApi = 'api.sagemaker.us-east-1.amazonaws.com';
const apiName = `${apiId}.execute-api.us-east-1.amazonaws.com`;
const customName = 'studio-access.corp.example.com';
const otherApi = 'f6g7h8i9j0.execute-api.us-east-1.amazonaws.com';

const never = [
  'www.example.com',
  'corp.example.com',
  'intranet.corp.example.com',
  'amazonaws.com',
  's3.us-east-1.amazonaws.com',
  'cognito-idp.us-east-1.amazonaws.com',
  'runtime.sagemaker.us-east-1.amazonaws.com',
  'api.sagemaker.eu-west-1.amazonaws.com',
  'd-0123456789ab.studio.eu-west-1.sagemaker.aws',
  'evilstudio.us-east-1.sagemaker.aws',
  'studio.us-east-1.sagemaker.aws.example.com',
  `${sagemakerApi}.example.com`,
  `evil-${sagemakerApi}`,
  'studioxus-east-1.sagemaker.aws',
  'localhost',
  '10.20.0.101',
  '',
];

const modes = [
  { mode: "the API's own name", changes: {}, api: [apiName], other: [otherApi, customName] },
  {
    mode: 'the region-wide zone',
    changes: { 'dns.apiZone': 'region' },
    api: [apiName],
    // a proxy may be the only way to a public API
    other: [otherApi, customName],
  },
  {
    mode: 'a custom name',
    changes: customDomain,
    api: [customName],
    other: [apiName, otherApi, `evil${customName}`],
  },
];

/** Runs a PAC file as a browser does, with the one function of browsers that it uses. */
function proxyFor(pac: string): (host: string) => unknown {
  const context = createContext({
    dnsDomainIs: (host: string, domain: string) => host.endsWith(domain),
  });
  runInContext(pac, context);
  return (host) =>
    runInContext(
      `FindProxyForURL(${JSON.stringify(`https://${host}/`)}, ${JSON.stringify(host)})`,
      context,
    ) as unknown;
}

describe.each(modes)('proxy.pac with $mode', ({ changes, api, other }) => {
  const environment = environmentWith(changes);
  const find = proxyFor(filesOf(environment)['proxy.pac']);

  it.each([...api, ...studio, sagemakerApi, 'studio.us-east-1.sagemaker.aws'])(
    'opens %s directly',
    (host) => {
      expect(find(host)).toBe('DIRECT');
      expect(find(host.toUpperCase())).toBe('DIRECT');
      expect(find(`${host}.`)).toBe('DIRECT');
    },
  );

  it.each([...never, ...other])('leaves %s to the proxy', (host) => {
    expect(find(host)).toBe('PROXY proxy.invalid:3128');
  });

  it('works as its comments say, inside a PAC file of the company', () => {
    const pac = filesOf(environment)['proxy.pac'];
    const [own = ''] = /^function isStudioAccess[^]*?^\}/m.exec(pac) ?? [];
    const [line = ''] = /^\/\/ {3}(if .*)$/m.exec(pac)?.slice(1) ?? [];
    const company = `${own}\nfunction FindProxyForURL(url, host) {\n${line}\nreturn "PROXY proxy.corp.example.com:8080";\n}`;
    expect(proxyFor(company)(sagemakerApi)).toBe('DIRECT');
    expect(proxyFor(company)('www.example.com')).toBe('PROXY proxy.corp.example.com:8080');
  });
});

describe('the files for desktops', () => {
  it('have the heading of the project, and say what is missing before the deployment', () => {
    const before = filesOf(environmentWith(), false);
    for (const [name, text] of Object.entries(before)) {
      const [first = ''] = text.split('\n');
      expect(first).toContain('Private access to SageMaker Studio, environment example: ');
      expect(text).toContain('NOT FINAL');
      expect(text).toContain('npm run dns -- --env example');
      expect(`${name}: ${text}`).not.toContain('execute-api.us-east-1.amazonaws.com"');
    }
    expect(Object.values(filesOf(environmentWith())).join('')).not.toContain('NOT FINAL');
  });

  it.each([
    ['a created VPC', {}, '10.20.0.0/16'],
    [
      'an adopted VPC',
      { ...adoptedVpc(), 'network.resolver': { ipAddresses: ['10.30.1.10', '10.30.2.10'] } },
      '10.30.0.0/16',
    ],
  ])('name the networks for firewalls: %s', (_, changes, cidr) => {
    const readMe = filesOf(environmentWith(changes))['README.txt'];
    expect(readMe).toContain(`From 192.168.10.0/24, directly, without a proxy: ${cidr}, TCP port 443`);
    expect(readMe).toContain('cognito-idp.us-east-1.amazonaws.com - sign-in');
    expect(readMe).toContain('*.console.aws.a2z.com');
  });

  it('have exceptions in the form of each kind of program', () => {
    const lines = filesOf(environmentWith(customDomain))['no-proxy.txt'].split('\n');
    const names = [customName, 'studio.us-east-1.sagemaker.aws', sagemakerApi];
    const list = names.flatMap((name) => [name, `.${name}`]).join(',');
    const stars = names.flatMap((name) => [name, `*.${name}`]);
    expect(lines).toEqual(
      expect.arrayContaining([
        `NO_PROXY=${list}`,
        `no_proxy=${list}`,
        `-Dhttp.nonProxyHosts=${stars.join('|')}`,
        stars.join(';'),
      ]),
    );
  });

  it('are written by synthesis', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'studio-desktops-'));
    const environment = environmentWith();
    writeDesktopFiles(path.join(folder, 'desktops'), environment, forwardingOf(environment));
    const written = readdirSync(path.join(folder, 'desktops')).sort();
    expect(written).toEqual(['README.txt', 'no-proxy.txt', 'proxy.pac']);
    const read = (name: string) => readFileSync(path.join(folder, 'desktops', name), 'utf8');
    expect(read('proxy.pac')).toBe(filesOf(environment, false)['proxy.pac']);
    rmSync(folder, { recursive: true });
  });
});
