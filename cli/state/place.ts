import path from 'node:path';
import { z } from 'zod';
import { realPath } from './folder';

/** Where the state of a stack is. */
export type StatePlace =
  | { readonly type: 'local'; readonly file: string }
  | {
      readonly type: 's3';
      readonly bucket: string;
      readonly key: string;
      readonly region: string;
      /** All settings of the backend, as Terraform takes them. */
      readonly settings: Readonly<Record<string, unknown>>;
    };

const s3Settings = z.looseObject({ bucket: z.string(), key: z.string(), region: z.string() });

/**
 * The place that a backend means; undefined for a kind of backend that this project does not use.
 *
 * @param type kind of the backend
 * @param settings of the backend, as Terraform takes them; those that are null count as not given
 * @param stackFolder where a relative path begins
 */
export function placeOf(type: string, settings: object, stackFolder: string): StatePlace | undefined {
  const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null));
  if (type === 'local' && typeof given.path === 'string') {
    return { type, file: realPath(path.resolve(realPath(stackFolder), given.path)) };
  }
  if (type === 's3') {
    const { data } = s3Settings.safeParse(given);
    return data && { type, bucket: data.bucket, key: data.key, region: data.region, settings: data };
  }
  return undefined;
}

/** A place as a backend block of Terraform's. */
export function backendOf(place: StatePlace): object {
  return place.type === 'local' ? { local: { path: place.file } } : { s3: place.settings };
}

/** Whether both are the same file, or the same object of the same bucket. */
export function isSamePlace(one: StatePlace, other: StatePlace): boolean {
  if (one.type === 'local') return other.type === 'local' && one.file === other.file;
  return (
    other.type === 's3' && one.bucket === other.bucket && one.key === other.key && one.region === other.region
  );
}

/** A place in words. */
export function describePlace(place: StatePlace, projectFolder: string): string {
  if (place.type === 's3') return `s3://${place.bucket}/${place.key} in ${place.region}`;
  const relative = path.relative(realPath(projectFolder), place.file);
  return relative.startsWith('..') ? place.file : relative;
}

/** The environment in a path `…/<environment>/<stack>.tfstate`; undefined for other paths. */
export function environmentNameOf(place: StatePlace, stack: string): string | undefined {
  const parts = place.type === 's3' ? place.key.split('/') : place.file.split(path.sep);
  return parts.at(-1) === `${stack}.tfstate` ? parts.at(-2) : undefined;
}
