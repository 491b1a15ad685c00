/** Readers of JSON from elsewhere, any part of which may be missing or of another kind. */

/** A JSON object. */
export type JsonObject = Record<string, unknown>;

/** Whether a value is an object, and neither null nor a list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value if it is an object, else an empty one. */
export function record(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** The value if it is text. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The JSON object in a text; undefined if it holds none. */
export function objectIn(json: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
