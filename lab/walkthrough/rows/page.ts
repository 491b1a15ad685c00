import { portalFiles } from '../../../api/portal';
import { portalRoute } from '../../../api/routes';
import type { HostProcess } from '../../hosts/host-process';
import type { Lab } from '../../system/lab';
import { statusWords } from '../answers';
import type { Row } from '../row';

const section = 'The page on a desk';

/** Asks for the page or for something below it, without a token. */
const askFor = (lab: Lab, path: string, host: HostProcess = lab.hosts.client) =>
  host.request({ url: `${lab.outputs.apiUrl}${portalRoute.path}${path}` });

/** Everybody in the network may have the page; it lets nobody in. */
export const pageRows: readonly Row[] = [
  {
    id: 'page',
    section,
    what:
      'the page is asked for without a token: itself and its files; a file that it does not have; a path below a file; from the internet; ' +
      'and what its settings tell about people and secrets',
    expected:
      '200 text/html, no foreign script; 4 files; 404 application/problem+json; 404 application/problem+json; ' +
      'not over the internet; nothing',
    async run(lab) {
      const page = await askFor(lab, '');
      const policy = String(page.headers?.['content-security-policy']);
      const isClosed = /script-src 'self'(;|$)/.test(policy) && policy.includes("default-src 'none'");
      const files = await Promise.all(Object.values(portalFiles).map((file) => askFor(lab, `/${file}`)));
      const outside = await askFor(lab, '', lab.hosts.stranger);
      const settings = (await askFor(lab, `/${portalFiles.settings}`)).body ?? '';
      const told = [...lab.environment.studio.users, 'secret', 'password":'].filter((word) =>
        settings.includes(word),
      );
      return [
        `${statusWords(page)}, ${isClosed ? 'no foreign script' : policy}`,
        `${files.filter(({ status }) => status === 200).length} files`,
        statusWords(await askFor(lab, '/other.js')),
        statusWords(await askFor(lab, `/${portalFiles.script}/more`)),
        outside.status === 200 ? 'over the internet' : 'not over the internet',
        told.join(', ') || 'nothing',
      ].join('; ');
    },
  },
];
