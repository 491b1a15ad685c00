import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { movingAway, stateFilesBelow } from '../../../cli/output/states';

const top = mkdtempSync(path.join(tmpdir(), 'studio-states-'));
const write = (file: string) => {
  mkdirSync(path.dirname(path.join(top, file)), { recursive: true });
  writeFileSync(path.join(top, file), '');
};
beforeEach(() => {
  rmSync(top, { recursive: true, force: true });
  mkdirSync(top);
});
afterAll(() => {
  rmSync(top, { recursive: true, force: true });
});

it('an output folder without state may be moved away for good', () => {
  write('stacks/network/cdk.tf.json');
  // Terraform's own note of where the state is
  write('stacks/network/.terraform/terraform.tfstate');
  expect(stateFilesBelow(top)).toEqual([]);
  expect(movingAway(top)).toContain('no state is in it');
});

it.each([
  'terraform.network.tfstate',
  'stacks/network/terraform.tfstate',
  'stacks/a/terraform.tfstate.backup',
])('one with %s must be kept', (file) => {
  write(file);
  expect(stateFilesBelow(top)).toEqual([file]);
  expect(movingAway(top)).toContain(`keep it: it holds Terraform state, ${file}, which the deployment needs`);
});
