import { Fn, TerraformOutput } from 'cdktf';
import type { EnvironmentStack } from '../../constructs/environment-stack';
import { forwardingOf } from '../../dns/deployment';
import { dnsFiles } from '../../dns/files';

/** Takes the place of the API's id, which only Terraform knows. It is longer than an id, so it cannot occur inside one. */
const apiIdPlaceholder = 'terraform-writes-the-id-of-the-api-here';

/** A text that names the API, where only Terraform knows the id. @param write the text, with an id in it */
export function deployedText(apiId: string, write: (id: string) => string): string {
  return write(apiIdPlaceholder).replaceAll(apiIdPlaceholder, apiId);
}

/**
 * The finished named.conf as an output, for an administrator who has Terraform's state and nothing else:
 * `terraform output -raw named_conf`. The text is the one that `npm run dns` writes.
 */
export function addNamedConfOutput(stack: EnvironmentStack, apiId: string): void {
  const output = new TerraformOutput(stack, 'named_conf', {
    value: deployedText(
      apiId,
      (id) => dnsFiles(forwardingOf(stack.environment, { apiId: id }))['named.conf'],
    ),
    description:
      'Forward zones for corporate BIND servers; npm run dns writes the files of other servers too',
  });
  // The id is known to Terraform alone, so Terraform checks it. An override, because cdktf 0.21 takes a
  // precondition of an output and does not write it.
  output.addOverride('precondition', {
    condition: Fn.can(Fn.regex('^[a-z0-9]+$', apiId)),
    error_message: 'the id of the API must be lower-case letters and digits to stand in named.conf',
  });
}
