import type { StackId } from '../../config/stack-ids';
import type { JsonObject } from '../shared/json';
import { changed, stackOf } from './change';
import type { DeploymentFault, DnsFault, DnsFile, Fault, FunctionFault } from './fault';

/** The stacks whose configuration a fault changes; they must be deployed again. */
export function stacksOf(fault: Fault): StackId[] {
  if ('changes' in fault) return [...new Set(fault.changes.map(stackOf))];
  return 'file' in fault ? ['private-api'] : [];
}

/** A file's text with a fault in it. @throws when the fault no longer fits */
export function inSource(text: string, { id, file, edits }: FunctionFault): string {
  return edits.reduce((before, [find, replacement]) => {
    if (before.split(find).length !== 2)
      throw new Error(`${id}: ${file}: expected once, got ${before.split(find).length - 1} times: ${find}`);
    return before.replace(find, () => replacement);
  }, text);
}

/**
 * A stack with a fault in it.
 * @param stack what its `cdk.tf.json` holds
 * @throws when the fault no longer fits
 */
export function inStack(stackId: StackId, stack: JsonObject, { id, changes }: DeploymentFault): JsonObject {
  try {
    return changed(
      stack,
      changes.filter((change) => stackOf(change) === stackId),
    );
  } catch (error) {
    throw new Error(`${id}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

/** Files for corporate BIND with a fault in them. @throws when the fault no longer fits */
export function inDnsFiles(
  files: Readonly<Record<DnsFile, string>>,
  { id, dnsEdits }: Pick<DnsFault, 'id' | 'dnsEdits'>,
): Record<DnsFile, string> {
  return dnsEdits.reduce(
    (before, [file, find, replacement]) => {
      const after = before[file].replace(find, replacement);
      if (after === before[file]) throw new Error(`${id}: ${file}: expected a text that fits ${find.source}`);
      return { ...before, [file]: after };
    },
    { ...files },
  );
}
