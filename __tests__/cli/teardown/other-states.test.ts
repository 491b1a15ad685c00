import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { forgottenStacks } from '../../../cli/teardown/other-states';

const root = mkdtempSync(path.join(tmpdir(), 'studio-forgotten-test-'));
const out = path.join(root, 'cdktf.out');
/** Prints the state that the configuration names, as Terraform does: a local path, or below a folder that stands for a bucket. */
const terraform = path.join(root, 'terraform');
const variables = { ...process.env, TERRAFORM_BINARY_NAME: terraform };

const write = (file: string, content: unknown) => {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(content));
};
const resource = { mode: 'managed', type: 'aws_vpc', name: 'site', instances: [{ attributes: {} }] };

beforeAll(() => {
  const place = String.raw`sed -n 's/.*"\(path\|key\)":"\([^"]*\)".*/\2/p' main.tf.json`;
  writeFileSync(
    terraform,
    `#!/bin/sh\n[ "$1" = state ] || exit 0\nstate=$(${place})\ncase $state in /*) ;; *) state="${root}/bucket/$state" ;; esac\n[ ! -f "$state" ] || cat "$state"\n`,
  );
  chmodSync(terraform, 0o755);
});
afterAll(() => {
  rmSync(root, { recursive: true });
});
beforeEach(() => {
  rmSync(out, { recursive: true, force: true });
});

describe.each([
  ['local', { local: { path: '../../../state/prod/network.tfstate' } }, path.join(root, 'state', 'prod')],
  ['S3', { s3: { bucket: 'b', key: 'p/prod/network.tfstate' } }, path.join(root, 'bucket', 'p', 'prod')],
])('a state in %s', (_, backend, folder) => {
  const site = path.join(folder, 'corporate-network.tfstate');
  beforeEach(() => {
    for (const id of ['network', 'identity', 'studio', 'private-api'])
      write(path.join(out, 'stacks', id, 'cdk.tf.json'), { terraform: { backend } });
    rmSync(site, { force: true });
  });

  it('of a stack that the environment does not have any more is found', async () => {
    // what Terraform leaves in the folder
    mkdirSync(path.join(out, 'stacks', 'corporate-network', '.terraform'), { recursive: true });
    write(site, { resources: [resource] });
    expect(await forgottenStacks(out, variables)).toEqual(['corporate-network']);
  });

  it.each([
    ['was never there', undefined],
    ['holds nothing any more', { resources: [] }],
  ])('that %s is nothing', async (__, content) => {
    if (content) write(site, content);
    expect(await forgottenStacks(out, variables)).toEqual([]);
  });

  it('of a stack that is synthesized is not asked for', async () => {
    write(path.join(out, 'stacks', 'corporate-network', 'cdk.tf.json'), {});
    write(site, { resources: [resource] });
    expect(await forgottenStacks(out, variables)).toEqual([]);
  });
});
