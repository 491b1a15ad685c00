import type { StackJson } from './terraform-json';

/** A statement of a policy, with the place it was found in. */
export interface FoundStatement {
  /** `<stack>/<type>.<name>`, and the policy's attribute. */
  readonly where: string;
  readonly statement: Readonly<Record<string, unknown>>;
}

/** Attributes of resources that hold a policy as JSON text. */
const policyAttributes = ['policy', 'assume_role_policy'];

/** Every statement of every policy in the stacks, with references in a short, readable form. */
export function statementsOf(stacks: Readonly<Record<string, StackJson>>): FoundStatement[] {
  return Object.entries(stacks).flatMap(([stackId, stack]) =>
    Object.entries(stack.resource ?? {}).flatMap(([type, resources]) =>
      Object.entries(resources).flatMap(([name, attributes]) =>
        policyAttributes.flatMap((attribute) => {
          const text = attributes[attribute];
          if (typeof text !== 'string') return [];
          const { Statement } = JSON.parse(shortReferences(text)) as { Statement: Record<string, unknown>[] };
          const where = `${stackId}/${type}.${name}${attribute === 'policy' ? '' : ' trust'}`;
          return Statement.map((statement) => ({ where, statement }));
        }),
      ),
    ),
  );
}

/** `${data.aws_caller_identity.current.account_id}` → `<account>`, a remote attribute → `<network: vpc.id>`. */
function shortReferences(text: string): string {
  return (
    text
      .replaceAll('${data.aws_caller_identity.current.account_id}', '<account>')
      .replaceAll(
        /\$\{data\.terraform_remote_state\.cross-stack-reference-input-([a-z-]+)\.outputs\.cross-stack-output-([^}]+)\}/g,
        '<$1: $2>',
      )
      // `$${` is Terraform's way to write IAM's own `${`
      .replaceAll(/(\$?)\$\{([^}]+)\}/g, (_, escape: string, reference: string) =>
        escape === '' ? `<${reference}>` : `\${${reference}}`,
      )
  );
}
