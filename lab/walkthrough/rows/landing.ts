import { setTimeout as wait } from 'node:timers/promises';
import { employeeRoute, meRoute, pathFor, spacesRoute } from '../../../api/routes';
import { objects, parseObject, text, without, type JsonObject } from '../../shared/json';
import { deletionMilliseconds } from '../../stand-in/sagemaker/fading';
import type { Lab } from '../../system/lab';
import { freshName } from '../../system/people';
import type { HostReply } from '../../hosts/host-process';
import { ask, bearer, bodyOf, statusWords, urlIn } from '../answers';
import { answeredBy } from '../observations';
import { askSageMaker, deployStudio, environmentFile } from '../other-settings';
import type { Row } from '../row';
import { tokensOf } from '../sign-in';
import { openStudio } from '../studio';

const section = 'Landing pages and spaces';

interface NewSpace {
  /** @default alice */
  readonly owner?: string;
  /** @default Private */
  readonly sharing?: 'Private' | 'Shared';
  /** @default JupyterLab */
  readonly app?: 'JupyterLab' | 'CodeEditor';
  /** Whether its app runs. @default it does not */
  readonly runs?: boolean;
}

/** Spaces that exist while an action runs, by their names. */
export async function withSpaces(
  lab: Lab,
  spaces: Readonly<Record<string, NewSpace>>,
  action: () => Promise<string>,
): Promise<string> {
  const apps: JsonObject[] = [];
  try {
    for (const [SpaceName, space] of Object.entries(spaces)) {
      const { owner = 'alice', sharing = 'Private', app: AppType = 'JupyterLab', runs = false } = space;
      await askSageMaker(lab, 'CreateSpace', {
        SpaceName,
        OwnershipSettings: { OwnerUserProfileName: owner },
        SpaceSharingSettings: { SharingType: sharing },
        SpaceSettings: { AppType },
      });
      if (!runs) continue;
      const app = { SpaceName, AppType, AppName: 'default' };
      await askSageMaker(lab, 'CreateApp', app);
      apps.push(app);
    }
    return await action();
  } finally {
    for (const app of apps) await askSageMaker(lab, 'DeleteApp', app);
    // a space can be deleted once its app is, and is in lists until it is gone
    if (apps.length > 0) await wait(deletionMilliseconds);
    for (const SpaceName of Object.keys(spaces)) await askSageMaker(lab, 'DeleteSpace', { SpaceName });
    await wait(deletionMilliseconds);
  }
}

/** What alice sees after a call: a page of Studio, or the status and code of the answer. */
async function landing(lab: Lab, token: string, query: string): Promise<string> {
  const reply = await ask(lab, token, `/me${query}`);
  if (reply.status === 200) return (await openStudio(lab.hosts.client, urlIn(reply))).words;
  return `${statusWords(reply).split(' ')[0] ?? ''} ${text(bodyOf(reply), 'code') ?? 'no code'}`;
}

async function landings(lab: Lab, token: string, queries: readonly string[]): Promise<string> {
  const words: string[] = [];
  for (const query of queries) words.push(await landing(lab, token, query));
  return words.join('; ');
}

/** Paths that are another user's to API Gateway. */
const refusedPaths = ['/spaces', '/ME', '/me%2Fspaces', '/me%2fspaces', '/me%00'];

/** Paths that the API does not have. */
const missingPaths = [
  '/me/other',
  '/me//spaces',
  '/me/Spaces',
  '/ME/spaces',
  '/me/spaces/x',
  '/me/spaces%00',
  '/bob/spaces',
];

