import { mkdtempSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { internet } from '../../network/addresses';
import { type Authority, makeAuthority } from '../../network/authority';
import { bundle, intercept } from '../../network/interceptor';
import { certificateNames } from '../../system/certificate-names';
import type { Lab } from '../../system/lab';
import type { Ended } from '../../shared/run-to-end';
import type { BrokenSetUp, Doctor, Run } from './set-up';

const proxy = `http://${internet.server}:${internet.proxyPort}`;

/** Addresses of the API's endpoint. */
const apiAddresses = (lab: Lab) => lab.endpoint('execute-api').interfaces.map(({ address }) => address);

/** While a firewall on the way refuses connections to some addresses. */
async function whileRefused<T>(
  { site: { client } }: Lab,
  addresses: readonly string[],
  work: () => Promise<T>,
): Promise<T> {
  const rules = [
    'table inet refusals {',
    '  chain output {',
    '    type filter hook output priority 0;',
    `    ip daddr { ${addresses.join(', ')} } tcp dport 443 reject with tcp reset`,
    '  }',
    '}',
    '',
  ].join('\n');
  client.run('nft', ['-f', '-'], rules);
  try {
    return await work();
  } finally {
    client.run('nft', ['delete', 'table', 'inet', 'refusals']);
  }
}

interface InterceptionOptions {
  /** Whose certificate is shown. @default that of AWS's services */
  readonly shows?: Pick<Authority, 'key' | 'certificate'>;
  readonly way: 'answers' | 'passes-on';
  readonly how?: Run;
}

/** While something opens the desk's connections to some addresses. */
async function whileIntercepted(
  lab: Lab,
  addresses: readonly string[],
  doctor: Doctor,
  { shows = lab.authority, way, how }: InterceptionOptions,
): Promise<Ended> {
  const { client, server, serverAddress } = lab.site;
  const interception = await intercept({
    desk: client,
    middle: server,
    middleAddress: serverAddress,
    addresses,
    shows,
    trusts: lab.authority,
    way,
    folder: folderOf(lab),
  });
  try {
    return await doctor(how);
  } finally {
    await interception.stop();
  }
}

const folderOf = (lab: Lab) => mkdtempSync(path.join(path.dirname(lab.authority.file), 'way-'));

const companyAuthority = (lab: Lab) =>
  makeAuthority(folderOf(lab), certificateNames(lab.environment), 'Company');

/** Something between the desk and the VPC, or the clock of the desk. */
export const brokenWays: readonly BrokenSetUp[] = [
  {
    id: 'proxy',
    what: 'the variable for the proxy catches all names',
    cause: 'api-proxy: proxy',
    run: (_, doctor) => doctor({ variables: { HTTPS_PROXY: proxy } }),
  },
  {
    id: 'proxy-studio',
    what: "the exceptions from the proxy lack Studio's zone",
    cause: 'page: proxy',
    run: (_, doctor) => doctor({ variables: { HTTPS_PROXY: proxy, NO_PROXY: 'amazonaws.com' } }),
  },
  {
    id: 'proxy-sign-in',
    what: 'the proxy that leads to Cognito is not there',
    cause: 'sign-in: proxy',
    run: ({ outputs, site, environment }, doctor) =>
      doctor({
        variables: {
          HTTPS_PROXY: `http://${site.serverAddress}:9`,
          NO_PROXY: `${new URL(outputs.apiUrl).hostname},${new URL(outputs.apiUrlByEndpointName).hostname},${new URL(outputs.apiUrlByEndpointAlias).hostname},sagemaker.aws,api.sagemaker.${environment.region}.amazonaws.com`,
        },
      }),
  },
  {
    id: 'api-refused',
    what: "a firewall refuses connections to the API's endpoint",
    cause: 'api-port: no_connection',
    run: (lab, doctor) => whileRefused(lab, apiAddresses(lab), doctor),
  },
  {
    id: 'one-zone-refused',
    what: "a firewall refuses connections to one of the addresses of the API's endpoint",
    cause: 'api-port: some_addresses',
    run: (lab, doctor) => whileRefused(lab, apiAddresses(lab).slice(0, 1), doctor),
  },
  {
    id: 'studio-refused',
    what: "a firewall refuses connections to Studio's endpoint",
    cause: 'studio-port: no_connection',
    run: (lab, doctor) => whileRefused(lab, lab.studioAddresses(), doctor),
  },
  {
    id: 'interception',
    what: "something opens the connections to the API, with the company's authority, which the desk does not trust",
    cause: 'api-certificate: interception',
    run: (lab, doctor) =>
      whileIntercepted(lab, apiAddresses(lab), doctor, { shows: companyAuthority(lab), way: 'passes-on' }),
  },
  {
    id: 'trusted-interception',
    what: "something opens the connections to Studio, with the company's authority, which the desk trusts",
    cause: 'studio-certificate: interception',
    run: (lab, doctor) => {
      const company = companyAuthority(lab);
      const trusted = bundle(folderOf(lab), 'trusted', [lab.authority, company]);
      return whileIntercepted(lab, lab.studioAddresses(), doctor, {
        shows: company,
        way: 'passes-on',
        how: { variables: { NODE_EXTRA_CA_CERTS: trusted } },
      });
    },
  },
  {
    id: 'network-page',
    what: "a page of the network's answers in place of the API",
    cause: 'api: not_the_api',
    run: (lab, doctor) => whileIntercepted(lab, apiAddresses(lab), doctor, { way: 'answers' }),
  },
  {
    id: 'no-websockets',
    what: 'something on the way to Studio drops WebSockets',
    cause: 'websocket: websocket_blocked',
    run: (lab, doctor) => whileIntercepted(lab, lab.studioAddresses(), doctor, { way: 'passes-on' }),
  },
  {
    id: 'clock',
    what: "the desk's clock is ten minutes ahead",
    cause: 'clock: clock',
    run: (lab, doctor) => {
      const file = path.join(folderOf(lab), 'ahead.cjs');
      writeFileSync(file, 'const now = Date.now;\nDate.now = () => now() + 600_000;\n');
      return doctor({ variables: { NODE_OPTIONS: `--require ${file}` } });
    },
  },
];
