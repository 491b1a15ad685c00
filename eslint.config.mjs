import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const environmentEdges = [
  'main.ts',
  'cli/**',
  'handlers/*/index.ts',
  'bench/**',
  'test-support/**',
  '__tests__/**',
];

export default tseslint.config(
  { ignores: ['node_modules/', 'dist/', 'cdktf.out*/', 'state/'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: '@cdktf/provider-aws',
              message:
                'the root import loads every resource (seconds, hundreds of MB); use @cdktf/provider-aws/lib/<resource>',
            },
          ],
        },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // constructs register themselves with their scope: `new X(this, …)` alone is how a stack is written
      'no-new': 'off',
    },
  },
  {
    ignores: environmentEdges,
    files: ['**/*.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'read the environment at the edges only and pass values in',
        },
      ],
    },
  },
  { files: ['**/*.mjs', '**/*.cjs', '**/*.js'], ...tseslint.configs.disableTypeChecked },
);
