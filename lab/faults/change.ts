import { isObject, type JsonObject } from '../shared/json';
import type { StackId } from '../../config/stack-ids';

/** A resource of a synthesized stack, or the list of resources that Terraform forgets. */
export type ResourceAddress = `${StackId}/${`${string}.${string}` | 'removed'}`;

/**
 * A change of one resource in a stack's `cdk.tf.json`.
 *
 * An attribute is a path such as `settings.throttling_rate_limit` or `rule.0.action`; `policy[NoOtherWay].Condition` leads into the JSON
 * text of a policy, to the statement with that Sid.
 */
export interface Change {
  readonly resource: ResourceAddress;
  /** Without it, the change is about the whole resource. */
  readonly attribute?: string;
  /** The new value, given the old one; undefined means none, before and after. @throws if the change does not fit */
  readonly apply: (value: unknown) => unknown;
}

/** Changes the value of an attribute. */
export function set(resource: ResourceAddress, attribute: string, value: unknown): Change {
  return {
    resource,
    attribute,
    apply: (before) => {
      if (before === undefined) throw new Error('there is nothing to set');
      if (JSON.stringify(before) === JSON.stringify(value)) throw new Error('it has this value already');
      return value;
    },
  };
}

/** Adds an attribute, a statement or a key that does not exist yet. */
export function add(resource: ResourceAddress, attribute: string, value: unknown): Change {
  return { resource, attribute, apply: whereNothingIs(value) };
}

/** Adds a resource that does not exist yet. */
export function addResource(resource: ResourceAddress, attributes: JsonObject): Change {
  return { resource, apply: whereNothingIs(attributes) };
}

const whereNothingIs = (value: unknown) => (before: unknown) => {
  if (before !== undefined) throw new Error('it is there already');
  return value;
};

/** Removes an attribute, or a whole resource. */
export function remove(resource: ResourceAddress, attribute?: string): Change {
  return {
    resource,
    ...(attribute !== undefined && { attribute }),
    apply: (before) => {
      if (before === undefined) throw new Error('there is nothing to remove');
      return undefined;
    },
  };
}

/** Replaces a part of a text. */
export function replace(
  resource: ResourceAddress,
  attribute: string,
  part: string,
  replacement: string,
): Change {
  return {
    resource,
    attribute,
    apply: (before) => {
      if (typeof before !== 'string' || !before.includes(part))
        throw new Error(`expected a text with ${part}`);
      return before.replace(part, () => replacement);
    },
  };
}

/** The stack that a change affects. */
export function stackOf({ resource }: Change): StackId {
  return resource.split('/')[0] as StackId;
}

/**
 * A stack with changes applied.
 * @param stack contents of `cdk.tf.json`; it is not changed
 * @throws when a change does not fit, naming it
 */
export function changed(stack: JsonObject, changes: readonly Change[]): JsonObject {
  const after = changes.reduce((before, { resource, attribute = '', apply }) => {
    const path = [...placeOf(resource), ...stepsOf(attribute)];
    try {
      return changedAt(before, path, apply) as JsonObject;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`${resource}${attribute === '' ? '' : ` ${attribute}`}: ${reason}`, { cause: error });
    }
  }, stack);
  if (!isObject(after.resource)) return after;
  // Terraform refuses a type without resources
  const types = Object.entries(after.resource).filter(
    ([, ofType]) => isObject(ofType) && Object.keys(ofType).length > 0,
  );
  return { ...after, resource: Object.fromEntries(types) };
}

/** Whether a stack has what a change is about. */
export function isThere(stack: JsonObject, { resource }: Change): boolean {
  const found = placeOf(resource).reduce<unknown>(
    (value, step) => (isObject(value) ? value[step] : undefined),
    stack,
  );
  return found !== undefined;
}

/** Where a resource is in `cdk.tf.json`. */
function placeOf(resource: ResourceAddress): string[] {
  const [type = '', name] = resource.slice(resource.indexOf('/') + 1).split('.');
  return name === undefined ? [type] : ['resource', type, name];
}

/** A statement of a policy that is written as JSON text. */
interface StatementStep {
  readonly sid: string;
}

type Step = string | StatementStep;

function stepsOf(attribute: string): Step[] {
  if (attribute === '') return [];
  return attribute.split('.').flatMap((part): Step[] => {
    const [, name, sid] = /^(.+)\[(.+)\]$/.exec(part) ?? [];
    return name === undefined || sid === undefined ? [part] : [name, { sid }];
  });
}

function changedAt(value: unknown, [step, ...rest]: readonly Step[], apply: Change['apply']): unknown {
  if (step === undefined) return apply(value);
  if (typeof step !== 'string') return changedStatement(value, step, rest, apply);
  const index = Number(step);
  if (Array.isArray(value) && index in value)
    return value.with(index, changedAt(value[index], rest, apply)) as unknown[];
  if (!isObject(value)) throw new Error(`expected an object with ${step}, got ${JSON.stringify(value)}`);
  const after = changedAt(value[step], rest, apply);
  if (after !== undefined) return { ...value, [step]: after };
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== step));
}

function changedStatement(
  value: unknown,
  { sid }: StatementStep,
  rest: readonly Step[],
  apply: Change['apply'],
): string {
  if (typeof value !== 'string') throw new Error(`expected a policy, got ${JSON.stringify(value)}`);
  const policy = JSON.parse(value) as { readonly Statement: readonly JsonObject[] };
  const statement = policy.Statement.find(({ Sid }) => Sid === sid);
  if (!statement && rest.length > 0) {
    throw new Error(`expected a statement ${sid}, got ${policy.Statement.map(({ Sid }) => Sid).join(', ')}`);
  }
  const after = changedAt(statement, rest, apply);
  const Statement = statement
    ? policy.Statement.flatMap((own) => (own === statement ? (after ?? []) : own))
    : [...policy.Statement, after];
  return JSON.stringify({ ...policy, Statement });
}
