import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from '../../config/project-folder';

const labFolder = path.join(projectFolder, 'lab');

const foldersIn = (folder: string) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

/** The messages of the lint rules for an import in each of some files. */
function refused(imports: readonly (readonly [file: string, specifier: string])[]): string[][] {
  const script = path.join(projectFolder, 'test-support', 'refused-imports.mjs');
  const args = imports.flatMap(([file, specifier]) => [file, `import ${JSON.stringify(specifier)};`]);
  const printed = execFileSync(process.execPath, [script, ...args], {
    cwd: projectFolder,
    encoding: 'utf8',
  });
  return JSON.parse(printed) as string[][];
}

describe("the product's layers", () => {
  it('refuse an import from a higher layer, from the same layer or from the command, at any depth', () => {
    const planted = [
      ['api/routes.ts', '../config/schema'],
      ['config/load.ts', '../stacks/network-stack'],
      ['config/rules.ts', '../cli/failure'],
      ['handlers/shared/log.ts', '../../config/schema'],
      ['handlers/authorizer/index.ts', '../../packaging/bundle'],
      ['dns/zones.ts', '../constructs/policy'],
      ['dns/syntaxes/bind.ts', '../../stacks/network-stack'],
      ['constructs/policy.ts', '../stacks/network/vpc'],
      ['packaging/bundle.ts', '../cli/failure'],
      ['packaging/package.ts', '../constructs/policy'],
      ['review/protected.ts', '../cli/plan'],
      ['stacks/network-stack.ts', '../cli/environment'],
      ['stacks/private-api/stage.ts', '../../main'],
      ['cli/plan.ts', '../main'],
      ['cli/state/check.ts', '../../test-support/synthesize'],
      ['main.ts', './bench/main'],
    ] as const;
    const found = refused(planted);
    for (const [index, [file]] of planted.entries())
      expect([file, found[index]]).toEqual([file, [expect.stringContaining('is below this')]]);
  });

  it('let a file import from its own folder and from lower layers', () => {
    const planted = [
      ['handlers/authorizer/policy.ts', '../../api/routes'],
      ['stacks/studio-stack.ts', './studio/domain'],
      ['cli/dns.ts', '../dns/files'],
      ['cli/state/move.ts', '../terraform/terraform'],
      ['constructs/environment-stack.ts', '../config/load'],
      ['constructs/function.ts', '../packaging/package'],
      ['test-support/synthesize.ts', '../stacks/network-stack'],
    ] as const;
    expect(refused(planted)).toEqual(planted.map(() => []));
  });

  it('know every folder of the product', () => {
    const others = [
      'lab',
      'node_modules',
      'dist',
      'state',
      'docs',
      'environments',
      'test-support',
      '__tests__',
      'bench',
    ];
    const folders = foldersIn(projectFolder).filter(
      (name) => !name.startsWith('.') && !name.startsWith('cdktf.out') && !others.includes(name),
    );
    const messages = refused(folders.map((folder) => [`${folder}/any.ts`, '../main']));
    expect(folders.filter((_, index) => messages[index]?.length !== 1)).toEqual([]);
  });
});

describe("the lab's layers", () => {
  it('refuse an import from a higher layer, from the same layer or from the command, at any depth', () => {
    const planted = [
      ['lab/iam/decide.ts', '../system/lab'],
      ['lab/shared/clock.ts', '../hosts/links'],
      ['lab/stand-in/index.ts', '../deployed/roles'],
      ['lab/stand-in/sagemaker/api.ts', '../../sagemaker/urls'],
      ['lab/walkthrough/rows/users.ts', '../../faults/run'],
      ['lab/system/lab.ts', '../walkthrough/row'],
      ['lab/faults/run.ts', '../main'],
    ] as const;
    const found = refused(planted);
    for (const [index, [file]] of planted.entries())
      expect([file, found[index]]).toEqual([file, [expect.stringContaining('is below this')]]);
  });

  it('let a file import from its own folder and from lower layers', () => {
    expect(
      refused([
        ['lab/stand-in/inventory/json-resources.ts', '../lambda/functions'],
        ['lab/stand-in/sagemaker/api.ts', './domains'],
        ['lab/stand-in/gaps.ts', './api-gateway/account'],
        ['lab/walkthrough/rows/users.ts', '../../system/lab'],
        ['lab/main.ts', './faults/run'],
      ]),
    ).toEqual([[], [], [], [], []]);
  });

  it('know every folder of the lab', () => {
    const folders = foldersIn(labFolder).filter(
      (name) => !['__tests__', 'test-support', 'node_modules'].includes(name),
    );
    const found = refused(folders.map((folder) => [`lab/${folder}/any.ts`, '../main']));
    expect(folders.filter((_, index) => found[index]?.length !== 1)).toEqual([]);
  });
});

describe('between the lab and the product', () => {
  it('the lab takes the configuration, the names of resources and the contract of the API, and nothing else', () => {
    const found = refused([
      ['lab/system/lab.ts', '../../config/load'],
      ['lab/walkthrough/rows/users.ts', '../../../config/resource-name'],
      ['lab/api-gateway/route.ts', '../../api/routes'],
      ['lab/main.ts', '../config/load'],
      ['lab/walkthrough/rows/users.ts', '../../../constructs/policy'],
      ['lab/api-gateway/route.ts', '../../handlers/shared/log'],
      ['lab/main.ts', '../cli/environment'],
    ]);
    expect(found.slice(0, 4)).toEqual([[], [], [], []]);
    for (const messages of found.slice(4))
      expect(messages).toEqual([expect.stringContaining('the lab takes from the product only')]);
  });

  it('the product and the unit tests take nothing from the lab', () => {
    const found = refused([
      ['main.ts', './lab/main'],
      ['stacks/private-api/stage.ts', '../../lab/shared/clock'],
      ['cli/dns.ts', '../lab/shared/clock'],
      ['__tests__/stacks/network/vpc.test.ts', '../../../lab/iam/decide'],
      ['__tests__/servers/dns/bind.test.ts', '../../../lab/dns/internet'],
    ]);
    for (const messages of found.slice(0, 4))
      expect(messages).toEqual([expect.stringContaining('with lab/ deleted')]);
    expect(found[4]).toEqual([]);
  });
});
