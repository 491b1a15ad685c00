import type { ChangePlan } from './change-plans';
import type { Effect, SettingChange } from './setting-changes';
import { stackIds } from '../config/stack-ids';

/** Errors about values that a stack can read only after the stack before it is deployed with the same change. */
const awaited = 'Unsupported attribute: This object does not have an attribute named "cross-stack-output-';

const typesOf = (changes: readonly string[], action: RegExp) => {
  const types = changes
    .filter((change) => action.test(change))
    .map((change) => change.split(/[ .]/)[1] ?? '');
  return [...new Set(types.filter((type) => type !== 'terraform_data'))].sort();
};

/** The effect of a change when the stacks are deployed in order, up to the first that refuses. */
function effectOf(plan: ChangePlan): Effect | `${string}, then refused` {
  const stacks = stackIds.flatMap((stack) => plan[stack] ?? []);
  const refusing = stacks.findIndex(({ refusals }) =>
    refusals.some((refusal) => !refusal.startsWith(awaited)),
  );
  const deployed = (refusing < 0 ? stacks : stacks.slice(0, refusing)).flatMap(({ changes }) => changes);
  const lost = typesOf(deployed, /^(?:delete|replace) /);
  if (refusing >= 0) {
    if (lost.length > 0) return `removes ${lost.join(', ')}`;
    const changed = typesOf(deployed, /./);
    return changed.length > 0 ? `changes ${changed.join(', ')}, then refused` : 'refused';
  }
  const [forgotten, replaced, removed] = [
    typesOf(deployed, /^(?:forget|remove) /),
    typesOf(deployed, /^replace /),
    typesOf(deployed, /^delete /),
  ];
  if (removed.length > 0) return `removes ${lost.join(', ')}`;
  if (replaced.length > 0) return `replaces ${replaced.join(', ')}`;
  if (forgotten.length > 0) return `forgets ${forgotten.join(', ')}`;
  if (typesOf(deployed, /^create /).length > 0) return 'adds';
  return stacks.some((stack) => stack.changes.length > 0 || stack.hasNewOutputs) ? 'in place' : 'nothing';
}

/** The name of a row of the table. */
export const nameOf = ({ settings, change }: SettingChange) => `${settings.join(', ')}: ${change}`;

/** Differences from the table; empty if there are none. */
export function differences(
  rows: readonly SettingChange[],
  plans: Readonly<Record<string, ChangePlan>>,
): string[] {
  return rows.flatMap((row) => {
    const plan = plans[nameOf(row)] ?? {};
    const refusals = stackIds.flatMap((stack) => plan[stack]?.refusals ?? []);
    const effect = effectOf(plan);
    const isSaid = row.says === undefined || refusals.some((refusal) => row.says?.test(refusal));
    return [
      ...(effect === row.effect
        ? []
        : [`${nameOf(row)}: ${effect} in place of ${row.effect}: ${JSON.stringify(plan)}`]),
      ...(isSaid ? [] : [`${nameOf(row)}: ${String(row.says)} is not said: ${refusals.join('\n')}`]),
    ];
  });
}
