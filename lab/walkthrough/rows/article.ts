import { employeeRoute, meRoute, pathFor } from '../../../api/routes';
import { claimsOf } from '../../cognito/keys';
import type { HostRequest } from '../../hosts/host-process';
import { internet } from '../../network/addresses';
import type { Lab } from '../../system/lab';
import { ask, bearer, executeApiUrl, inWords } from '../answers';
import { withPassword } from '../../system/people';
import { freshUrl, signIn, signInWords, tokensOf } from '../sign-in';
import type { Row } from '../row';
import { openStudio, visit, words } from '../studio';

const section = "The article's walkthrough";

/** A row for one form of the API's address. */
function form(id: string, what: string, request: (lab: Lab) => HostRequest): Row {
  return {
    id,
    section,
    what: `alice asks for her URL: ${what}`,
    expected: '200, URL of alice',
    async run(lab) {
      const { access } = await tokensOf(lab, 'alice');
      const { headers, ...rest } = request(lab);
      return inWords(
        lab,
        await lab.hosts.client.request({ ...rest, headers: { ...headers, ...bearer(access) } }),
      );
    },
  };
}

/** A row that tries a fresh URL of alice from outside. */
function outside(
  id: string,
  what: string,
  expected: string,
  attempt: (lab: Lab, url: string) => Promise<string>,
): Row {
  return {
    id,
    section,
    what,
    expected,
    run: async (lab) => attempt(lab, await freshUrl(lab, 'alice')),
  };
}

/** The steps that the article describes. */
export const articleRows: readonly Row[] = [
  {
    id: 'sign-in',
    section,
    what: 'alice, created by an administrator, signs in from the corporate site',
    expected: 'an access token for alice',
    async run(lab) {
      const person = await withPassword(lab, 'alice');
      const words = await signInWords(lab, person);
      if (words !== 'sign-in: tokens') return words;
      const { token_use: use, username } = claimsOf((await signIn(lab, person)).access);
      return `an ${String(use)} token for ${String(username)}`;
    },
  },
  form('form-private-dns', 'private DNS name', (lab) => ({ url: `${lab.outputs.apiUrl}${meRoute.path}` })),
  form('form-own-path', 'private DNS name, path of her own name', (lab) => ({
    url: lab.outputs.apiUrl + pathFor(employeeRoute, 'alice'),
  })),
  form('form-host-header', "endpoint's name with Host header", (lab) => ({
    url: `${lab.outputs.apiUrlByEndpointName}${meRoute.path}`,
    headers: { Host: new URL(executeApiUrl(lab)).host },
  })),
  form('form-api-id-header', "endpoint's name with x-apigw-api-id", (lab) => ({
    url: `${lab.outputs.apiUrlByEndpointName}${meRoute.path}`,
    headers: { 'x-apigw-api-id': lab.outputs.apiId },
  })),
  form('form-alias', '<api>-<vpce> name', (lab) => ({
    url: `${lab.outputs.apiUrlByEndpointAlias}${meRoute.path}`,
  })),
  {
    id: 'opens-studio',
    section,
    what: 'alice opens the URL and lands in Studio, at an address of the Studio endpoint',
    expected: 'Studio of alice, at the Studio endpoint',
    async run(lab) {
      const { words: shown, address } = await openStudio(lab.hosts.client, await freshUrl(lab, 'alice'));
      const atEndpoint = lab.studioAddresses().includes(address ?? '');
      return `${shown}, at ${atEndpoint ? 'the Studio endpoint' : String(address)}`;
    },
  },
  {
    id: 'redirect',
    section,
    what: "alice's browser asks with ?redirect=true",
    expected: '302 to Studio of alice',
    async run(lab) {
      const { access } = await tokensOf(lab, 'alice');
      const reply = await ask(lab, access, `${meRoute.path}?redirect=true`);
      const { words: shown } = await openStudio(lab.hosts.client, String(reply.headers?.location));
      return `${reply.status ?? 0} to ${shown}`;
    },
  },
  {
    id: 'colleague',
    section,
    what: "alice asks for bob's URL",
    expected: '403 application/problem+json',
    async run(lab) {
      const { access } = await tokensOf(lab, 'alice');
      return inWords(lab, await ask(lab, access, pathFor(employeeRoute, 'bob')));
    },
  },
  outside('outside-by-name', "alice's URL opened on the internet, by name", '403', async ({ hosts }, url) => {
    return (await openStudio(hosts.stranger, url)).words;
  }),
  outside(
    'outside-by-address',
    "alice's URL opened on the internet by a host that knows the endpoint's address",
    'ETIMEDOUT, dropped by the security group',
    async (lab, url) => {
      const { hosts, site } = lab;
      const [address = ''] = lab.studioAddresses();
      const dropped = () => site.zones.reduce((sum, zone) => sum + site.dropped(zone), 0);
      const before = dropped();
      const { words: shown } = await openStudio(hosts.stranger, url, { address, timeout: 2500 });
      return `${shown}, ${dropped() > before ? '' : 'not '}dropped by the security group`;
    },
  ),
  outside(
    'outside-by-proxy',
    "alice's URL opened over a proxy on the internet, with a header that names a corporate address",
    '403',
    async ({ hosts, site }, url) => {
      const via = { address: internet.server, port: internet.proxyPort };
      const headers = { 'X-Forwarded-For': site.clientAddress };
      return (await openStudio(hosts.stranger, url, { via, headers })).words;
    },
  ),
  {
    id: 'session-outside',
    section,
    what: "the cookie of alice's running Studio session used on the internet",
    expected: 'inside Studio of alice, outside 403',
    async run(lab) {
      const url = await freshUrl(lab, 'alice');
      const { words: shown, cookie } = await openStudio(lab.hosts.client, url);
      return `inside ${shown}, outside ${words(await visit(lab.hosts.stranger, url, cookie))}`;
    },
  },
];
