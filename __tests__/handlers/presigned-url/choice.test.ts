import { readChoice } from '../../../handlers/presigned-url/choice';

const allowed = ['studio', 'jupyterlab'] as const;
const valuesOf = (value: unknown) => (value === undefined ? undefined : [value]);
const read = (app: unknown, space: unknown) =>
  readChoice({ app, space }, { app: valuesOf(app), space: valuesOf(space) }, allowed);

test.each([
  [undefined, undefined],
  ['studio', undefined],
  ['jupyterlab', 'work'],
  [undefined, 'W'],
  [undefined, 'a--b-9'],
  [undefined, 'a'.repeat(63)],
])('app %j and space %j are a choice', (app, space) => {
  expect(read(app, space)).toEqual({ app, space });
});

test('a parameter that is null is none', () => {
  const none = { app: null, space: null };
  expect(readChoice(none, none, allowed)).toEqual({ app: undefined, space: undefined });
  expect(readChoice({}, {}, allowed)).toEqual({ app: undefined, space: undefined });
});

test.each([
  '',
  ' ',
  'jupyterlab ',
  'JupyterLab',
  'JUPYTERLAB',
  'jupyter',
  'canvas',
  'app:JupyterLab:',
  'app:JupyterLab:../../x',
  'studio::',
  'studio::jupyterlab',
  'studio,jupyterlab',
  '*',
  'https://evil.example',
  '//evil.example',
  'jupyterlab\0',
  'jupyterlab\n',
  'jupyterlab%00',
  '..%2fcode-editor',
  'jup\u0443terlab',
  'jupyterlab\u200b',
  'constructor',
  '__proto__',
  'a'.repeat(10_240),
  7,
  true,
  ['jupyterlab'],
  { app: 'jupyterlab' },
])('the app %j is unknown', (app) => {
  expect(read(app, undefined)).toEqual({ refused: 'app_unknown' });
  expect(read(app, 'work')).toEqual({ refused: 'app_unknown' });
});

test('an app that the deployment does not allow is known', () => {
  expect(read('code-editor', undefined)).toEqual({ refused: 'app_not_allowed' });
  expect(readChoice({ app: 'studio' }, { app: ['studio'] }, [])).toEqual({ refused: 'app_not_allowed' });
});

test.each([
  '',
  ' ',
  '-',
  '-work',
  'work-',
  'my work',
  'wo_rk',
  'wo.rk',
  '.',
  '..',
  '../bobs',
  'alice/bobs',
  '..%2fbobs',
  '%2e%2e%2fbobs',
  'work%00',
  'work\0',
  'work\n',
  'work\r\nX-Header: 1',
  '*',
  'wor?',
  '${aws:username}',
  'arn:aws:sagemaker:us-east-1:111122223333:space/d-0123456789ab/bobs',
  'w\u043erk',
  'work\u200b',
  '\u202ekrow',
  '\ud800',
  'work?landingUri=app:Canvas:',
  'work&space=bobs',
  'a'.repeat(64),
  'a'.repeat(10_240),
  'a-'.repeat(5120),
  7,
  false,
  ['work'],
  { name: 'work' },
])('there is no space %j', (space) => {
  expect(read(undefined, space)).toEqual({ refused: 'space_not_found' });
  expect(read('jupyterlab', space)).toEqual({ refused: 'space_not_found' });
});

test.each([
  [{ app: 'studio' }, { app: ['jupyterlab', 'studio'] }],
  [{ app: 'studio' }, { app: ['studio', 'studio'] }],
  [{ space: 'work' }, { space: ['bobs', 'work'] }],
  [
    { app: 'studio', space: 'work' },
    { app: ['studio'], space: ['work', 'bobs', 'work'] },
  ],
])('a parameter that comes twice is refused: %j, %j', (query, all) => {
  expect(readChoice(query, all, allowed)).toEqual({ refused: 'repeated_parameter' });
});
