import type { Call } from '../call';
import { isObject, objects, text, without, type JsonObject } from '../../shared/json';
import { readJson } from '../json-body';

/**
 * An object after API Gateway's patch operations, whose paths are JSON pointers of one or two parts.
 * @see https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html
 */
export function patched(object: JsonObject, call: Call): JsonObject {
  return objects(readJson(call), 'patchOperations').reduce<JsonObject>((result, operation) => {
    const pointer = (text(operation, 'path') ?? '').split('/').slice(1);
    const [field = '', key] = pointer.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
    const removes = operation.op === 'remove';
    if (key === undefined) {
      return removes ? without(result, field) : { ...result, [field]: typed(result[field], operation.value) };
    }
    const inner = isObject(result[field]) ? result[field] : {};
    return { ...result, [field]: removes ? without(inner, key) : { ...inner, [key]: operation.value } };
  }, object);
}

/** Patches send every value as text. */
function typed(old: unknown, value: unknown): unknown {
  if (typeof old === 'number') return Number(value);
  return typeof old === 'boolean' ? value === 'true' : value;
}
