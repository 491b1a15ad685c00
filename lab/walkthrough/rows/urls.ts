import { meRoute } from '../../../api/routes';
import { ask } from '../answers';
import { freshUrl, tokensOf } from '../sign-in';
import type { Row } from '../row';
import { openStudio, visit, words } from '../studio';

const section = 'URLs';

/** When, where and how often a URL works. */
export const urlRows: readonly Row[] = [
  {
    id: 'url-twice',
    section,
    what: 'a URL is opened a second time',
    expected: "Studio of alice, then AWS's sign-in page",
    async run(lab) {
      const url = await freshUrl(lab, 'alice');
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
        const [early, late] = [await freshUrl(lab, 'alice'), await freshUrl(lab, 'alice')];
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
    what: 'answers with a URL, as JSON and as a redirect: no cache stores them, no other site learns them (Referer) or reads them (CORS)',
    expected: '200 no-store no-referrer no other site, 302 no-store no-referrer no other site',
    async run(lab) {
      const { access } = await tokensOf(lab, 'alice');
      const replies = [await ask(lab, access), await ask(lab, access, `${meRoute.path}?redirect=true`)];
      return replies
        .map(({ status, headers = {} }) =>
          [
            status,
            headers['cache-control'],
            headers['referrer-policy'],
            headers['access-control-allow-origin'] ?? 'no other site',
          ].join(' '),
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
        const url = await freshUrl(lab, 'alice');
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
    what: "alice's URL opened in another account's VPC with the same range, over its Studio endpoint",
    expected: '403',
    async run(lab) {
      const url = await freshUrl(lab, 'alice');
      return (await openStudio(lab.hosts.foreign, url, { address: lab.site.foreign.addresses.studio })).words;
    },
  },
];
