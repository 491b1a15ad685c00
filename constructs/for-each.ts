import {
  TerraformIterator,
  TerraformLocal,
  type ITerraformDependable,
  type MapTerraformIterator,
  type TerraformResource,
} from 'cdktf';
import type { EnvironmentStack } from './environment-stack';

/**
 * An iterator over entries of which there may be thousands. They are a local value, because Terraform evaluates that
 * once. It evaluates a map that is written into a `for_each` again for each instance.
 *
 * @param id of the local value
 */
export function forEachOf(
  stack: EnvironmentStack,
  id: string,
  entries: Readonly<Record<string, unknown>>,
): MapTerraformIterator {
  return TerraformIterator.fromMap(new TerraformLocal(stack, id, entries).asAnyMap);
}

/**
 * An attribute of one instance of a resource with `for_each`. They are looked up in a local value, because Terraform
 * reads all instances, with all their attributes, for each `resource["key"].attribute`.
 *
 * @returns the value for a key, which may be an expression such as `each.key`
 */
export function attributeOfEach(
  stack: EnvironmentStack,
  resource: TerraformResource,
  attribute: string,
): (key: string) => string {
  const values = new TerraformLocal(
    stack,
    `${resource.node.id}-${attribute}`,
    `\${{for key, instance in ${resource.fqn} : key => instance.${attribute}}}`,
  );
  return (key) => `\${${values.fqn}[${key}]}`;
}

/**
 * All instances of resources with `for_each`, to depend on. A resource with many instances that depended on the other
 * ones directly would make Terraform join each instance to each, which takes gigabytes for 1,000 users.
 *
 * @param id of the local value
 */
export function allInstancesOf(
  stack: EnvironmentStack,
  id: string,
  resources: readonly TerraformResource[],
): ITerraformDependable {
  return new TerraformLocal(
    stack,
    id,
    resources.map(({ fqn }) => `\${${fqn}}`),
  );
}
