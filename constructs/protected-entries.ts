import { TerraformIterator, TerraformResource } from 'cdktf';
import type { EnvironmentStack } from './environment-stack';

/**
 * Refuses, while `protectFromDestroy` is on, every plan in which an entry that was deployed is missing; entries may be
 * added. For entries that others rely on: an address in corporate DNS, a name, a connection to the company. Terraform then says that `terraform_data.protectFromDestroy-<setting>["<entry>"]` cannot be destroyed, which
 * names the setting and the switch.
 *
 * @param setting path in the environment file, e.g. `network.resolver`; call it also when there is no entry, because a
 *   resource without a block is not protected
 * @param entries as they are deployed; the text is the key in the state, so a changed text is another entry
 */
export function protectEntries(stack: EnvironmentStack, setting: string, entries: readonly string[]): void {
  const iterator = TerraformIterator.fromMap(Object.fromEntries(entries.map((entry) => [entry, entry])));
  const record = new TerraformResource(stack, entriesId(setting), {
    terraformResourceType: 'terraform_data',
    forEach: iterator,
    lifecycle: { preventDestroy: stack.environment.protectFromDestroy },
  });
  record.addOverride('input', iterator.value);
}

/** Address of the record of a setting's entries. */
export function entriesAddress(setting: string): string {
  return `terraform_data.${entriesId(setting)}`;
}

function entriesId(setting: string): string {
  return `protectFromDestroy-${setting.replaceAll('.', '-')}`;
}
