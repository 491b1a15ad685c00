/** A condition block of a policy: operator → key → values. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** One statement of an IAM, resource or endpoint policy. `NotAction` and `NotResource` are left out on purpose. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: '*' | { readonly Service: string };
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Conditions;
}

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
