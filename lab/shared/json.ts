import { isObject, type JsonObject, objectIn } from '../../api/json';

export { isObject, type JsonObject };

/** The JSON object in a text; `{}` if it holds none. */
export function parseObject(json: string): JsonObject {
  return objectIn(json) ?? {};
}

/** The string in a field; undefined if there is none. */
export function text(object: JsonObject, field: string): string | undefined {
  const value = object[field];
  return typeof value === 'string' ? value : undefined;
}

/** The string in a field. @throws naming the field and what there is, if there is none */
export function requiredText(object: JsonObject, field: string): string {
  const found = text(object, field);
  if (found === undefined) throw new Error(`no text ${field}, only ${Object.keys(object).join(', ')}`);
  return found;
}

/** The objects in a list field; `[]` if there is none. */
export function objects(object: JsonObject, field: string): JsonObject[] {
  const value = object[field];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The strings in a list field; `[]` if there is none. */
export function strings(object: JsonObject, field: string): string[] {
  const value = object[field];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** A copy of an object without some of its fields. */
export function without<T extends object>(object: T, ...fields: string[]): Record<string, T[keyof T]> {
  return Object.fromEntries(
    Object.entries<T[keyof T]>(object as Record<string, T[keyof T]>).filter(
      ([field]) => !fields.includes(field),
    ),
  );
}
