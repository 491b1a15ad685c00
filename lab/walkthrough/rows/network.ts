import { foreignVpc } from '../../system/origin';
import type { Lab } from '../../system/lab';
import { ask, bearer, describe, executeApiUrl, freshUrl, inWords, signIn, withPassword } from '../people';
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
      const { clock } = lab.urls;
      return clock.whileItStands(async () => {
        const [early, late] = [await aliceUrl(lab), await aliceUrl(lab)];
        clock.advance(lab.environment.studio.urlLifetimeSeconds - 1);
        const before = await openStudio(lab.hosts.client, early);
        clock.advance(2);
        return `${before.words}, ${(await openStudio(lab.hosts.client, late)).words}`;
      });
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
    what: 'a Studio session a second before, and a second after, the duration in the environment file',
    expected: "Studio of alice, AWS's sign-in page",
    async run(lab) {
      const { clock } = lab.urls;
      return clock.whileItStands(async () => {
        const url = await aliceUrl(lab);
        const { cookie } = await openStudio(lab.hosts.client, url);
        clock.advance(lab.environment.studio.sessionDurationSeconds - 1);
        const before = words(await visit(lab.hosts.client, url, cookie));
        clock.advance(2);
        return `${before}, ${words(await visit(lab.hosts.client, url, cookie))}`;
      });
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
    what: `alice's token used at the API over an endpoint of another VPC (${foreignVpc.executeApiEndpointId}): /me, /alice`,
    expected: '403 application/problem+json, 403 application/problem+json',
    async run(lab) {
      const { access } = await signIn(lab, await withPassword(lab, 'alice'));
      const replies = await Promise.all(
        ['/me', '/alice'].map((path) =>
          lab.hosts.foreign.request({
            url: executeApiUrl(lab) + path,
            address: lab.site.foreign.addresses.executeApi,
            headers: bearer(access),
          }),
        ),
      );
      return replies.map((reply) => inWords(lab, reply)).join(', ');
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
    id: 'throttled',
    section,
    what: 'requests without a token, five more at once than the burst in the environment file',
    expected: ({ api }) =>
      `${api.throttle.burst} times 401 application/problem+json, 5 times 429 application/problem+json`,
    async run(lab) {
      const { burst, ratePerSecond } = lab.environment.api.throttle;
      const { clock } = lab.gateway;
      // the bucket is full again
      clock.advance(Math.ceil(burst / ratePerSecond));
      const replies = await clock.whileItStands(() =>
        Promise.all(
          Array.from({ length: burst + 5 }, () =>
            lab.hosts.client.request({ url: `${lab.outputs.apiUrl}/me`, keepAlive: true }),
          ),
        ),
      );
      const statuses = replies.map(describe).sort();
      return [...new Set(statuses)]
        .map((status) => `${statuses.filter((own) => own === status).length} times ${status}`)
        .join(', ');
    },
  },
  {
    id: 'resolver-outside',
    section,
    what: 'a host on the internet asks the inbound resolver, whose address it knows, for a name, over UDP and over TCP',
    expected: 'no answer, no answer, dropped by the security group',
    run(lab) {
      const { site, outputs } = lab;
      const [zone] = site.zones;
      if (!zone) throw new Error('no zone is deployed');
      const [address = ''] = lab.resolverAddresses(zone.subnet.id);
      const before = site.dropped(zone);
      const name = new URL(outputs.apiUrl).hostname;
      const answers = ['+notcp', '+tcp'].map((transport) => {
        // dig fails without an answer
        const dig = `dig +short +tries=1 +time=2 ${transport} @${address} ${name} || echo failed`;
        return site.stranger.run('sh', ['-c', dig]).includes('failed') ? 'no answer' : 'an answer';
      });
      const dropped = site.dropped(zone) > before ? '' : 'not ';
      return Promise.resolve(`${answers.join(', ')}, ${dropped}dropped by the security group`);
    },
  },
  {
    id: 'endpoints-outside',
    section,
    what: 'a host on the internet that knows the addresses connects to each of the endpoints, those of notebooks too',
    expected: 'no answer from any, dropped by the security groups in every zone',
    async run(lab) {
      const { site } = lab;
      const before = site.zones.map((zone) => site.dropped(zone));
      const replies = await Promise.all(
        lab.endpointAddresses().map(async (address) => {
          const url = `https://api.sagemaker.${lab.environment.region}.amazonaws.com/`;
          const { error } = await lab.hosts.stranger.request({ url, address, timeout: 2500 });
          return error === 'ETIMEDOUT' ? [] : [address];
        }),
      );
      const answered = replies.flat();
      const isDropped = site.zones.every((zone, index) => site.dropped(zone) > (before[index] ?? 0));
      const who = `no answer from any${answered.length > 0 ? ` but ${answered.join(', ')}` : ''}`;
      return `${who}, ${isDropped ? 'dropped by the security groups in every zone' : 'not all dropped'}`;
    },
  },
  {
    id: 'other-ports',
    section,
    what: 'the desk connects to the Studio endpoint at ports that are not its own: 22, 80, 8443',
    expected: 'ETIMEDOUT, ETIMEDOUT, ETIMEDOUT',
    async run(lab) {
      const [address = ''] = lab.studioAddresses();
      const replies = await Promise.all(
        [22, 80, 8443].map((port) =>
          lab.hosts.client.request({ url: `https://port.example.com:${port}/`, address, timeout: 2500 }),
        ),
      );
      return replies.map(describe).join(', ');
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
