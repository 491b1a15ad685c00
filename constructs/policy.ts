/** A condition block of a policy: operator → key → values. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/**
 * One statement of an IAM, resource or endpoint policy. `NotAction` and `NotResource` are for Deny only: to allow
 * everything but something would also allow the next service of AWS.
 */
export type Statement = Allowing | Denying | DenyingAllBut;

interface Allowing extends Common {
  readonly Effect: 'Allow';
  readonly Action: string | readonly string[];
}

interface Denying extends Common {
  readonly Effect: 'Deny';
  readonly Action: string | readonly string[];
  readonly NotResource?: string | readonly string[];
}

interface DenyingAllBut extends Common {
  readonly Effect: 'Deny';
  readonly NotAction: readonly string[];
}

interface Common {
  readonly Sid: string;
  readonly Principal?: '*' | { readonly Service: string };
  readonly Resource?: string | readonly string[];
  readonly Condition?: Conditions;
}

/**
 * IAM's variable for the source identity of a session, as Terraform writes it: `$${` is its `${`. SageMaker sets it to the
 * name of the profile, and it stays through every role that is assumed from there.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceidentity
 */
export const sourceIdentity = '$${aws:SourceIdentity}';

/** The JSON text of a policy. */
export function policyJson(statements: readonly Statement[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

/** Trust policy of a role that one AWS service takes on; `conditions` narrow it to requests for this account. */
export function serviceTrustPolicy(service: string, conditions?: Conditions): string {
  return policyJson([
    {
      Sid: 'Service',
      Effect: 'Allow',
      Principal: { Service: service },
      Action: 'sts:AssumeRole',
      ...(conditions && { Condition: conditions }),
    },
  ]);
}

/** Stands for a value that only Terraform knows. No id or name in policies is longer. */
const unknownValue = 'x'.repeat(64);

/**
 * Checks the length of a policy before Terraform knows all values in it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 *
 * @param accountId as it stands in the policy; Terraform knows it later, but every one has 12 digits
 * @param what the policy is, in the message
 * @param remedy what makes it shorter, besides fewer networks
 * @throws if it may become longer than IAM takes
 */
export function requireLength(
  accountId: string,
  what: string,
  policy: string,
  maximum: number,
  remedy?: string,
): void {
  const length = largestLength(policy.replaceAll(accountId, '0'.repeat(12)));
  if (length <= maximum) return;
  throw new Error(
    `${what} would have ${length} characters, expected at most ${maximum}: ${remedy === undefined ? '' : `${remedy}; or `}join the networks of corporate.cidrs and corporate.egressCidrs to larger ones, or list fewer subnets`,
  );
}

/** Characters that a text has at most once Terraform knows the values in it. */
export function largestLength(text: string): number {
  // IAM's own variables stay in the policy as they are
  return text.replaceAll('$${', '{').replaceAll(/\$\{[^}]*\}/g, unknownValue).length;
}
