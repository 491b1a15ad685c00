import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runTerraform, terraformOutput } from '../../../cli/terraform/terraform';

const folder = mkdtempSync(path.join(tmpdir(), 'studio-terraform-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Puts a script in the place of Terraform. */
function terraformThat(script: string) {
  const program = path.join(folder, 'terraform-of-the-test');
  writeFileSync(program, `#!/bin/sh\n${script}\n`);
  chmodSync(program, 0o755);
  return { folder, variables: { TERRAFORM_BINARY_NAME: program } };
}

it('is the program that cdktf would run, in the folder of the stack', async () => {
  const options = terraformThat('pwd; echo "$@"');
  await expect(runTerraform(['plan', '-no-color'], options)).resolves.toEqual({
    exitCode: 0,
    stdout: `${folder}\nplan -no-color\n`,
    stderr: '',
  });
  await expect(terraformOutput(['output'], options)).resolves.toBe(`${folder}\noutput\n`);
});

it('fails in its own words', async () => {
  const options = terraformThat('echo printed; echo "Error: no state" >&2; exit 1');
  await expect(terraformOutput(['output', '-json'], options)).rejects.toThrow(
    /^terraform output failed:\nError: no state$/,
  );
});

it.each([
  [{ PATH: '/nowhere' }, 'cannot find the program terraform: install Terraform 1.10 or later'],
  [{ TERRAFORM_BINARY_NAME: '/nowhere/tofu' }, 'cannot find the program /nowhere/tofu: install'],
])('that is missing is named: %j', async (variables, message) => {
  await expect(runTerraform(['version'], { folder, variables })).rejects.toThrow(message);
});
