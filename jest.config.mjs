/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  transform: { '\\.ts$': ['@swc/jest', { jsc: { target: 'es2023', parser: { syntax: 'typescript' } } }] },
  // the default is a folder in /tmp with a name that others can take before us, and what is in there is run
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  modulePathIgnorePatterns: ['<rootDir>/cdktf\\.out[^/]*/', '<rootDir>/dist/'],
  globalSetup: '<rootDir>/test-support/global-setup.ts',
  // by default jest leaves a core unused, of two that is half
  maxWorkers: '100%',
  testTimeout: 60_000,
};
