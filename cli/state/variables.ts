import type { Variables } from '../variables';

/**
 * Variables that make Terraform keep its state, or its record of where the state is, elsewhere than a stack's
 * configuration says: https://developer.hashicorp.com/terraform/cli/config/environment-variables
 */
const forbidden = [
  { name: 'TF_WORKSPACE', allowed: ['', 'default'], expected: 'default' },
  { name: 'TF_DATA_DIR', allowed: ['', '.terraform'], expected: 'nothing' },
] as const;

/** Options of Terraform that say where the state is: https://developer.hashicorp.com/terraform/cli/commands/plan */
const stateOption = /(?:^|\s)--?(?:state|state-out|backend|backend-config)(?:=|\s|$)/;

/** Options with which Terraform passes by the records of region, account and name: it evaluates only what is targeted. */
const partialOption = /(?:^|\s)--?(?:target|exclude|refresh)(?:=|\s|$)/;

/**
 * Refuses variables with which a command would look for the state in a wrong place, so that a deployment would start from
 * nothing, or with which Terraform would not compare the whole deployment with its records.
 *
 * @throws naming each, and how to unset it
 */
export function refuseUnsafeVariables(variables: Variables): void {
  const elsewhere = forbidden.flatMap(({ name, allowed, expected }) => {
    const value = variables[name] ?? '';
    return (allowed as readonly string[]).includes(value) ? [] : [{ name, value, expected }];
  });
  const options = Object.entries(variables).flatMap(([name, value = '']) =>
    name.startsWith('TF_CLI_ARGS') && stateOption.test(value)
      ? [{ name, value, expected: 'no option that says where the state is' }]
      : [],
  );
  const partial = Object.entries(variables).flatMap(([name, value = '']) =>
    name.startsWith('TF_CLI_ARGS') && partialOption.test(value) ? [{ name, value }] : [],
  );
  const problems = [
    ...[...elsewhere, ...options].map(
      ({ name, value, expected }) =>
        `${name}: got ${JSON.stringify(value)}, expected ${expected}: Terraform would look for the state elsewhere than the ` +
        `environment file says, and start from nothing. Run unset ${name}, then the command again`,
    ),
    ...partial.map(
      ({ name, value }) =>
        `${name}: got ${JSON.stringify(value)}, expected no -target, -exclude or -refresh: with them Terraform does not compare the ` +
        `whole deployment with its records. Run unset ${name}, then the command again`,
    ),
  ];
  if (problems.length > 0) throw new Error(problems.join('\n'));
}
