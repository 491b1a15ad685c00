import { foreignVpc } from '../../system/origin';
import type { Lab } from '../../system/lab';
import { ask, bearer, executeApiUrl, freshUrl, inWords, signIn, withPassword } from '../people';
import type { Row } from '../row';
import { openStudio, visit, words } from '../studio';

const section = 'URLs and ways in';

const aliceUrl = async (lab: Lab) => freshUrl(lab, await withPassword(lab, 'alice'));

/** What a URL is worth when, where and how often. */
export const networkRows: readonly Row[] = [
  {
    id: 'url-twice',
    section,
    what: 'a URL is opened a second time',
    expected: "Studio of alice, then AWS's sign-in page",
    async run(lab) {
      const url = await aliceUrl(lab);
      const first = await openStudio(lab.hosts.client, url);
      return `${first.words}, then ${(await openStudio(lab.hosts.client, url)).words}`;
    },
  },
  {
    id: 'url-late',
    section,
    what: 'a URL is opened a second before, and one a second after, the lifetime in the environment file',
    expected: "Studio of alice, AWS's sign-in page",
    async run(lab) {
      const { urlLifetimeSeconds } = lab.environment.studio;
      const [early, late] = [await aliceUrl(lab), await aliceUrl(lab)];
      lab.urls.advance(urlLifetimeSeconds - 2);
      const before = await openStudio(lab.hosts.client, early);
      lab.urls.advance(3);
      return `${before.words}, ${(await openStudio(lab.hosts.client, late)).words}`;
    },
  },
  {
    id: 'answer-kept',
    section,
    what: 'the answers that hold a URL, as JSON and as a redirect: kept by no cache, told to no other site',
    expected: '200 no-store no-referrer, 302 no-store no-referrer',
    async run(lab) {
      const { access } = await signIn(lab, await withPassword(lab, 'alice'));
      const replies = [await ask(lab, access, '/me'), await ask(lab, access, '/me?redirect=true')];
      return replies
        .map(({ status, headers = {} }) =>
          [status, headers['cache-control'], headers['referrer-policy']].join(' '),
        )
        .join(', ');
    },
  },
  {
    id: 'session-ends',
    section,
    what: 'a Studio session after the duration in the environment file',
    expected: "Studio of alice, then AWS's sign-in page",
    async run(lab) {
      const url = await aliceUrl(lab);
      const { words: shown, cookie } = await openStudio(lab.hosts.client, url);
      lab.urls.advance(lab.environment.studio.sessionDurationSeconds + 1);
      return `${shown}, then ${words(await visit(lab.hosts.client, url, cookie))}`;
    },
  },
  {
    id: 'url-foreign-vpc',
    section,
    what: "alice's URL opened in somebody else's VPC that has the same range, over their Studio endpoint",
    expected: '403',
    async run(lab) {
      const url = await aliceUrl(lab);
      return (await openStudio(lab.hosts.foreign, url, { address: lab.site.foreign.addresses.studio })).words;
    },
  },
  {
    id: 'api-other-endpoint',
    section,
    what: `alice's token used at the API over an endpoint of another VPC (${foreignVpc.executeApiEndpointId})`,
    expected: '403 application/problem+json',
    async run(lab) {
      const { access } = await signIn(lab, await withPassword(lab, 'alice'));
      const reply = await lab.hosts.foreign.request({
        url: `${executeApiUrl(lab)}/me`,
        address: lab.site.foreign.addresses.executeApi,
        headers: bearer(access),
      });
      return inWords(lab, reply);
    },
  },
  {
    id: 'api-internet',
    section,
    what: "alice's token used at the API from the internet, by name",
    expected: '403 application/json',
    async run(lab) {
      const { access } = await signIn(lab, await withPassword(lab, 'alice'));
      const url = `${executeApiUrl(lab)}/me`;
      return inWords(lab, await lab.hosts.stranger.request({ url, headers: bearer(access) }));
    },
  },
  {
    id: 'unknown-path',
    section,
    what: 'paths and methods that the API does not have: POST /me, GET /me/x, another stage',
    expected: '404, 404, 403',
    async run(lab) {
      const { access } = await signIn(lab, await withPassword(lab, 'alice'));
      const { apiUrl } = lab.outputs;
      const replies = await Promise.all(
        [
          { url: `${apiUrl}/me`, method: 'POST' },
          { url: `${apiUrl}/me/x` },
          { url: new URL('/other/me', lab.outputs.apiUrlByEndpointAlias).href },
        ].map((request) => lab.hosts.client.request({ ...request, headers: bearer(access) })),
      );
      return replies.map(({ status, error }) => status ?? error).join(', ');
    },
  },
];
