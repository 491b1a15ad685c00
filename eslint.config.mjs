import js from '@eslint/js';
import tseslint from 'typescript-eslint';
import { levels } from './test-levels.mjs';

const environmentEdges = [
  'cli/**',
  'lab/main.ts',
  'handlers/*/index.ts',
  'bench/**',
  'test-support/**',
  '__tests__/**',
  'lab/test-support/**',
  'lab/__tests__/**',
];

/**
 * The product's folders, lowest layer first. A file imports from its own folder and from lower layers; folders of one layer
 * do not know each other. So the functions' bundles hold what is in `api/` and `handlers/`, and packages.
 */
const productLayers = [
  ['api'],
  ['config', 'handlers', 'portal'],
  ['packaging'],
  ['constructs', 'dns', 'review'],
  ['stacks'],
  ['cli'],
  ['main'],
  ['test-support', '__tests__', 'bench'],
];

/**
 * The lab's folders, lowest layer first. A file imports from its own folder and from lower layers; folders of one layer
 * do not know each other. The command, `main.ts`, is above all.
 */
const labLayers = [
  ['shared'],
  ['hosts', 'iam', 'cloudwatch', 'cognito', 'deployment', 'terraform'],
  ['stand-in', 'deployed'],
  ['network'],
  ['dns', 'identity-provider', 'lambda', 'sagemaker'],
  ['api-gateway'],
  ['system'],
  ['walkthrough'],
  ['faults'],
];

/** What the lab takes from the product, as paths from the project's folder without `.ts`. */
const fromProduct = ['api/.*', 'config/.*'];

/** Types of TypeScript, Node or browsers that need no import, as far as somebody may take the name for a type of ours. */
const globalTypes = [
  'AbortSignal',
  'Awaited',
  'Blob',
  'Buffer',
  'Crypto',
  'Document',
  'Element',
  'Error',
  'Event',
  'EventTarget',
  'Exclude',
  'Extract',
  'File',
  'FormData',
  'Function',
  'Headers',
  'InstanceType',
  'Location',
  'Map',
  'Node',
  'Object',
  'Omit',
  'Parameters',
  'Partial',
  'Pick',
  'Promise',
  'Readonly',
  'Record',
  'Request',
  'RequestInit',
  'Required',
  'Response',
  'ReturnType',
  'Set',
  'Storage',
  'Symbol',
  'Text',
  'URL',
  'Window',
];

const providerRoot = {
  name: '@cdktf/provider-aws',
  message:
    'the root import loads every resource (seconds, hundreds of MB); use @cdktf/provider-aws/lib/<resource>',
};

/** The rule that refuses imports by patterns, and everywhere the provider's root. */
const refuseImports = (...patterns) => ({
  'no-restricted-imports': ['error', { paths: [providerRoot], ...(patterns.length > 0 && { patterns }) }],
});

/** Folders have subfolders, of two levels. */
const depths = [1, 2, 3];

const upTo = (levels) => '\\.\\./'.repeat(levels);

/** What leaves the lab from a folder of this depth for a part of the product that it does not take. */
const otherProduct = (depth) => ({
  regex: `^${upTo(depth + 1)}(?!(${fromProduct.join('|')})$)`,
  message: `the lab takes from the product only ${fromProduct.join(', ')}`,
});

/** What a file in a folder of a layer must not import: the other folders of its layer, and all of higher ones. */
const higher = (layers, folder, depth, above = []) => {
  const layer = layers.findIndex((folders) => folders.includes(folder));
  const refused = [...layers.slice(layer).flat(), ...above].filter((other) => other !== folder);
  return {
    regex: `^${depth === 0 ? '\\./' : upTo(depth)}(${refused.join('|')})(/|$)`,
    message: `${folder} is below this in the layers (eslint.config.mjs)`,
  };
};

/** Rules for the files of each folder of some layers, by the folder and its depth. */
const rulesOf = (layers, root, patternsOf) =>
  layers.flat().flatMap((folder) =>
    depths.map((depth) => ({
      files: [`${root}${folder}/${'*/'.repeat(depth - 1)}*.ts`],
      rules: refuseImports(...patternsOf(folder, depth)),
    })),
  );

/** Syntax that compiles and misleads readers. */
const misleading = [
  {
    selector:
      ':matches(SpreadElement, SpreadElement > TSAsExpression) > :matches(ObjectExpression, ArrayExpression)',
    message: 'write the members out, or give the literal a name',
  },
  {
    selector: `:matches(TSInterfaceDeclaration, TSTypeAliasDeclaration, ClassDeclaration) > Identifier.id[name=/^(${globalTypes.join('|')})$/]`,
    message: 'this is the name of a global type, which readers expect here',
  },
];

const noLab = {
  regex: '^(\\.\\.?/)+lab(/|$)',
  message: 'with lab/ deleted, the product and the unit tests still work',
};

const product = productLayers.slice(
  0,
  productLayers.findIndex((folders) => folders.includes('main')),
);

export default tseslint.config(
  { ignores: ['node_modules/', 'dist/', 'cdktf.out*/', 'state/'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      ...refuseImports(noLab),
      'no-restricted-syntax': ['error', ...misleading],
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
  // measurements, the lab itself, tests of the other levels and their helpers may use the lab
  {
    files: ['bench/**', 'lab/**', 'test-support/**', ...Object.values(levels).flat()],
    rules: refuseImports(),
  },
  ...rulesOf(product, '', (folder, depth) => [noLab, higher(productLayers, folder, depth)]),
  { files: ['main.ts'], rules: refuseImports(noLab, higher(productLayers, 'main', 0)) },
  { files: ['lab/main.ts'], rules: refuseImports(otherProduct(0)) },
  ...rulesOf(labLayers, 'lab/', (folder, depth) => [
    otherProduct(depth),
    higher(labLayers, folder, depth, ['main']),
  ]),
  { files: ['**/*.mjs', '**/*.cjs', '**/*.js'], ...tseslint.configs.disableTypeChecked },
);
