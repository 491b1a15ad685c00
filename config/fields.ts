import { z } from 'zod';
import { profileNamePattern } from '../api/limits';
import { addressKinds, parseCidr, parseIpv4, type AddressKind } from './cidr';

/**
 * Building blocks of the schema. Each field's `error` says in words what is expected; the loader adds the key path
 * and the value it got.
 */

/** A whole number within limits. `expected` names the bounds, the unit and who sets them. */
export function wholeNumber(minimum: number, maximum: number, expected: string) {
  return z.int({ error: expected }).min(minimum, { error: expected }).max(maximum, { error: expected });
}

/** The beginnings of expressions that Terraform would evaluate in a value. */
const terraformExpression = /[$%]\{/;

/** A string of one exact form, without an expression of Terraform. */
export function text(pattern: RegExp, expected: string) {
  return z
    .string({ error: expected })
    .regex(pattern, { error: expected, abort: true })
    .refine((value) => !terraformExpression.test(value), {
      error: `${expected}, without \${ and %{, which Terraform would evaluate`,
    });
}

/** The name of a user profile. If only capitals make it wrong, the message shows it in lower case. */
export function profileName() {
  const expected = 'a user profile name: 2 to 63 lower-case letters, digits and inner hyphens';
  return z.string({ error: expected }).regex(profileNamePattern, {
    error: ({ input }) => {
      const lowered = typeof input === 'string' ? input.toLowerCase() : '';
      return lowered !== input && profileNamePattern.test(lowered)
        ? `${expected}, such as "${lowered}": SageMaker gives names back in lower case, and IAM tells the two apart`
        : expected;
    },
  });
}

/** An AWS resource id: a prefix and 8 or 17 hexadecimal digits. */
export function resourceId(prefix: string) {
  return text(
    new RegExp(`^${prefix}-(?:[0-9a-f]{8}|[0-9a-f]{17})$`),
    `an id of the form ${prefix}-0123456789abcdef0`,
  );
}

/** A list with a lower and an upper bound on its length. */
export function list<T extends z.ZodType>(item: T, minimum: number, maximum: number, expected: string) {
  return z
    .array(item, { error: expected })
    .min(minimum, { error: expected })
    .max(maximum, { error: expected });
}

/** An object that refuses keys it does not know. */
export function section<T extends z.ZodRawShape>(shape: T) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `one of ${Object.keys(shape).join(', ')}`
        : `an object with the keys ${Object.keys(shape).join(', ')}`,
  });
}

/** One key of several, the others left out; `Values` holds what may stand under each. */
type ExactlyOne<Values> = {
  [Chosen in keyof Values]: { [K in Chosen]: Values[K] } & Partial<
    Record<Exclude<keyof Values, Chosen>, undefined>
  >;
}[keyof Values];

/** An object that holds exactly one of several keys. */
export function exactlyOne<T extends Record<string, z.ZodType>>(choices: T) {
  const names = Object.keys(choices);
  const expected = `exactly one of the keys ${names.join(', ')}`;
  const optional = Object.fromEntries(
    Object.entries(choices).map(([name, choice]) => [name, choice.optional()]),
  );
  const schema = z
    .strictObject(optional, { error: expected })
    .refine((value) => names.filter((name) => value[name] !== undefined).length === 1, { error: expected })
    .meta({ minProperties: 1, maxProperties: 1 });
  // a zod object cannot express "exactly one key" in its type; the refinement above makes the claim true
  return schema as unknown as z.ZodType<
    ExactlyOne<{ [K in keyof T]: z.output<T[K]> }>,
    ExactlyOne<{ [K in keyof T]: z.input<T[K]> }>
  >;
}

/** An IPv4 network in canonical form, with a prefix length within bounds, and with addresses of the given kinds only. */
export function cidr(options: {
  minimumPrefix: number;
  maximumPrefix: number;
  kinds: readonly AddressKind[];
  expected: string;
}) {
  return z.string({ error: options.expected }).check((context) => {
    const network = parseCidr(context.value);
    const fail = (message: string) =>
      context.issues.push({ code: 'custom', message, input: context.value, continue: false });
    if (!network) fail(`${options.expected}, e.g. "10.20.0.0/16"`);
    else if (network.canonical !== context.value) {
      fail(`${options.expected}, with all host bits zero: "${network.canonical}"`);
    } else if (network.prefixLength < options.minimumPrefix) {
      fail(`${options.expected}, no wider than /${options.minimumPrefix}`);
    } else if (network.prefixLength > options.maximumPrefix) {
      fail(`${options.expected}, no narrower than /${options.maximumPrefix}`);
    } else {
      const refused = addressKinds(network).filter((kind) => !options.kinds.includes(kind));
      if (refused.length > 0) fail(`${options.expected}; it holds ${refused.join(' and ')} addresses`);
    }
  });
}

/** An IPv4 address in plain dotted form. */
export const ipv4Address = z
  .string({ error: 'an IPv4 address' })
  .refine((value) => parseIpv4(value) !== undefined, {
    error: 'an IPv4 address in dotted decimal form, e.g. "10.20.0.10"',
  });

/** An ARN: its service, then region, account and resource as one pattern. The patterns admit no Terraform expression. */
export const arn = (service: string, rest: string, expected: string) =>
  text(new RegExp(`^arn:aws(?:-cn|-us-gov)?:${service}:${rest}$`), expected);

/** A managed policy of IAM, of the account or of AWS. */
export const managedPolicyArn = arn(
  'iam',
  ':(?:aws|\\d{12}):policy/[\\w+=,.@/-]{1,512}',
  'the ARN of a managed policy: arn:aws:iam::<account>:policy/<name>',
);

/** A certificate in ACM. @param region pattern of the region */
export function certificateArn(region: string, expected: string) {
  return arn('acm', `${region}:\\d{12}:certificate/[0-9a-f-]{36}`, expected);
}

/** Tags as AWS accepts them, keys and values. */
export const awsTags = z
  .record(
    text(
      /^(?!aws:)(?! )[\p{L}\p{N} _.:/=+@-]{1,128}(?<! )$/iu,
      'a tag key AWS accepts: 1 to 128 letters, digits, inner spaces and _.:/=+@-, not aws:…',
    ),
    text(
      /^[\p{L}\p{N} _.:/=+@-]{1,256}$/u,
      'a tag value AWS accepts, of 1 to 256 letters, digits, spaces and _.:/=+@-; an empty one would show as a change in every later plan, since the provider reads it back as none',
    ),
    { error: 'an object of tag keys and values' },
  )
  .refine((tags) => Object.keys(tags).length <= 40, {
    error: 'at most 40 tags: AWS allows 50 and some are added here',
  });

/** A file of the environments folder, in a folder of its own there: files beside the environment files are environments. */
export function folderFile(endings: readonly string[]) {
  return text(
    new RegExp(String.raw`^[\w-]+\/[\w-]+(?:\.[\w-]+)*\.(?:${endings.join('|')})$`),
    `a file in a folder of the environments folder: <folder>/<file>.${endings.join(' or .')}`,
  );
}