/** Where in Studio a URL leads, and whose spaces are opened and listed. */
export const landingRows: readonly Row[] = [
  {
    id: 'landing-page',
    section,
    what: 'alice asks for a URL without a choice, for Studio, for JupyterLab and for Code Editor, and opens it; the last one by her own path',
    expected:
      'Studio of alice; Studio of alice; Studio of alice, at jupyterlab; Studio of alice, at code-editor',
    async run(lab) {
      const { access } = await tokensOf(lab, 'alice');
      const words = await landings(lab, access, ['', '?app=studio', '?app=jupyterlab']);
      const own = await ask(lab, access, `${pathFor(employeeRoute, 'alice')}?app=code-editor`);
      return `${words}; ${(await openStudio(lab.hosts.client, urlIn(own))).words}`;
    },
  },
  {
    id: 'landing-unknown',
    section,
    what:
      'alice asks for an app that the API does not know, for a landing URI in place of an app, for two apps; and sends a landing ' +
      'URI and the name of a space as parameters of SageMaker',
    expected: '400 app_unknown; 400 app_unknown; 400 bad_request; Studio of alice; Studio of alice',
    async run(lab) {
      const { access } = await tokensOf(lab, 'alice');
      const name = freshName('bobs');
      const queries = [
        '?app=canvas',
        '?app=app:Canvas:',
        '?app=studio&app=jupyterlab',
        '?LandingUri=app:Canvas:&landingUri=app:Canvas:',
        `?SpaceName=${name}&spaceName=${name}`,
      ];
      return withSpaces(lab, { [name]: { owner: 'bob', runs: true } }, () => landings(lab, access, queries));
    },
  },
  {
    id: 'own-space',
    section,
    what: 'alice opens a space of hers whose app runs, by its name alone and with its app; and one whose app does not run',
    expected: 'into the space; into the space; to the page of the space',
    async run(lab) {
      const { access } = await tokensOf(lab, 'alice');
      const [running, stopped] = [freshName('running'), freshName('stopped')];
      return withSpaces(lab, { [running]: { runs: true }, [stopped]: {} }, async () => {
        const queries = [`?space=${running}`, `?app=jupyterlab&space=${running}`, `?space=${stopped}`];
        const words = await landings(lab, access, queries);
        return words
          .replaceAll(`Studio of alice, in the space ${running}`, 'into the space')
          .replace(`Studio of alice, at jupyterlab/${stopped}`, 'to the page of the space');
      });
    },
  },
  {
    id: 'others-spaces',
    section,
    what:
      "alice asks for bob's space, for one that bob shares, for one that she shares herself, for one of hers with another app, " +
      'and for one that is not there: the answers, and whether they differ in more than the request',
    expected: `${Array.from({ length: 5 }, () => '404 space_not_found').join(', ')}; all alike`,
    async run(lab) {
      const { access } = await tokensOf(lab, 'alice');
      const names = ['bobs', 'team', 'ours', 'mine'].map(freshName);
      const [bobs = '', team = '', ours = '', mine = ''] = names;
      const spaces: Record<string, NewSpace> = {
        [bobs]: { owner: 'bob', runs: true },
        [team]: { owner: 'bob', sharing: 'Shared', runs: true },
        [ours]: { sharing: 'Shared', runs: true },
        [mine]: { runs: true },
      };
      return withSpaces(lab, spaces, async () => {
        const queries = [bobs, team, ours, `${mine}&app=code-editor`, freshName('nothing')];
        const bodies: string[] = [];
        const words: string[] = [];
        for (const query of queries) {
          const reply = await ask(lab, access, `${meRoute.path}?space=${query}`);
          const body = bodyOf(reply);
          words.push(`${String(reply.status)} ${text(body, 'code') ?? 'a URL'}`);
          bodies.push(JSON.stringify(without(body, 'requestId')));
        }
        return `${words.join(', ')}; ${new Set(bodies).size === 1 ? 'all alike' : 'not alike'}`;
      });
    },
  },
  {
    id: 'list-spaces',
    section,
    what:
      'alice lists her spaces, of which two are private; bob has 120 later ones, and there are shared ones of both; the answer, ' +
      'what caches may do with it, and the line in the log',
    expected: 'two of her own, complete; no-store; spaces_listed of alice with 2',
    async run(lab) {
      const { access } = await tokensOf(lab, 'alice');
      const own = [freshName('own'), freshName('own')];
      const [first = '', second = ''] = own;
      const ofBob = Array.from({ length: 120 }, () => freshName('bobs'));
      const spaces: Record<string, NewSpace> = {
        [first]: {},
        [second]: { app: 'CodeEditor' },
        [freshName('ours')]: { sharing: 'Shared' },
        ...Object.fromEntries(ofBob.map((name): [string, NewSpace] => [name, { owner: 'bob' }])),
        [freshName('team')]: { owner: 'bob', sharing: 'Shared' },
      };
      return withSpaces(lab, spaces, async () => {
        const reply = await ask(lab, access, spacesRoute.path);
        const body = bodyOf(reply);
        const listed = objects(body, 'spaces').map((space) => JSON.stringify(space));
        const wanted = [
          { name: second, app: 'code-editor', status: 'InService' },
          { name: first, app: 'jupyterlab', status: 'InService' },
        ].map((space) => JSON.stringify(space));
        const isRight = reply.status === 200 && listed.toSorted().join() === wanted.toSorted().join();
        const what = isRight ? 'two of her own' : `${statusWords(reply)}, ${listed.length} spaces`;
        const complete = body.complete === true ? 'complete' : 'not complete';
        const lines = lab.functions.log(lab.functionName('presigned-url')).split('\n');
        const logged = parseObject(lines.findLast((line) => line.includes('spaces_listed')) ?? '');
        const log = `${String(logged.code)} of ${String(logged.profile)} with ${String(logged.spaces)}`;
        return `${what}, ${complete}; ${String(reply.headers?.['cache-control'])}; ${log}`;
      });
    },
  },
  {
    id: 'spaces-paths',
    section,
    what:
      `alice asks for /me/spaces; for ${refusedPaths.join(', ')}; for ${missingPaths.join(', ')}; for /me/spaces with POST; and ` +
      'without a token',
    expected:
      '200 by the function; 403 by API Gateway (ACCESS_DENIED); 404 by API Gateway (MISSING_AUTHENTICATION_TOKEN); the same; 401 by API Gateway (UNAUTHORIZED)',
    async run(lab) {
      const { access } = await tokensOf(lab, 'alice');
      const words = (reply: HostReply) => `${reply.status ?? 0} by ${answeredBy(lab, reply)}`;
      const wordsOf = async (paths: readonly string[]) => {
        const replies = await Promise.all(paths.map((path) => ask(lab, access, path)));
        return [...new Set(replies.map(words))].join(' / ');
      };
      const url = `${lab.outputs.apiUrl}${spacesRoute.path}`;
      const post = await lab.hosts.client.request({ url, method: 'POST', headers: bearer(access) });
      const missing = await wordsOf(missingPaths);
      return [
        await wordsOf([spacesRoute.path]),
        await wordsOf(refusedPaths),
        missing,
        words(post) === missing ? 'the same' : words(post),
        words(await lab.hosts.client.request({ url })),
      ].join('; ');
    },
  },
  {
    id: 'landing-settings',
    section,
    what:
      'people may land in JupyterLab only, and land there: alice asks without a choice, for Studio, for a space of hers with ' +
      'JupyterLab, for one with Code Editor, and for the list of her spaces',
    expected:
      'Studio of alice, at jupyterlab; 403 app_not_allowed; into the space; 403 app_not_allowed; the space with JupyterLab alone',
    async run(lab) {
      const file = environmentFile(lab);
      const { access } = await tokensOf(lab, 'alice');
      const [jupyter, editor] = [freshName('jupyter'), freshName('editor')];
      try {
        await deployStudio(
          lab,
          file,
          { landing: { apps: ['jupyterlab'], default: 'jupyterlab' } },
          { stacks: ['private-api'] },
        );
        await lab.reload();
        return await withSpaces(
          lab,
          { [jupyter]: { runs: true }, [editor]: { app: 'CodeEditor' } },
          async () => {
            const queries = ['', '?app=studio', `?space=${jupyter}`, `?space=${editor}`];
            const words = await landings(lab, access, queries);
            const listed = objects(bodyOf(await ask(lab, access, spacesRoute.path)), 'spaces');
            const names = listed.map((space) => text(space, 'name'));
            const list =
              names.join() === jupyter ? 'the space with JupyterLab alone' : `the spaces ${names.join()}`;
            return `${words.replace(`Studio of alice, in the space ${jupyter}`, 'into the space')}; ${list}`;
          },
        );
      } finally {
        await deployStudio(lab, file, {}, { stacks: ['private-api'] });
        await lab.reload();
      }
    },
  },
];
