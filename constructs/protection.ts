import {
  TerraformElement,
  TerraformLocal,
  TerraformResource,
  Token,
  type TerraformResourceLifecycle,
} from 'cdktf';
import type { EnvironmentStack } from './environment-stack';

/** Blocks at the top of a stack's configuration that cdktf has no class for: lists are joined, objects merged. */
class TopLevelBlocks extends TerraformElement {
  constructor(
    stack: EnvironmentStack,
    id: string,
    private readonly blocks: Readonly<Record<string, unknown>>,
  ) {
    super(stack, id);
  }

  override toTerraform(): unknown {
    return this.blocks;
  }
}

/** A change of a Terraform address: `aws_cognito_user.login-bob` → `aws_cognito_user.login["bob"]`. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

/**
 * Lets Terraform find resources again whose address has changed, in place of destroying and creating them.
 * https://developer.hashicorp.com/terraform/language/modules/develop/refactoring
 * @param id unique within the stack
 */
export function addMoves(stack: EnvironmentStack, id: string, moved: readonly Move[]): void {
  if (moved.length > 0) new TopLevelBlocks(stack, id, { moved });
}

/**
 * Lets Terraform forget resources, which stay in the account as they are. The stack must not have blocks for these
 * addresses.
 * https://developer.hashicorp.com/terraform/language/resources/syntax#removing-resources
 * @param id unique within the stack
 * @param addresses without instance keys: `aws_sagemaker_user_profile.profile`
 */
export function forgetResources(stack: EnvironmentStack, id: string, addresses: readonly string[]): void {
  const removed = addresses.map((from) => ({ from, lifecycle: { destroy: false } }));
  if (removed.length > 0) new TopLevelBlocks(stack, id, { removed });
}

/**
 * Settings of a protected resource that the environment file no longer asks for. Terraform destroys a resource whose
 * block is gone, whatever protected it (hashicorp/terraform#17599); a block without instances keeps the protection,
 * so that the plan is refused. Of the other settings only the required ones are needed, as literals.
 */
export const protectedAndUnwanted = {
  count: 0,
  lifecycle: { preventDestroy: true },
} as const satisfies { count: number; lifecycle: TerraformResourceLifecycle };

interface GuardedSetting {
  /** Path of the setting in the environment file, e.g. `studio.domain.create.name`. */
  readonly setting: string;
  /** What the environment file says now; may hold references. */
  readonly value: string;
  /**
   * Effect of a change, and how to make it on purpose, in whole sentences. Without it the change is allowed, and the
   * record follows the environment file.
   */
  readonly refusal?: string | undefined;
}

/**
 * Records a setting in the state when it is first deployed, and refuses every whole plan in which it differs: to change, to
 * refresh or to destroy. For settings whose change Terraform does not see (in another region it would find nothing and
 * begin anew), or whose refusal it would explain without naming the setting.
 *
 * A plan that destroys turns failed postconditions into warnings, and would go on with the state emptied by a refresh
 * in the wrong place. It still evaluates local values, so a local value fails when the setting differs.
 *
 * @returns the record
 */
export function guardSetting(
  stack: EnvironmentStack,
  { setting, value, refusal }: GuardedSetting,
): TerraformResource {
  const id = recordId(setting);
  // not cdktf's DataResource: it runs Terraform during synthesis to ask for its version
  const record = new TerraformResource(stack, id, { terraformResourceType: 'terraform_data' });
  record.addOverride('input', value);
  if (refusal === undefined) return record;
  const expression = Token.isUnresolved(value) ? value : JSON.stringify(value);
  const message = (recorded: string) =>
    `${setting}: this stack was deployed with ${recorded}, and now it is ${value}. ${refusal}`;
  record.lifecycle = {
    ignoreChanges: ['input'],
    postcondition: [{ condition: `\${self.input == ${expression}}`, errorMessage: message('${self.input}') }],
  };
  const recorded = `${recordAddress(setting)}.output`;
  new TerraformLocal(
    stack,
    `${id}-holds`,
    `\${${recorded} == ${expression} ? true : tobool(${JSON.stringify(message(`\${${recorded}}`))})}`,
  );
  return record;
}

/** Address of the record of a guarded setting. */
export function recordAddress(setting: string): string {
  return `terraform_data.${recordId(setting)}`;
}

function recordId(setting: string): string {
  return `recorded-${setting.replaceAll('.', '-')}`;
}

/** One condition of a check. */
export interface Assertion {
  /** Terraform expression that is true when all is well. */
  readonly condition: string;
  /** Setting, what was expected, what to do; may hold `${…}`. */
  readonly message: string;
}

/**
 * Warns in every plan and deployment if the account differs from the environment file. For attributes in
 * `ignore_changes`: Terraform neither undoes changes of them nor fails because of them.
 * https://developer.hashicorp.com/terraform/language/checks
 */
export function addDriftCheck(stack: EnvironmentStack, name: string, assertions: readonly Assertion[]): void {
  const assert = assertions.map(({ condition, message }) => ({
    condition: `\${${condition}}`,
    error_message: message,
  }));
  new TopLevelBlocks(stack, `check-${name}`, { check: { [name]: { assert } } });
}
