/** A JSON object as it travels in requests and replies. */
export type JsonObject = Record<string, unknown>;

/** The JSON object in a text; `{}` if it holds none. */
export function parseObject(json: string): JsonObject {
  if (json === '') return {};
  try {
    const value: unknown = JSON.parse(json);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

/** Whether a value is a JSON object (neither an array nor null). */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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
