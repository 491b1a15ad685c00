import { isObject } from '../api/json';
import type { Problem } from './problem';

/** Readers of unchecked files: they skip what has another type, as the schema reports it. */

/** The value under a dotted key path in any JSON, or undefined. */
export function valueAt(file: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) => (isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined),
      file,
    );
}

/** A text and where it is. */
export interface Located {
  readonly path: string;
  readonly text: string;
}

/** The text under a dotted key path. */
export function stringAt(file: unknown, path: string): string | undefined {
  const value = valueAt(file, path);
  return typeof value === 'string' ? value : undefined;
}

/** The strings of a list, with the path of each; `key` picks a field from a list of objects. */
export function stringsAt(file: unknown, path: string, key?: string): Located[] {
  const list = valueAt(file, path);
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: unknown, index) => {
    const text = key === undefined ? item : valueAt(item, key);
    const suffix = key === undefined ? '' : `.${key}`;
    return typeof text === 'string' ? [{ path: `${path}[${index}]${suffix}`, text }] : [];
  });
}

/** Each item with the first one before it that has the same key. Lists have thousands of items, hence the map. */
export function withEarlier<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
): { readonly item: T; readonly earlier: T | undefined }[] {
  const firstByKey = new Map<string, T>();
  return items.map((item) => {
    const key = keyOf(item);
    const earlier = firstByKey.get(key);
    if (earlier === undefined) firstByKey.set(key, item);
    return { item, earlier };
  });
}

/** A problem for each item that equals an earlier one. */
export function repeated(items: readonly Located[], expected: string): Problem[] {
  return withEarlier(items, ({ text }) => text).flatMap(({ item: { path, text }, earlier }) =>
    earlier ? [{ path, got: text, expected }] : [],
  );
}

/** The names of `studio.users`, which are entries or the names themselves. */
export function listedUsers(file: unknown): Located[] {
  const list = valueAt(file, 'studio.users');
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: unknown, index) => {
    const name = typeof entry === 'string' ? entry : valueAt(entry, 'name');
    const path = `studio.users[${index}]${typeof entry === 'string' ? '' : '.name'}`;
    return typeof name === 'string' ? [{ path, text: name }] : [];
  });
}
