import { appWords, isAppWord, landingApps, wordOf } from '../../api/landing';

test.each(appWords)('the page of %s is one that SageMaker takes, relative to Studio', (word) => {
  expect(landingApps[word].page).toMatch(/^studio::([a-z][a-z-]*)?$/);
});

test.each([
  ['JupyterLab', 'jupyterlab'],
  ['CodeEditor', 'code-editor'],
  ['JupyterServer', undefined],
  ['jupyterlab', undefined],
  [undefined, undefined],
])('a space with the app %s is one of %s', (appType, word) => {
  expect(wordOf(appType)).toBe(word);
});

test.each(['', 'Studio', 'app:JupyterLab:', 'toString', '__proto__', 7, null, undefined, ['studio']])(
  '%j is no word',
  (value) => {
    expect(isAppWord(value)).toBe(false);
  },
);
