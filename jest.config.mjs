import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { levels, testFiles } from './test-levels.mjs';

// workers inherit the variable, and share there what they synthesize: test-support/synthesize.ts
process.env.STUDIO_TESTS_FOLDER = mkdtempSync(path.join(tmpdir(), 'studio-tests-'));
process.once('exit', () => {
  rmSync(process.env.STUDIO_TESTS_FOLDER, { recursive: true, force: true });
});

const inProject = (globs) => globs.map((glob) => `<rootDir>/${glob}`);

const common = {
  testEnvironment: 'node',
  transform: {
    '\\.ts$': ['@swc/jest', { jsc: { target: 'es2023', parser: { syntax: 'typescript' } } }],
    // a package of the page that is an ES module only, which Jest does not load
    'oauth4webapi/.+\\.js$': ['@swc/jest', { jsc: { target: 'es2023' } }],
  },
  transformIgnorePatterns: ['/node_modules/(?!oauth4webapi/)'],
  // the default is a folder in /tmp with a name that others can take before us, and what is in there is run
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  // the archiver of cdktf and the languages of zod, which nothing here uses, are most of what an import of these reads
  moduleNameMapper: { '^(archiver|\\.\\./locales/index\\.cjs)$': '<rootDir>/test-support/never-used.ts' },
  modulePathIgnorePatterns: ['<rootDir>/cdktf\\.out[^/]*/', '<rootDir>/dist/'],
};

/** @type {import('jest').Config} */
export default {
  projects: [
    {
      ...common,
      displayName: 'unit',
      testEnvironment: '<rootDir>/test-support/jest/environment.mjs',
      runtime: '<rootDir>/test-support/jest/runtime.mjs',
      testMatch: [
        ...inProject(testFiles),
        // jest puts the root folder at the start of a pattern only
        ...Object.values(levels)
          .flat()
          .map((glob) => `!**/${glob}`),
      ],
    },
    ...Object.entries(levels).map(([level, globs]) => ({
      ...common,
      displayName: level,
      testMatch: inProject(globs),
      globalSetup: '<rootDir>/test-support/global-setup.ts',
    })),
  ],
  testSequencer: '<rootDir>/test-sequencer.mjs',
  // tests with real programs wait half of their time; jest takes no percentage above 100
  maxWorkers: Math.ceil(1.5 * availableParallelism()),
  testTimeout: 60_000,
};
